package io.voltwright.protocol.ocpp;

import java.io.IOException;

/** A JSON object of the protocol. */
interface Message {

    /** Writes the fields, without the braces. */
    void write(JsonOut out) throws IOException;
}
