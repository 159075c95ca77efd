/** Modbus buses, serial and over TCP, one transaction at a time. */
@NullMarked
package io.voltwright.field.modbus;

import org.jspecify.annotations.NullMarked;
