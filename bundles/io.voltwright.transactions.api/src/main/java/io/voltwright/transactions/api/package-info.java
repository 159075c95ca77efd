/** What others may know of money: prices, costs, transactions, receipts and reports. */
@Export
@Version("1.0.0")
@NullMarked
package io.voltwright.transactions.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
