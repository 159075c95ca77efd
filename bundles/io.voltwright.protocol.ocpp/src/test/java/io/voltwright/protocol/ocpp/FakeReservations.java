package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.Reservation;
import io.voltwright.charging.api.Reservations;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reservations that stand without charging points, answered as a test says. */
final class FakeReservations implements Reservations {

    final List<Reservation> standing = new ArrayList<>();
    Verdict next = Verdict.ACCEPTED;

    @Override
    public List<Reservation> reservations() {
        return List.copyOf(standing);
    }

    @Override
    public CompletionStage<Answer> reserve(Request request, Actor by) {
        if (next == Verdict.ACCEPTED) {
            standing.removeIf(
                    one -> one.owner().equals(request.owner()) && one.id().equals(request.id()));
            standing.add(new Reservation(
                    request.id(),
                    request.owner(),
                    request.evse(),
                    new TokenRef("ref-" + request.token().value()),
                    request.group().map(group -> new TokenRef("group-" + group.value())),
                    request.until()));
        }
        return CompletableFuture.completedFuture(new Answer(next, "as the test says"));
    }

    @Override
    public CompletionStage<Outcome> cancel(String owner, String id, Actor by) {
        boolean there =
                standing.removeIf(one -> one.owner().equals(owner) && one.id().equals(id));
        return CompletableFuture.completedFuture(there ? Outcome.done() : Outcome.refused("no such reservation"));
    }
}
