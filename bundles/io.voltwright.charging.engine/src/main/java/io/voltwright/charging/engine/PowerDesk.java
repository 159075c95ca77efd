package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.PowerControl;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes what is said about the sharing of power, and says what a change would do. */
@Component
public final class PowerDesk implements PowerControl {

    private final ChargingEngine engine;
    private final Time time;

    @Activate
    public PowerDesk(@Reference ChargingEngine engine, @Reference Time time) {
        this.engine = engine;
        this.time = time;
    }

    @Override
    public CompletionStage<Outcome> wish(EvseId evse, Wish wish, Actor by) {
        String what = "wish: "
                + wish.departure().map(at -> "leaves " + at + " ").orElse("")
                + wish.energy().map(energy -> "needs " + energy + " ").orElse("")
                + wish.priority().map(priority -> "priority " + priority + " ").orElse("")
                + wish.mode().map(mode -> "mode " + mode).orElse("");
        return engine.audited()
                .told(
                        by,
                        evse.value(),
                        what.strip(),
                        engine.sharing().wishDesk().wish(evse, wish, by));
    }

    @Override
    public Wish wish(EvseId evse) {
        return engine.sharing()
                .wishes()
                .of(engine.evse(evse)
                        .flatMap(io.voltwright.charging.api.Evse::session)
                        .map(Session::id));
    }

    @Override
    public CompletionStage<Outcome> heartbeat(String owner, Actor by) {
        return engine.sharing().externalDesk().heartbeat(owner, by);
    }

    @Override
    public CompletionStage<Outcome> limitPower(String owner, Power most, Optional<Duration> lasts, Actor by) {
        String what = "limit of " + owner + ": " + most
                + lasts.map(time -> " for " + time.toSeconds() + " s").orElse("");
        return engine.audited()
                .told(by, "site", what, engine.sharing().externalDesk().limit(owner, most, lasts, by));
    }

    @Override
    public CompletionStage<Outcome> releasePower(String owner, Actor by) {
        return engine.audited()
                .told(
                        by,
                        "site",
                        "limit of " + owner + ": none",
                        engine.sharing().externalDesk().release(owner, by));
    }

    @Override
    public List<Held> limits() {
        List<Held> held = new ArrayList<>();
        Instant now = time.instant();
        for (PowerLimit limit : engine.sharing().limits().all(now)) {
            held.add(new Held(
                    limit.evse().map(EvseId::value).orElse("site"),
                    limit.owner(),
                    limit.current() + " per phase",
                    limit.until()));
        }
        engine.sharing().externals().all().forEach((node, limit) -> {
            Optional<Instant> until = limit.remaining(time.sinceBoot()).map(now::plus);
            String most = limit.power().map(Power::toString).orElse("no limit") + " (" + limit.state() + ")";
            held.add(new Held(node, limit.source().name(), most, until));
        });
        return held;
    }

    @Override
    public List<Prospect> whatIf(Change change) {
        return engine.sharing().whatIf().map(tried -> tried.prospects(change)).orElse(List.of());
    }
}
