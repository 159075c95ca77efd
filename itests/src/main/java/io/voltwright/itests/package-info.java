/** Boots the image as a process and talks to it over its wires. */
@NullMarked
package io.voltwright.itests;

import org.jspecify.annotations.NullMarked;
