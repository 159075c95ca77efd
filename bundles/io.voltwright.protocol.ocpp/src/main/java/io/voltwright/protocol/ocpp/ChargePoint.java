package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.journal.api.FactReader;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One charge point towards a back end, the site or a pile of it, with its own connection and its own threads. */
final class ChargePoint {

    private static final Logger log = LoggerFactory.getLogger(ChargePoint.class);
    private static final Duration FAREWELL = Duration.ofSeconds(4);

    private final Settings settings;
    private final Parts parts;
    private final Lane lane;
    private final ExecutorService blocking;
    private final Approach approach;
    private final ArmouredDialer dialer;
    private final Conversation conversation;
    private Optional<CompletionStage<Void>> bye = Optional.empty();

    /**
     * Reads its rows, and so blocks on the store.
     *
     * @param view what it sees of the station
     */
    ChargePoint(Settings settings, Parts parts, UnaryOperator<House> view) {
        this.settings = settings;
        this.parts = parts;
        this.lane = parts.lanes().open("ocpp " + settings.name());
        this.blocking = Executors.newCachedThreadPool(parts.lanes().threads("ocpp " + settings.name()));
        this.approach = new Approach(settings, parts.store(), parts.certificates(), parts.tls(), this::password);
        this.dialer = new ArmouredDialer(approach, Conversation.SUBPROTOCOL, blocking);
        this.conversation = new Conversation(settings, view.apply(house()), dialer);
    }

    private House house() {
        return new House(
                parts.time(),
                lane,
                blocking,
                new SecureRandom(),
                parts.journal(),
                parts.store(),
                parts.charging(),
                parts.reservations(),
                parts.authority(),
                parts.site(),
                parts.keys(),
                parts.audit(),
                parts.restart(),
                new Guard(
                        approach,
                        parts.certificates(),
                        parts.installer(),
                        parts.transfers().resolve("ocpp-" + settings.name()),
                        parts.logs(),
                        parts.turn()));
    }

    private Optional<char[]> password() {
        return parts.keys()
                .get()
                .flatMap(there ->
                        there.password(settings.password()).or(() -> there.password(settings.sharedPassword())))
                .or(() -> Optional.of(settings.authorizationKey().toCharArray()).filter(key -> key.length > 0));
    }

    void start() {
        log.info(
                "{}: back end at {}, security profile {}",
                settings.name(),
                settings.address(),
                approach.profile().number());
        conversation.start();
    }

    /** Completes when the connection is closed. */
    synchronized CompletionStage<Void> goodbye() {
        CompletionStage<Void> said = bye.orElseGet(conversation::stop);
        bye = Optional.of(said);
        return said;
    }

    /** Says good-bye, and waits for its threads. */
    void stop() throws InterruptedException {
        try {
            goodbye().toCompletableFuture().get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("{}: no good-bye", settings.name(), e);
        }
        lane.close();
        dialer.close();
        blocking.shutdown();
        blocking.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the journal has to drive for it. */
    List<FactReader> readers() {
        return List.of(conversation.delivery(), conversation.securityReports());
    }

    Settings settings() {
        return settings;
    }

    Conversation conversation() {
        return conversation;
    }

    /** Facts since the one that is being delivered; 0 while none is. */
    long behind() {
        return conversation
                .delivery()
                .waitingSince()
                .map(entry -> parts.journal().last() - entry + 1)
                .orElse(0L);
    }

    /** Has messages that were given up said again; how many. Blocks. */
    long resend(Optional<Long> fact) {
        return Resend.all(parts.store(), parts.journal(), settings.name(), fact, parts.time());
    }

    OcppStore store() {
        return parts.store();
    }

    /** The security profile that counts now. */
    SecurityProfile profile() {
        return approach.profile();
    }
}
