package io.voltwright.protocol.ocpp;

import java.io.IOException;

/**
 * The payload of a call.
 *
 * @param <A> what the other side answers
 */
interface Request<A extends Answer> extends Message {

    /** Its name on the wire. */
    String action();

    A readAnswer(JsonIn in) throws IOException;
}
