/** The power allocator: from demands, limits and the tree to amperes with reasons. */
@NullMarked
package io.voltwright.charging.balance;

import org.jspecify.annotations.NullMarked;
