package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.ChargePointErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The error codes of OCPP 1.6 for faults in the vocabulary of the field (MREC names). */
final class Faults {

    private static final Map<String, ChargePointErrorCode> BY_WORD = byWord();

    private Faults() {}

    private static Map<String, ChargePointErrorCode> byWord() {
        Map<String, ChargePointErrorCode> words = new LinkedHashMap<>();
        words.put("GroundFailure", ChargePointErrorCode.GROUND_FAILURE);
        words.put("Rcd", ChargePointErrorCode.GROUND_FAILURE);
        words.put("HighTemperature", ChargePointErrorCode.HIGH_TEMPERATURE);
        words.put("OverTemp", ChargePointErrorCode.HIGH_TEMPERATURE);
        words.put("OverCurrent", ChargePointErrorCode.OVER_CURRENT_FAILURE);
        words.put("OverVoltage", ChargePointErrorCode.OVER_VOLTAGE);
        words.put("UnderVoltage", ChargePointErrorCode.UNDER_VOLTAGE);
        words.put("Contactor", ChargePointErrorCode.POWER_SWITCH_FAILURE);
        words.put("Meter", ChargePointErrorCode.POWER_METER_FAILURE);
        words.put("Latch", ChargePointErrorCode.CONNECTOR_LOCK_FAILURE);
        words.put("Lock", ChargePointErrorCode.CONNECTOR_LOCK_FAILURE);
        words.put("Reader", ChargePointErrorCode.READER_FAILURE);
        words.put("Communication", ChargePointErrorCode.INTERNAL_ERROR);
        return words;
    }

    static ChargePointErrorCode code(String fault) {
        return BY_WORD.entrySet().stream()
                .filter(entry -> fault.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ChargePointErrorCode.OTHER_ERROR);
    }
}
