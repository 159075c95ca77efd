/** Receipts and reports made from the ledger. */
@NullMarked
package io.voltwright.transactions.reports;

import org.jspecify.annotations.NullMarked;
