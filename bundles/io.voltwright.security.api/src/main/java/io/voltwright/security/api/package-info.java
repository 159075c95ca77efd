/** What every listener and every keeper of secrets needs: admission, TLS, keys, signatures, audit. */
@Export
@Version("1.0.0")
@NullMarked
package io.voltwright.security.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
