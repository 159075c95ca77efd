package io.voltwright.itests;

/** Site files of the tests. */
public final class Sites {

    private Sites() {}

    /**
     * A KEBA {@code left} and a Heidelberg {@code right} behind a fuse of 32 A.
     *
     * @param left the wire of the one, as {@code tcp: 127.0.0.1:5020}
     * @param right the wire of the other, as {@code serial: /dev/ttyUSB0}
     */
    public static String two(String left, String right) {
        return """
                site: Test yard
                zone: Europe/Berlin
                tariff: standard

                buses:
                  rs485-a:
                    %s
                    frame: 8N1

                grid:
                  limit: 40 A
                  children:
                    yard:
                      limit: 32 A
                      evses:
                        left:
                          profile: keba-kecontact-p30
                          %s
                          most: 16 A
                          fail-safe: 6 A
                          fail-safe-after: 30 s
                        right:
                          profile: heidelberg-energy-control
                          bus: rs485-a
                          most: 16 A
                          fail-safe: 6 A
                          fail-safe-after: 15 s
                """
                .formatted(right, left);
    }
}
