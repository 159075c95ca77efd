/** The login realm of the shell and of HTTP. */
@NullMarked
package io.voltwright.security.gate;

import org.jspecify.annotations.NullMarked;
