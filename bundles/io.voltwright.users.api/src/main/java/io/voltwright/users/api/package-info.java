/** Who may do what: tokens that charge, accounts that operate. */
@Export
@Version("1.0.0")
@NullMarked
package io.voltwright.users.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
