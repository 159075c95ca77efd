package io.voltwright.protocol.opcua;

import io.voltwright.charging.api.Charging;
import io.voltwright.security.api.Audit;
import io.voltwright.users.api.Accounts;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/** What the server needs from the rest of the station; each part may be away for a while. */
interface Services {

    Optional<Charging> charging();

    Optional<Accounts> accounts();

    Optional<Audit> audit();

    /** False while admission is away. */
    boolean admits(InetAddress peer);

    /** The station's clock. */
    Instant now();
}
