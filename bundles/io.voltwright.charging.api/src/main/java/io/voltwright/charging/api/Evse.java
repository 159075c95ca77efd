package io.voltwright.charging.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A charging point at one moment; an immutable view. */
@ProviderType
public interface Evse {

    EvseId id();

    /** 1 for the first in the site file, and so on; the EVSE number towards back ends. */
    int number();

    EvseStatus status();

    /** When the status became what it is. */
    Moment since();

    boolean plugged();

    boolean operative();

    /** When it is open and who says so, as {@code Mo-Fr 06:00-22:00 (site file)}; empty: always. */
    default String hours() {
        return "";
    }

    /** What else its place is known for, as {@code emergency zone hall-1 (site file)}; empty where nobody said anything. */
    default String premises() {
        return "";
    }

    /** Whether it has a lock that can be opened by command; false until its pile was identified. */
    boolean lockable();

    /** Code of the fault it suffers from. */
    Optional<String> fault();

    Optional<Session> session();

    /** What it is offered per phase. */
    Current offer();

    /** One sentence that explains the offer. */
    String reason();

    /** What flows on the phases of the grid, while it is known. */
    Optional<PhaseCurrents> currents();

    Optional<Power> power();

    /** The register that counts for money, while it is known. */
    Optional<Energy> register();

    /** Quality of what the pile says. */
    Quality quality();

    /** The latest reading of each point, good or not. */
    List<Reading> readings();

    /** Vendor model, serial and firmware in one line; empty until identified. */
    String device();
}
