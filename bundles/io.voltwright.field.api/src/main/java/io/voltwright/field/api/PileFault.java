package io.voltwright.field.api;

/**
 * A fault in the common vocabulary (MREC codes and names, field reference section 2.1).
 *
 * @param code canonical name, as {@code MREC17-ContactorFault}, {@code CommunicationFault}, {@code UnknownState}
 * @param raw what the device itself said, for the person on site
 * @param latched whether it stays until someone resets it
 */
public record PileFault(String code, String raw, boolean latched) {}
