package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Phase;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The standard configuration keys of OCPP 1.6 that this station has (section 9, errata v4, security whitepaper). */
final class Keys16 {

    static final String AUTHORIZATION_KEY = "AuthorizationKey";
    static final String UNKNOWN_OFFLINE = "AllowOfflineTxForUnknownId";
    static final String CACHE_ENABLED = "AuthorizationCacheEnabled";
    /** Not of the standard: AuthCacheCtrlr.LifeTime of OCPP 2.0.1; 0 for no limit. */
    static final String CACHE_LIFE_TIME = "AuthorizationCacheLifeTime";

    static final String AUTHORIZE_REMOTE = "AuthorizeRemoteTxRequests";
    static final String CLOCK_INTERVAL = "ClockAlignedDataInterval";
    static final String CONNECTION_TIMEOUT = "ConnectionTimeOut";
    static final String HEARTBEAT_INTERVAL = "HeartbeatInterval";
    static final String LIST_ENABLED = "LocalAuthListEnabled";
    static final String LOCAL_AUTHORIZE_OFFLINE = "LocalAuthorizeOffline";
    static final String LOCAL_PRE_AUTHORIZE = "LocalPreAuthorize";
    static final String MAX_ENERGY_ON_INVALID = "MaxEnergyOnInvalidId";
    static final String MAX_KEYS = "GetConfigurationMaxKeys";
    static final String MESSAGE_TIMEOUT = "MessageTimeout";
    static final String MINIMUM_STATUS_DURATION = "MinimumStatusDuration";
    static final String SAMPLE_INTERVAL = "MeterValueSampleInterval";
    static final String SAMPLED_DATA = "MeterValuesSampledData";
    static final String ALIGNED_DATA = "MeterValuesAlignedData";
    static final String STOP_SAMPLED_DATA = "StopTxnSampledData";
    static final String STOP_ALIGNED_DATA = "StopTxnAlignedData";
    static final String STOP_MOST_VALUES = "StopTransactionMaxMeterValues";
    static final String STOP_ON_INVALID = "StopTransactionOnInvalidId";
    static final String ATTEMPTS = "TransactionMessageAttempts";
    static final String RESET_RETRIES = "ResetRetries";
    static final String RETRY_INTERVAL = "TransactionMessageRetryInterval";
    static final String PING_INTERVAL = "WebSocketPingInterval";

    static final String PHASE_ROTATION = "ConnectorPhaseRotation";
    static final String STOP_ON_UNPLUG = "StopTransactionOnEVSideDisconnect";
    static final String UNLOCK_ON_UNPLUG = "UnlockConnectorOnEVSideDisconnect";

    private static final int MOST_KEYS = 100;
    private static final int MOST_MEASURANDS = 16;
    private static final int MOST_STOP_VALUES = 100;
    /** What they change holds for all back ends. */
    static final Set<String> SHARED = Set.of(
            "BlinkRepeat",
            CONNECTION_TIMEOUT,
            PHASE_ROTATION,
            "LightIntensity",
            RESET_RETRIES,
            STOP_ON_UNPLUG,
            UNLOCK_ON_UNPLUG);

    private static final Set<String> ROTATIONS =
            Set.of("NotApplicable", "Unknown", "RST", "RTS", "SRT", "STR", "TRS", "TSR");

    private Keys16() {}

