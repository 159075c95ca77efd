package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.Payload;
import io.voltwright.protocol.ocpp.Ocpp16.SecurityEventNotificationRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one back end of security events, in order and until it has acknowledged each (R-Z12, A04.FR.02).
 *
 * <p>Events are facts of the journal: it is the queue, and the security log as well. A back end that does not know security events
 * is told of none.
 */
final class SecurityReports implements FactReader {

    /** A security event of the connection to one back end. */
    static final String FACT = "ocpp.SecurityEvent";

    private static final Logger log = LoggerFactory.getLogger(SecurityReports.class);
    private static final String AUDITED = "security.Audited";
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final int LONGEST = 255;

    /** One that waits for the back end. */
    private record Parcel(SecurityEventNotificationRequest notice, CompletableFuture<Void> done) {}

    private final String backend;
    private final long since;
    private final Lane lane;
    private final Rpc rpc;
    private final Journal journal;
    private final Time time;
    private Optional<Parcel> stranded = Optional.empty();
    private volatile long told;

    /**
     * @param since entries up to here were before the back end
     */
    SecurityReports(String backend, long since, Lane lane, Rpc rpc, Journal journal, Time time) {
        this.backend = backend;
        this.since = since;
        this.lane = lane;
        this.rpc = rpc;
        this.journal = journal;
        this.time = time;
    }

    /** Keeps an event, and tells it; from any thread. Completes when it is kept, or could not be yet. */
    CompletionStage<Void> report(SecurityEvent event, String detail) {
        return report(event, detail, UUID.randomUUID().toString());
    }

    /**
     * @param key the same event again changes nothing
     */
    CompletionStage<Void> report(SecurityEvent event, String detail, String key) {
        return append(new Fact(
                FACT,
                1,
                "ocpp.security:" + backend + ":" + key,
                backend,
                time.moment(),
                false,
                Payload.with()
                        .put("backend", backend)
                        .put("event", event.text())
                        .put("detail", cut(detail))
                        .done()));
    }

    private CompletionStage<Void> append(Fact fact) {
        return journal.append(List.of(fact), Effects.NONE).handle((positions, failure) -> {
            if (failure != null) {
                log.debug("{}: a security event waits for the journal", backend, failure);
                lane.after(RETRY, () -> append(fact));
            }
            return null;
        });
    }

    private static String cut(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.substring(0, Math.min(LONGEST, plain.length()));
    }

    /** What a fact is as a security event of this back end; empty where it is none. */
    static Optional<SecurityEvent> event(Fact fact, String backend) {
        Payload payload = fact.payload();
        if (fact.type().equals(FACT)) {
            return payload.findText("backend")
                    .filter(backend::equals)
                    .flatMap(mine -> payload.findText("event"))
                    .flatMap(SecurityEvent::of);
        }
        if (!fact.type().equals(AUDITED)) {
            return Optional.empty();
        }
        return switch (payload.findText("kind").orElse("")) {
            case "LOGIN_ACCEPTED" -> Optional.of(SecurityEvent.MAINTENANCE_LOGIN_ACCEPTED);
            case "LOGIN_REFUSED" -> Optional.of(SecurityEvent.MAINTENANCE_LOGIN_FAILED);
            default -> Optional.empty();
        };
    }

    // The names of people stay at home.
    private static String detail(Fact fact) {
        return fact.type().equals(FACT)
                ? fact.payload().findText("detail").orElse("")
                : "from " + fact.payload().findText("origin").orElse("unknown");
    }

    @Override
    public String name() {
        return "ocpp." + backend + ".security";
    }

    @Override
    public boolean understands(Fact fact) {
        return true;
    }

    @Override
    public CompletionStage<Step> read(List<Entry> batch) {
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = batch.get(i);
            Fact fact = entry.fact();
            Optional<SecurityEvent> event = entry.position() <= Math.max(since, told)
                    ? Optional.empty()
                    : event(fact, backend).filter(SecurityEvent::pushed);
            if (event.isPresent()) {
                Step step = new Step(List.of(), Effects.NONE, i + 1);
                Optional<String> detail = Optional.of(cut(detail(fact))).filter(text -> !text.isEmpty());
                return tell(new SecurityEventNotificationRequest(
                                event.get().text(), fact.time().utc(), detail))
                        .thenApply(nothing -> {
                            // Should the commit fail, it is not told again.
                            told = entry.position();
                            return step;
                        });
            }
        }
        return CompletableFuture.completedFuture(Step.NOTHING);
    }

    private CompletionStage<Void> tell(SecurityEventNotificationRequest notice) {
        Parcel parcel = new Parcel(notice, new CompletableFuture<>());
        lane.execute(() -> send(parcel));
        return parcel.done();
    }

    /** The back end takes messages now; on the lane. */
    void accepted() {
        Optional<Parcel> parcel = stranded;
        stranded = Optional.empty();
        parcel.ifPresent(this::send);
    }

    private void send(Parcel parcel) {
        if (rpc.mode() != Rpc.Mode.OPEN) {
            stranded = Optional.of(parcel);
            return;
        }
        rpc.call(parcel.notice())
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure == null) {
                                parcel.done().complete(null);
                            } else {
                                failed(parcel, CallFailure.in(failure));
                            }
                        },
                        lane);
    }

    private void failed(Parcel parcel, CallFailure failure) {
        if (failure.kind() == CallFailure.Kind.DISCONNECTED) {
            send(parcel);
        } else if (failure.unknown()) {
            log.debug("{}: it does not know security events", backend);
            parcel.done().complete(null);
        } else {
            log.warn("{}: {}; again in {} s", backend, failure.getMessage(), RETRY.toSeconds());
            lane.after(RETRY, () -> send(parcel));
        }
    }
}
