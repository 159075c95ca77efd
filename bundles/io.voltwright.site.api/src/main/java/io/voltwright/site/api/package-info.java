/** What is wired on the site: the tree of nodes, the piles, the meters, the readers. */
@Export
@NullMarked
@Version("1.0.0")
package io.voltwright.site.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
