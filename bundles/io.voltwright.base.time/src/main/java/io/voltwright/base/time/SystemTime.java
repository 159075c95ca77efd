package io.voltwright.base.time;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's clock and stopwatch; a test may let both run faster than they do. */
@Component(configurationPid = SystemTime.PID)
@Designate(ocd = SystemTime.Config.class)
public final class SystemTime implements Time {

    static final String PID = "io.voltwright.base.time";

    private static final Logger log = LoggerFactory.getLogger(SystemTime.class);

    @ObjectClassDefinition(name = "Time")
    public @interface Config {

        @AttributeDefinition(description = "auto, synchronised or unsynchronised; auto asks the operating system")
        String clock() default "auto";

        @AttributeDefinition(description = "File that exists once the operating system has set the clock")
        String clockFile() default "/run/systemd/timesync/synchronized";

        @AttributeDefinition(
                description = "For tests: how many times faster time passes, 0.1 to 1000; 0 takes -Dvoltwright.speed."
                        + " Decided once per process")
        double speed() default 0;

        @AttributeDefinition(description = "Threads that work on the lanes, 2 to 16")
        int workers() default 4;
    }

    private final Boot boot;
    private final ClockWatch clock;
    private final LongSupplier nanos;
    private final Supplier<Instant> utc;

    @Activate
    public SystemTime(Config config) {
        this(
                Boot.ofThisProcess(Speed.of(config)),
                new ClockWatch(mode(config.clock()), Path.of(config.clockFile()), System::nanoTime),
                System::nanoTime,
                Instant::now);
        if (Speed.of(config) != boot.speed()) {
            log.warn(
                    "time goes on at speed {}; the configured {} counts from the next start",
                    boot.speed(),
                    Speed.of(config));
        }
        if (boot.speed() != 1) {
            log.warn("time runs {} times as fast as it should: for tests only", boot.speed());
        }
    }

    SystemTime(Boot boot, ClockWatch clock, LongSupplier nanos, Supplier<Instant> utc) {
        this.boot = boot;
        this.clock = clock;
        this.nanos = nanos;
        this.utc = utc;
    }

    private static ClockWatch.Mode mode(String configured) {
        for (ClockWatch.Mode mode : ClockWatch.Mode.values()) {
            if (mode.name().equals(configured.toUpperCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                PID + ": clock = " + configured + " is not one of auto, synchronised, unsynchronised");
    }

    @Override
    public Duration sinceBoot() {
        return faster(nanos.getAsLong() - boot.nanos());
    }

    @Override
    public Moment moment() {
        return new Moment(now(), boot.id(), sinceBoot(), clock.state());
    }

    @Override
    public Instant instant() {
        return now();
    }

    private Instant now() {
        Instant now = utc.get();
        return boot.speed() == 1
                ? now
                : boot.utc().plus(faster(Duration.between(boot.utc(), now).toNanos()));
    }

    private Duration faster(long realNanos) {
        return Duration.ofNanos(boot.speed() == 1 ? realNanos : (long) (realNanos * boot.speed()));
    }
}
