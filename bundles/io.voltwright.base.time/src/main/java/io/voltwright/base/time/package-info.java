/** The one place that reads the clock of the machine and starts threads. */
@NullMarked
package io.voltwright.base.time;

import org.jspecify.annotations.NullMarked;
