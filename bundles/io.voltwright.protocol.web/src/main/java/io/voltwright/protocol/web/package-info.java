/** The REST interface and the health check. */
@NullMarked
package io.voltwright.protocol.web;

import org.jspecify.annotations.NullMarked;
