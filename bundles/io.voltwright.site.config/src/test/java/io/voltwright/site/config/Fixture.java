package io.voltwright.site.config;

import io.voltwright.base.api.Current;
import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.api.Profiles.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Profiles as the field has them, and a small valid site. */
final class Fixture {

    static final Profile KEBA = evse("keba-kecontact-p30", List.of("tcp"), 502, 0, "", 255, 32, true, 10, 600);
    static final Profile HEIDELBERG =
            evse("heidelberg-energy-control", List.of("rtu", "rtuOverTcp"), 4001, 19_200, "8E1", 1, 16, true, 3, 65);
    static final Profile PLAIN = evse("plain", List.of("tcp"), 502, 0, "", 1, 20, false, 0, 0);
    static final Profile SDM = new Profile(
            "eastron-sdm630",
            Kind.METER,
            "Eastron SDM630",
            List.of("rtu"),
            0,
            9_600,
            "8N1",
            1,
            Optional.empty(),
            false,
            Duration.ZERO,
            Duration.ZERO);
    static final Profile READER = new Profile(
            "reader-ascii-line",
            Kind.READER,
            "Card reader",
            List.of("rtu", "tcp"),
            4001,
            9_600,
            "8N1",
            1,
            Optional.empty(),
            false,
            Duration.ZERO,
            Duration.ZERO);
    static final List<Profile> PROFILES = List.of(SDM, HEIDELBERG, KEBA, PLAIN, READER);

    /** Line numbers of the tests count from its first line. */
    static final String SITE =
            """
            site: Yard
            zone: Europe/Berlin
            tariff: standard
            buses:
              lan:
                tcp: 192.168.1.20
              rs485-a:
                serial: ${TTY:-/dev/ttyUSB0}
                frame: 8N1
            grid:
              limit: 32 A
              children:
                yard:
                  limit: 20 A
                  evses:
                    left:
                      profile: keba-kecontact-p30
                      bus: lan
                      fail-safe: 6 A
                    right:
                      profile: heidelberg-energy-control
                      bus: rs485-a
                      rotation: L2 L3 L1
                      fail-safe: 6 A
                      fail-safe-after: 15 s
            """;

    private Fixture() {}

    private static Profile evse(
            String id,
            List<String> transports,
            int port,
            int baud,
            String frame,
            int unit,
            int most,
            boolean failSafe,
            int least,
            int longest) {
        return new Profile(
                id,
                Kind.EVSE,
                id,
                transports,
                port,
                baud,
                frame,
                unit,
                Optional.of(Current.amperes(most)),
                failSafe,
                Duration.ofSeconds(least),
                Duration.ofSeconds(longest));
    }

    static SiteReader.Result read(String text, Map<String, String> environment) {
        return new SiteReader(() -> PROFILES, name -> Optional.ofNullable(environment.get(name)))
                .read("site.yaml", text);
    }

    static List<String> problems(String text) {
        return read(text, Map.of()) instanceof SiteReader.Refused no ? no.problems() : List.of();
    }
}
