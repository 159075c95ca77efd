package io.voltwright.protocol.ocpp;

/** What a charging profile is for, in the words of OCPP 2.0.1 (ChargingProfilePurposeEnumType). */
enum Purpose {
    /** The most that all EVSEs of the station may take together. */
    STATION_MAX("ChargingStationMaxProfile"),
    /** A limit that comes from elsewhere than a back end, as from the grid; OCPP 1.6 does not know it. */
    EXTERNAL("ChargingStationExternalConstraints"),
    /** For every transaction that has no profile of its own. */
    TX_DEFAULT("TxDefaultProfile"),
    /** For one transaction; it goes with it. */
    TX("TxProfile");

    private final String text;

    Purpose(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
