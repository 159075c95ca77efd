/** Reads the description of the site and applies it as a difference. */
@NullMarked
package io.voltwright.site.config;

import org.jspecify.annotations.NullMarked;
