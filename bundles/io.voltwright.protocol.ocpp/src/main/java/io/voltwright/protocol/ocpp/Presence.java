package io.voltwright.protocol.ocpp;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** How the station is there for one back end: the line, what is asked over it, and whether it was taken in. Lives on the lane. */
final class Presence implements Connection.Listener, Registration.Listener {

    /**
     * Where it stands.
     *
     * @param state in a word
     * @param since when it became so
     * @param why what an outage is due to; may be empty
     */
    record Progress(String state, Instant since, String why) {}

    private static final String ACCEPTED = "accepted";

    private final Settings settings;
    private final House house;
    private final KeyBook keys;
    private final Connection connection;
    private final Rpc rpc;
    private final Registration registration;
    private final Consumer<Boolean> whenAccepted;
    private volatile Progress progress;

    /**
     * @param before which acceptance is known of earlier lives; may be empty
     * @param whenAccepted hears on the lane that all may be said now, and whether after a boot message
     */
    Presence(
            Settings settings,
            House house,
            Link.Dialer dialer,
            KeyBook keys,
            Tail tail,
            String before,
            Consumer<Boolean> whenAccepted) {
        this.settings = settings;
        this.house = house;
        this.keys = keys;
        this.whenAccepted = whenAccepted;
        this.progress = new Progress("disconnected", house.time().instant(), "");
        String name = settings.name();
        this.connection =
                new Connection(name, house.lane(), dialer, backOff(), () -> keys.seconds(Keys16.PING_INTERVAL), this);
        this.rpc = new Rpc(
                name,
                house.lane(),
                new Codec(Ocpp16.REQUESTS),
                () -> keys.seconds(Keys16.MESSAGE_TIMEOUT),
                tail,
                house.time(),
                connection::send);
        this.registration = new Registration(
                name,
                house.lane(),
                rpc,
                house.time(),
                keys,
                settings.boot(),
                before.equals(acceptance()),
                backOff(),
                this);
    }

    private BackOff backOff() {
        return new BackOff(settings.backOff(), settings.backOffRange(), settings.backOffDoublings(), house.random());
    }

    Connection connection() {
        return connection;
    }

    Rpc rpc() {
        return rpc;
    }

    Registration registration() {
        return registration;
    }

    /** From any thread. */
    Progress progress() {
        return progress;
    }

    /** From any thread. */
    boolean accepted() {
        return progress.state().equals(ACCEPTED);
    }

    @Override
    public void up() {
        progress("connected", "");
        registration.up();
    }

    @Override
    public void received(String text) {
        rpc.received(text);
        if (!registration.accepted()) {
            progress(rpc.mode() == Rpc.Mode.SILENT ? "rejected" : "pending", "");
        }
    }

    @Override
    public void down(String why) {
        registration.down();
        progress("disconnected", why);
    }

    @Override
    public void booted(Duration interval) {
        String accepted = acceptance();
        house.blocking().execute(() -> house.store().accepted(settings.name(), accepted));
        if (!interval.isZero()) {
            keys.find(Keys16.HEARTBEAT_INTERVAL).ifPresent(key -> {
                String value = String.valueOf(interval.toSeconds());
                keys.put(key, value);
                house.blocking().execute(() -> house.store().setting(settings.name(), key.name(), value));
            });
        }
    }

    @Override
    public void accepted(boolean boot) {
        progress(ACCEPTED, "");
        whenAccepted.accept(boot);
    }

    // Why it is away may change while it is, as from a cut line to a wrong certificate.
    private void progress(String state, String why) {
        boolean other = !progress.state().equals(state);
        if (other || !progress.why().equals(why)) {
            progress = new Progress(state, other ? house.time().instant() : progress.since(), why);
        }
    }

    // A boot of the controller is accepted at one address; a swap of this bundle is no boot.
    private String acceptance() {
        return house.time().moment().boot() + " " + settings.address();
    }
}
