/** Keys, TLS contexts, admission and audit, as every listener needs them. */
@Export
@NullMarked
@Version("1.0.0")
package io.voltwright.security.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
