/** Sessions, limits and live readings, for all who look or command. */
@Export
@NullMarked
@Version("1.0.0")
package io.voltwright.charging.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
