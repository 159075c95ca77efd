/** Accounts, tokens, roles, and the question whether a token may charge. */
@Export
@NullMarked
@Version("1.0.0")
package io.voltwright.users.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
