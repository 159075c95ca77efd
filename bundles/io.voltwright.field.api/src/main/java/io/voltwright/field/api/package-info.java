/** What a driver is: pile, meter, token reader, and readings with time and quality. */
@Export
@NullMarked
@Version("1.0.0")
package io.voltwright.field.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
