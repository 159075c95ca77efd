package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Reservations;
import io.voltwright.journal.api.Journal;
import io.voltwright.security.api.Audit;
import io.voltwright.security.api.Keys;
import io.voltwright.site.api.Site;
import io.voltwright.users.api.Authority;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a back end needs of the rest of the station; what may be away is asked for each time.
 *
 * @param lane of the back end
 * @param blocking for work that waits for a disk
 * @param restart restarts the controller
 * @param scope how much of the site is this station towards the back end
 */
record House(
        Time time,
        Lane lane,
        Executor blocking,
        RandomGenerator random,
        Journal journal,
        OcppStore store,
        Supplier<Optional<Charging>> charging,
        Supplier<Optional<Reservations>> reservations,
        Supplier<Optional<Authority>> authority,
        Supplier<Optional<Site>> site,
        Supplier<Optional<Keys>> keys,
        Supplier<Optional<Audit>> audit,
        Restart restart,
        Guard guard,
        Scope scope) {

    /** Of a back end to which the whole site is one station. */
    House(
            Time time,
            Lane lane,
            Executor blocking,
            RandomGenerator random,
            Journal journal,
            OcppStore store,
            Supplier<Optional<Charging>> charging,
            Supplier<Optional<Reservations>> reservations,
            Supplier<Optional<Authority>> authority,
            Supplier<Optional<Site>> site,
            Supplier<Optional<Keys>> keys,
            Supplier<Optional<Audit>> audit,
            Restart restart,
            Guard guard) {
        this(
                time,
                lane,
                blocking,
                random,
                journal,
                store,
                charging,
                reservations,
                authority,
                site,
                keys,
                audit,
                restart,
                guard,
                Scope.whole(charging, restart));
    }
}
