package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Outcome;
import io.voltwright.charging.api.Reservation;
import io.voltwright.charging.api.Reservations;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The reservations that concern one charging point; any of its connectors is that one. */
record PileReservations(Reservations all, EvseId evse) implements Reservations {

    @Override
    public List<Reservation> reservations() {
        return all.reservations().stream()
                .filter(one -> one.evse().isEmpty() || one.evse().equals(Optional.of(evse)))
                .toList();
    }

    @Override
    public CompletionStage<Answer> reserve(Request request, Actor by) {
        return all.reserve(
                new Request(
                        request.id(),
                        request.owner(),
                        Optional.of(evse),
                        request.token(),
                        request.group(),
                        request.until()),
                by);
    }

    @Override
    public CompletionStage<Outcome> cancel(String owner, String id, Actor by) {
        return all.cancel(owner, id, by);
    }
}
