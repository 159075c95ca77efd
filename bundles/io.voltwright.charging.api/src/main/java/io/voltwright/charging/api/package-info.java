/** Charging as others see it: commands, sessions, EVSEs, readings, and the facts of a charge. */
@Export
@Version("1.0.0")
@NullMarked
package io.voltwright.charging.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