    /**
     * All keys; some follow the site and its equipment as they change.
     *
     * @param site as its file describes it
     * @param points as they are
     */
    static List<Key> of(Supplier<Optional<Site>> site, Points points) {
        List<Key> keys = new ArrayList<>(List.of(
                Key.flag(UNKNOWN_OFFLINE, false),
                Key.flag(CACHE_ENABLED, true),
                Key.number(CACHE_LIFE_TIME, 0, 0),
                Key.flag(AUTHORIZE_REMOTE, false),
                Key.number(CLOCK_INTERVAL, 0, 0),
                Key.number(CONNECTION_TIMEOUT, 60, 1),
                Key.of(PHASE_ROTATION, () -> site.get().map(Keys16::rotations).orElse("0.Unknown"), Keys16::rotation),
                Key.fixed(MAX_KEYS, String.valueOf(MOST_KEYS)),
                Key.number(HEARTBEAT_INTERVAL, 300, 1),
                Key.flag(LOCAL_AUTHORIZE_OFFLINE, true),
                Key.flag(LOCAL_PRE_AUTHORIZE, false),
                Key.number(MAX_ENERGY_ON_INVALID, 0, 0),
                Key.flag(LIST_ENABLED, true),
                Key.fixed("LocalAuthListMaxLength", String.valueOf(LocalTokens.MOST_LISTED)),
                Key.fixed("SendLocalListMaxLength", String.valueOf(LocalTokens.MOST_SENT)),
                Key.number(MESSAGE_TIMEOUT, 30, 1),
                Key.number(SAMPLE_INTERVAL, 60, 0),
                Key.number(MINIMUM_STATUS_DURATION, 0, 0),
                Key.fixed(
                        "NumberOfConnectors",
                        () -> String.valueOf(
                                site.get().map(Site::evses).map(List::size).orElse(0))),
                Key.number(RESET_RETRIES, 0, 0),
                Key.fixed(STOP_MOST_VALUES, String.valueOf(MOST_STOP_VALUES)),
                Key.flag(STOP_ON_UNPLUG, true),
                Key.flag(STOP_ON_INVALID, true),
                Key.fixed(
                        "SupportedFeatureProfiles",
                        "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger"),
                Key.fixed("ReserveConnectorZeroSupported", "true"),
                Key.fixed("ChargeProfileMaxStackLevel", String.valueOf(ProfileRules.MOST_STACK_LEVEL)),
                Key.fixed("ChargingScheduleAllowedChargingRateUnit", "Current,Power"),
                Key.fixed("ChargingScheduleMaxPeriods", String.valueOf(ProfileRules.MOST_PERIODS)),
                Key.fixed("MaxChargingProfilesInstalled", String.valueOf(ProfileRules.MOST_PROFILES)),
                Key.fixed("ConnectorSwitch3to1PhaseSupported", "false"),
                Key.number(ATTEMPTS, 3, 1),
                Key.number(RETRY_INTERVAL, 60, 0),
                Key.flag(UNLOCK_ON_UNPLUG, true).heldBy(() -> unlock(points)),
                Key.number(PING_INTERVAL, 60, 0),
                new Key(AUTHORIZATION_KEY, Key.Access.WRITE, () -> "", Keys16::authorizationKey)));
        for (String data : List.of(SAMPLED_DATA, ALIGNED_DATA, STOP_SAMPLED_DATA, STOP_ALIGNED_DATA)) {
            String initial = data.startsWith("Stop") ? "" : Measure.ENERGY.text();
            keys.add(Key.of(data, () -> initial, Keys16::measurands));
            keys.add(Key.fixed(data + "MaxLength", String.valueOf(MOST_MEASURANDS)));
        }
        return keys;
    }

    // Where nothing can be unlocked it says so, and nobody changes that (errata v4 and 2025-04, section 9.1.33).
    private static Optional<String> unlock(Points points) {
        List<io.voltwright.charging.api.Evse> all = points.all();
        boolean fixed = !all.isEmpty()
                && all.stream()
                        .noneMatch(evse -> evse.lockable() || evse.device().isEmpty());
        return fixed ? Optional.of("false") : Optional.empty();
    }

    private static String measurands(String text) {
        List<Measure> measures = Measure.list(text);
        if (measures.size() > MOST_MEASURANDS) {
            throw new IllegalArgumentException("at most " + MOST_MEASURANDS + " measurands");
        }
        return measures.stream().map(Measure::text).collect(Collectors.joining(","));
    }

    private static String authorizationKey(String text) {
        if (!Credentials.isKey(text)) {
            throw new IllegalArgumentException("16 to 20 bytes in hexadecimal digits");
        }
        return text;
    }

    private static String rotation(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .peek(entry -> {
                    String[] parts = entry.split("\\.", -1);
                    if (parts.length != 2 || !parts[0].matches("\\d{1,4}") || !ROTATIONS.contains(parts[1])) {
                        throw new IllegalArgumentException("connector.rotation, as 1.RST");
                    }
                })
                .collect(Collectors.joining(","));
    }

    private static String rotations(Site site) {
        StringBuilder text = new StringBuilder("0.Unknown");
        int number = 0;
        for (Evse evse : site.evses()) {
            text.append(',').append(++number).append('.').append(letters(evse.rotation()));
        }
        return text.toString();
    }

    private static String letters(List<Phase> rotation) {
        return rotation.size() < 3
                ? "NotApplicable"
                : rotation.stream()
                        .map(phase -> phase == Phase.L1 ? "R" : phase == Phase.L2 ? "S" : "T")
                        .collect(Collectors.joining());
    }
}
