/** What is wired on this site: buses, piles, meters, readers and the tree of limits, as {@code site.yaml} says. */
@Export
@Version("1.0.0")
@NullMarked
package io.voltwright.site.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
