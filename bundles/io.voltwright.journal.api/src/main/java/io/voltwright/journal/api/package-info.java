/** The spine: facts, their durable order, and readers that follow it at their own pace. */
@Export
@Version("1.0.0")
@NullMarked
package io.voltwright.journal.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
