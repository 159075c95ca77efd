/** The charging station side of OCPP towards a back end. */
@NullMarked
package io.voltwright.protocol.ocpp;

import org.jspecify.annotations.NullMarked;
