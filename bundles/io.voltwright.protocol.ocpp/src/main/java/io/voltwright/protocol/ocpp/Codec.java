package io.voltwright.protocol.ocpp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Turns frames into texts and back, for one version of the protocol. */
final class Codec {

    private static final int CALL = 2;
    private static final int RESULT = 3;
    private static final int ERROR = 4;
    private static final int MOST_ID = 36;
    private static final int MOST_DESCRIPTION = 255;

    private static final JsonFactory PAYLOADS = new JsonFactory();

    private final JsonFactory json = new JsonFactory();
    private final Map<String, JsonIn.Read<? extends Request<?>>> requests;

    /**
     * @param requests the readers of all actions that the version knows
     */
    Codec(Map<String, JsonIn.Read<? extends Request<?>>> requests) {
        this.requests = requests;
    }

    String call(String id, Request<?> request) {
        return write(out -> {
            out.writeNumber(CALL);
            out.writeString(id);
            out.writeString(request.action());
            if (request instanceof Encoded<?> ready) {
                out.writeRawValue(ready.payload());
            } else {
                new JsonOut(out).message(request);
            }
        });
    }

    /** A payload alone. */
    static String payload(Message message) {
        return write(PAYLOADS, out -> new JsonOut(out).message(message));
    }

    String result(String id, Answer answer) {
        return write(out -> {
            out.writeNumber(RESULT);
            out.writeString(id);
            new JsonOut(out).message(answer);
        });
    }

    String error(String id, ErrorCode code, String description) {
        return write(out -> {
            out.writeNumber(ERROR);
            out.writeString(id);
            out.writeString(code.in16());
            out.writeString(description.substring(0, Math.min(description.length(), MOST_DESCRIPTION)));
            out.writeStartObject();
            out.writeEndObject();
        });
    }

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private String write(Body body) {
        return write(json, out -> {
            out.writeStartArray();
            body.write(out);
            out.writeEndArray();
        });
    }

    private static String write(JsonFactory json, Body body) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator out = json.createGenerator(text)) {
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
        return text.toString();
    }

    Frame read(String text) {
        String id = "";
        String action = "";
        try (JsonParser parser = json.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY || parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                return new Frame.Noise("it is not a list that starts with a number");
            }
            int type = parser.getIntValue();
            if (parser.nextToken() != JsonToken.VALUE_STRING || parser.getText().length() > MOST_ID) {
                return new Frame.Noise("it has no message id of at most " + MOST_ID + " characters");
            }
            id = parser.getText();
            if (type == RESULT) {
                return new Frame.Result(id, text);
            }
            if (type == ERROR) {
                String code = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
                String why = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
                return new Frame.Refusal(id, ErrorCode.of(code), code + (why.isEmpty() ? "" : ": " + why));
            }
            if (type != CALL) {
                return new Frame.Noise("message type " + type + " is not known");
            }
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                return bad(id, action, ErrorCode.FORMATION_VIOLATION, "the action is missing");
            }
            action = parser.getText();
            return new Frame.Call(id, action, request(parser, action));
        } catch (Violation e) {
            return new Frame.BadCall(id, action, e);
        } catch (JsonProcessingException e) {
            String why = "it is not JSON: " + e.getOriginalMessage();
            return id.isEmpty() ? new Frame.Noise(why) : bad(id, action, ErrorCode.FORMATION_VIOLATION, why);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
    }

    private static Frame bad(String id, String action, ErrorCode code, String why) {
        return new Frame.BadCall(id, action, new Violation(code, why));
    }

    private Request<?> request(JsonParser parser, String action) throws IOException {
        var reader = requests.get(action);
        if (reader == null) {
            throw new Violation(ErrorCode.NOT_IMPLEMENTED, "action is not known");
        }
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            throw new Violation(ErrorCode.FORMATION_VIOLATION, "the payload is missing");
        }
        Request<?> request = reader.from(new JsonIn(parser, true));
        end(parser);
        return request;
    }

    /**
     * Reads what answers a request.
     *
     * @throws Violation if it is no answer to it
     */
    <A extends Answer> A answer(Request<A> request, String text) {
        try (JsonParser parser = json.createParser(text)) {
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();
            A answer = request.readAnswer(new JsonIn(parser, false));
            end(parser);
            return answer;
        } catch (JsonProcessingException e) {
            throw new Violation(ErrorCode.FORMATION_VIOLATION, "it is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
    }

    private static void end(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.END_ARRAY || parser.nextToken() != null) {
            throw new Violation(ErrorCode.FORMATION_VIOLATION, "there is more than one payload");
        }
    }
}
