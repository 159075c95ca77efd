/** Device profiles and the drivers made from them. */
@NullMarked
package io.voltwright.field.profiles;

import org.jspecify.annotations.NullMarked;
