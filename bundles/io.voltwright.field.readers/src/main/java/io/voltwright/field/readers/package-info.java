/** Card readers on lines of their own, by framing that profiles describe. */
@NullMarked
package io.voltwright.field.readers;

import org.jspecify.annotations.NullMarked;
