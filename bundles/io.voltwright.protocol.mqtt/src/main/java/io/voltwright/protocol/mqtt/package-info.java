/** Publishes readings and facts to an MQTT broker. */
@NullMarked
package io.voltwright.protocol.mqtt;

import org.jspecify.annotations.NullMarked;
