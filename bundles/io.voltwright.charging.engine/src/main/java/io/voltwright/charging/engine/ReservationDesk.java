package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact.EndCause;
import io.voltwright.charging.api.ChargingFact.ReservationEnded;
import io.voltwright.charging.api.ChargingFact.Reserved;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Reservation;
import io.voltwright.charging.api.Reservations.Answer;
import io.voltwright.charging.api.Reservations.Request;
import io.voltwright.charging.api.Reservations.Verdict;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import io.voltwright.users.api.Authority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Makes and ends reservations: one is accepted when it is on disk, and its end holds at once. */
final class ReservationDesk {

    private final Lane lane;
    private final Station station;
    private final ReservationBook book;
    private final Supplier<Collection<EvseView>> evses;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean sending;
    private EvseId grid = new EvseId("grid");

    private record Waiting(Fact fact, Effects effects) {}

    ReservationDesk(Lane lane, Station station, ReservationBook book, Supplier<Collection<EvseView>> evses) {
        this.lane = lane;
        this.station = station;
        this.book = book;
        this.evses = evses;
    }

    void start() {
        lane.every(Duration.ofSeconds(1), this::tick);
    }

    /** The node that facts about reservations for any EVSE name. */
    void grid(EvseId name) {
        lane.execute(() -> grid = name);
    }

    // --- making ---

    CompletableFuture<Answer> reserve(Request request, String by) {
        CompletableFuture<Answer> reply = new CompletableFuture<>();
        lane.execute(() -> {
            Answer first = check(request);
            Optional<Authority> authority = station.authority();
            if (!first.accepted()) {
                reply.complete(first);
            } else if (authority.isEmpty()) {
                reply.complete(new Answer(Verdict.REJECTED, "users is not running; nobody can tell tokens apart"));
            } else {
                authority
                        .orElseThrow()
                        .refer(request.token())
                        .whenComplete((token, failure) -> lane.execute(() -> {
                            if (failure == null) {
                                keep(request, token, authority.orElseThrow(), by, reply);
                            } else {
                                reply.complete(new Answer(Verdict.REJECTED, "the token cannot be kept: " + failure));
                            }
                        }));
            }
        });
        return reply;
    }

    private void keep(
            Request request, TokenRef token, Authority authority, String by, CompletableFuture<Answer> reply) {
        Answer still = check(request);
        if (!still.accepted()) {
            reply.complete(still);
            return;
        }
        Reservation made = new Reservation(
                request.id(),
                request.owner(),
                request.evse(),
                token,
                request.group().map(authority::referGroup),
                request.until());
        Reserved fact = new Reserved(
                made.evse().orElse(grid),
                made.evse().isEmpty(),
                made.id(),
                made.owner(),
                made.token(),
                made.group(),
                made.until(),
                by);
        // From here on nobody else gets the place; if it does not get to disk it is as before.
        Optional<Reservation> before = book.find(made.owner(), made.id());
        book.put(made);
        station.journal()
                .orElseThrow()
                .append(
                        List.of(Notes.fact(fact, null, station.time().moment())),
                        ReservationRows.write(made, station.time().instant()))
                .whenComplete((positions, failure) -> lane.execute(() -> {
                    if (failure == null) {
                        reply.complete(
                                new Answer(Verdict.ACCEPTED, place(made.evse()) + " is kept until " + made.until()));
                    } else {
                        book.remove(made);
                        before.ifPresent(book::put);
                        reply.complete(new Answer(Verdict.REJECTED, "the journal did not take it: " + failure));
                    }
                }));
    }

    private static String place(Optional<EvseId> evse) {
        return evse.map(EvseId::value).orElse("a charging point");
    }

    // R-R01: in use or reserved, then faulted, then unavailable; the same reservation again may take its own place.
    private Answer check(Request request) {
        Instant utc = station.time().instant();
        Optional<Reservation> before = book.find(request.owner(), request.id());
        if (!request.until().isAfter(utc)) {
            return new Answer(Verdict.REJECTED, "its end " + request.until() + " is not in the future");
        }
        if (station.journal().filter(Journal::accepting).isEmpty()) {
            return new Answer(Verdict.REJECTED, "the journal takes no facts now; nothing is reserved without it");
        }
        if (request.evse().isEmpty()) {
            boolean room = book.room(before, utc, station.time().sinceBoot()) > 0;
            return room ? accepted() : none();
        }
        EvseId id = request.evse().orElseThrow();
        Optional<EvseView> evse =
                evses.get().stream().filter(view -> view.id().equals(id)).findFirst();
        if (evse.isEmpty()) {
            return new Answer(Verdict.REJECTED, "there is no EVSE " + id + " on this site");
        }
        Optional<Reservation> here = book.at(id, utc).filter(other -> !other.equals(before.orElse(null)));
        return here.isPresent()
                ? new Answer(
                        Verdict.OCCUPIED,
                        id + " is reserved until " + here.orElseThrow().until())
                : free(evse.orElseThrow(), before, utc);
    }

