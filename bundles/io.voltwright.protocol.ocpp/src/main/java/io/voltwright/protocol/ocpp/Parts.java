package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Reservations;
import io.voltwright.journal.api.Journal;
import io.voltwright.security.api.Audit;
import io.voltwright.security.api.FirmwareInstaller;
import io.voltwright.security.api.Keys;
import io.voltwright.security.api.PeerCertificates;
import io.voltwright.site.api.Site;
import io.voltwright.users.api.Authority;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;

/**
 * The rest of the station, as all charge points of a back end use it; what may be away is asked for each time.
 *
 * @param transfers folder for files on their way
 * @param logs folder of the station's log files
 */
record Parts(
        Time time,
        Lanes lanes,
        Journal journal,
        OcppStore store,
        Supplier<Optional<Charging>> charging,
        Supplier<Optional<Reservations>> reservations,
        Supplier<Optional<Authority>> authority,
        Supplier<Optional<Site>> site,
        Supplier<Optional<Keys>> keys,
        Supplier<Optional<Audit>> audit,
        Supplier<Optional<PeerCertificates>> certificates,
        Supplier<Optional<FirmwareInstaller>> installer,
        Supplier<Optional<SSLParameters>> tls,
        Restart restart,
        Path transfers,
        Path logs,
        FirmwareTurn turn) {}
