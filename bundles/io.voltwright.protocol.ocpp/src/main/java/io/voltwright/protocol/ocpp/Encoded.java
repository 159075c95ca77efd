package io.voltwright.protocol.ocpp;

import java.io.IOException;

/**
 * A call whose payload is text already, made while there was time.
 *
 * @param payload of the request, in JSON
 */
record Encoded<A extends Answer>(Request<A> request, String payload) implements Request<A> {

    static <A extends Answer> Request<?> of(Request<A> request) {
        return new Encoded<>(request, Codec.payload(request));
    }

    @Override
    public String action() {
        return request.action();
    }

    @Override
    public A readAnswer(JsonIn in) throws IOException {
        return request.readAnswer(in);
    }

    @Override
    public void write(JsonOut out) throws IOException {
        request.write(out);
    }
}
