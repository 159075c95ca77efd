/** The state machine and the session of every EVSE. */
@NullMarked
package io.voltwright.charging.engine;

import org.jspecify.annotations.NullMarked;
