package io.voltwright.protocol.ocpp;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** How the station stands with its back ends, for a machine to read. */
final class MaintenanceState {

    private MaintenanceState() {}

    static void write(JsonGenerator out, List<BackEnd> backEnds) throws IOException {
        out.writeObjectFieldStart("backEnds");
        for (ChargePoint backEnd : BackEndCommand.all(backEnds)) {
            out.writeObjectFieldStart(backEnd.settings().name());
            write(out, backEnd);
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, ChargePoint backEnd) throws IOException {
        Conversation conversation = backEnd.conversation();
        Presence.Progress progress = conversation.progress();
        out.writeStringField("state", progress.state());
        out.writeStringField("since", JsonOut.time(progress.since()));
        out.writeStringField("why", progress.why());
        out.writeNumberField("securityProfile", backEnd.profile().number());
        out.writeNumberField("waiting", backEnd.behind());
        out.writeNumberField(
                "givenUp", backEnd.store().undeliveredCount(backEnd.settings().name()));
        out.writeArrayFieldStart("transactions");
        for (OpenTransaction open : conversation.transactions()) {
            out.writeStartObject();
            out.writeStringField("session", open.session().value());
            out.writeNumberField("connectorId", open.connector());
            out.writeNumberField("transactionId", open.id());
            out.writeBooleanField("acknowledged", open.acknowledged());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeObjectFieldStart("keys");
        KeyBook keys = conversation.keys();
        for (Key key : keys.keys()) {
            if (key.access() != Key.Access.WRITE) {
                out.writeStringField(key.name(), keys.value(key));
            }
        }
        out.writeEndObject();
    }
}
