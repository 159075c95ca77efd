/** What a driver is: pile, meter, card reader and the bus below them; readings with time and quality. */
@Export
@Version("1.0.0")
@NullMarked
package io.voltwright.field.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
