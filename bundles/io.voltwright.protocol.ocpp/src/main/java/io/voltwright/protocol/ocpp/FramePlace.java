package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Evse;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the EVSE that a frame of 1.6 is about, by its session, transaction or connector. */
final class FramePlace implements Tail.Place {

    private static final Pattern TRANSACTION = Pattern.compile("\"transactionId\"\\s*:\\s*(-?\\d{1,18})");
    private static final Pattern CONNECTOR = Pattern.compile("\"connectorId\"\\s*:\\s*(\\d{1,6})");

    private final Map<SessionId, OpenTransaction> open;
    private final Points points;

    FramePlace(Map<SessionId, OpenTransaction> open, Points points) {
        this.open = open;
        this.points = points;
    }

    @Override
    public Optional<EvseId> of(String text, Optional<SessionId> about) {
        Optional<EvseId> known =
                about.flatMap(session -> Optional.ofNullable(open.get(session))).map(OpenTransaction::evse);
        if (known.isPresent()) {
            return known;
        }
        Matcher transaction = TRANSACTION.matcher(text);
        if (transaction.find()) {
            long id = Long.parseLong(transaction.group(1));
            return open.values().stream()
                    .filter(running -> running.id() == id)
                    .map(OpenTransaction::evse)
                    .findFirst();
        }
        Matcher connector = CONNECTOR.matcher(text);
        return connector.find()
                ? points.find(Integer.parseInt(connector.group(1))).map(Evse::id)
                : Optional.empty();
    }
}
