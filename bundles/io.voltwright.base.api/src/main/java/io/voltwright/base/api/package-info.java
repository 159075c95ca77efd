/** Ids, quantities with their unit, money, outcomes and time: the words every module shares. */
@Export
@Version("1.0.0")
@NullMarked
package io.voltwright.base.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
