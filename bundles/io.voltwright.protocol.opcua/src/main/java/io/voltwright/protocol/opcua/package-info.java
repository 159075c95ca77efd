/** The OPC UA server for plant control. */
@NullMarked
package io.voltwright.protocol.opcua;

import org.jspecify.annotations.NullMarked;