    private Answer free(EvseView evse, Optional<Reservation> before, Instant utc) {
        if (evse.fault().isPresent()) {
            return new Answer(
                    Verdict.FAULTED,
                    evse.id() + " has the fault " + evse.fault().orElseThrow());
        }
        if (!evse.operative() || evse.status() == EvseStatus.UNAVAILABLE) {
            return new Answer(Verdict.UNAVAILABLE, evse.id() + " is out of service or not heard yet");
        }
        if (!ReservationBook.isFree(evse)) {
            return new Answer(Verdict.OCCUPIED, evse.id() + " is in use");
        }
        boolean own =
                before.flatMap(Reservation::evse).filter(evse.id()::equals).isPresent();
        return own || book.room(before, utc, station.time().sinceBoot()) > 0
                ? accepted()
                : new Answer(Verdict.OCCUPIED, "all free charging points are reserved");
    }

    private Answer none() {
        Collection<EvseView> all = evses.get();
        if (!all.isEmpty() && all.stream().allMatch(evse -> evse.fault().isPresent())) {
            return new Answer(Verdict.FAULTED, "all charging points have faults");
        }
        if (all.stream().allMatch(evse -> evse.fault().isPresent() || !evse.operative())) {
            return new Answer(Verdict.UNAVAILABLE, "all charging points are out of service");
        }
        return new Answer(Verdict.OCCUPIED, "all charging points are in use or reserved");
    }

    private static Answer accepted() {
        return new Answer(Verdict.ACCEPTED, "free");
    }

    // --- ending ---

    CompletableFuture<Outcome> cancel(String owner, String id, String by) {
        CompletableFuture<Outcome> reply = new CompletableFuture<>();
        lane.execute(() -> {
            Instant utc = station.time().instant();
            Optional<Reservation> found = book.find(owner, id).filter(reservation -> !reservation.over(utc));
            found.ifPresent(reservation -> end(reservation, EndCause.CANCELLED, by));
            reply.complete(
                    found.isPresent() ? Outcome.done() : Outcome.refused(owner + " has no reservation '" + id + "'"));
        });
        return reply;
    }

    private void tick() {
        Instant utc = station.time().instant();
        for (Reservation reservation : book.all()) {
            if (reservation.over(utc)) {
                end(reservation, EndCause.EXPIRED, "station:expired");
            } else if (broken(reservation)) {
                end(reservation, EndCause.FAULTED, "station:evse-lost");
            }
        }
        pump();
    }

    private boolean broken(Reservation reservation) {
        return reservation
                .evse()
                .flatMap(id -> evses.get().stream()
                        .filter(evse -> evse.id().equals(id))
                        .findFirst())
                .filter(evse -> evse.fault().isPresent() || !evse.operative())
                .isPresent();
    }

    private void end(Reservation reservation, EndCause cause, String by) {
        if (book.remove(reservation)) {
            Fact fact = Notes.fact(
                    ended(reservation, reservation.evse().orElse(grid), cause, Optional.empty(), by),
                    null,
                    station.time().moment());
            waiting.addLast(new Waiting(fact, ReservationRows.remove(reservation)));
            pump();
        }
    }

    static ReservationEnded ended(
            Reservation reservation, EvseId evse, EndCause cause, Optional<SessionId> session, String by) {
        return new ReservationEnded(evse, reservation.id(), reservation.owner(), cause, session, by);
    }

    private void pump() {
        Waiting next = waiting.peekFirst();
        Optional<Journal> to = station.journal().filter(Journal::accepting);
        if (sending || next == null || to.isEmpty()) {
            return;
        }
        sending = true;
        to.orElseThrow()
                .append(List.of(next.fact()), next.effects())
                .whenComplete((positions, failure) -> lane.execute(() -> {
                    sending = false;
                    if (failure == null) {
                        waiting.removeFirst();
                        pump();
                    }
                }));
    }

    void close() {
        lane.close();
    }
}
