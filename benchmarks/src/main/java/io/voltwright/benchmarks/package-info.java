/** Measurements that each end in a ratio against a named yardstick. */
@NullMarked
package io.voltwright.benchmarks;

import org.jspecify.annotations.NullMarked;
