package io.voltwright.protocol.ocpp;

import io.voltwright.users.api.Biller;

/**
 * What a back end is to this station; {@code docs/ocpp.md} has the table.
 *
 * @param authorises it may be asked about tokens
 * @param bills sessions that it authorises or starts are its own to bill
 * @param listens it hears of all sessions, whoever bills them
 * @param controls it may reset, and change availability
 */
record Roles(boolean authorises, boolean bills, boolean listens, boolean controls) {

    /** Whether it hears of a session: its biller always does. */
    boolean hears(String backend, Biller biller) {
        return listens || isBiller(backend, biller);
    }

    static boolean isBiller(String backend, Biller biller) {
        return biller.equals(Biller.backend(backend));
    }
}
