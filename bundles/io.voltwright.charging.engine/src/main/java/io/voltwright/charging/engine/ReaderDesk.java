package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Authorization;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Finds the EVSE that a card at a shared reader is meant for. */
final class ReaderDesk {

    private final Supplier<List<Bay>> bays;
    private final Station station;

    ReaderDesk(Supplier<List<Bay>> bays, Station station) {
        this.bays = bays;
        this.station = station;
    }

    CompletionStage<Outcome> card(DeviceId reader, IdToken token) {
        List<Bay> served = bays.get().stream()
                .filter(bay ->
                        bay.stand().wiring().reader().filter(reader::equals).isPresent())
                .toList();
        if (served.isEmpty()) {
            return CompletableFuture.completedFuture(Outcome.refused("reader " + reader + " serves no EVSE"));
        }
        Optional<Bay> waiting = served.stream().filter(ReaderDesk::waits).findFirst();
        if (waiting.isPresent() || served.size() == 1) {
            return waiting.orElse(served.get(0)).ask((to, now, reply) -> to.card(token, now, reply));
        }
        return stop(served, token);
    }

    private static boolean waits(Bay bay) {
        return bay.view().plugged()
                && bay.view().fault().isEmpty()
                && bay.view()
                        .session()
                        .filter(session -> session.token().isPresent())
                        .isEmpty();
    }

    private CompletionStage<Outcome> stop(List<Bay> served, IdToken token) {
        Bay first = served.get(0);
        return station.authority()
                .map(authority -> authority
                        .authorize(token, first.id(), station.settings().authorization())
                        .thenCompose(answer -> stop(served, answer)))
                .orElseGet(() -> CompletableFuture.completedFuture(Outcome.refused("users is not running")));
    }

    private static CompletionStage<Outcome> stop(List<Bay> served, Authorization answer) {
        for (Bay bay : served) {
            Optional<Session> session = bay.view().session().filter(open -> belongs(open, answer));
            if (session.isPresent()) {
                String by = Actor.driver(answer.token()).toString();
                return bay.ask(
                        (to, now, reply) -> to.stop(session.orElseThrow().id(), StopReason.LOCAL, by, now, reply));
            }
        }
        return CompletableFuture.completedFuture(Outcome.refused("plug in first: no car waits at this reader"));
    }

    private static boolean belongs(Session session, Authorization answer) {
        boolean same = session.token().filter(answer.token()::equals).isPresent();
        boolean group = answer.accepted()
                && answer.group().isPresent()
                && session.group().equals(answer.group());
        return same || group;
    }
}
