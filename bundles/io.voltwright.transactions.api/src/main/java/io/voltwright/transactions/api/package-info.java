/** What others may know of money. */
@Export
@NullMarked
@Version("1.0.0")
package io.voltwright.transactions.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
