/** Virtual piles and vehicles on real sockets and serial lines. */
@NullMarked
package io.voltwright.field.simulator;

import org.jspecify.annotations.NullMarked;
