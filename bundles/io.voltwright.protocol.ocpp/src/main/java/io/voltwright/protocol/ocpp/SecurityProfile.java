package io.voltwright.protocol.ocpp;

import java.util.Arrays;

/** How the connection is secured, after the OCPP 1.6 security whitepaper (R-Z01); profile 0 is none at all. */
enum SecurityProfile {
    NONE(0, "ws", false),
    BASIC(1, "ws", true),
    TLS_BASIC(2, "wss", true),
    CERTIFICATE(3, "wss", false);

    private final int number;
    private final String scheme;
    private final boolean basic;

    SecurityProfile(int number, String scheme, boolean basic) {
        this.number = number;
        this.scheme = scheme;
        this.basic = basic;
    }

    /**
     * @throws IllegalArgumentException if there is no such profile here
     */
    static SecurityProfile of(int number) {
        return Arrays.stream(values())
                .filter(profile -> profile.number == number)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("securityProfile = " + number + " is not 0, 1, 2 or 3"));
    }

    int number() {
        return number;
    }

    String scheme() {
        return scheme;
    }

    /** Whether the station names itself by HTTP Basic authentication. */
    boolean basic() {
        return basic;
    }
}
