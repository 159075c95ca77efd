/** The key store, certificates and TLS contexts made of it. */
@NullMarked
package io.voltwright.security.keys;

import org.jspecify.annotations.NullMarked;
