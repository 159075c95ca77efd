/** Accounts and tokens in the store, and the decision on them. */
@NullMarked
package io.voltwright.users.directory;

import org.jspecify.annotations.NullMarked;
