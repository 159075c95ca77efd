/** The journal in Derby: group-committed, hash-chained, read by cursor. */
@NullMarked
package io.voltwright.journal.derby;

import org.jspecify.annotations.NullMarked;
