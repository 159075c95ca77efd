package io.voltwright.protocol.ocpp;

import java.util.Map;
import java.util.Optional;

/**
 * What a configuration key of OCPP 1.6 is in the device model of OCPP 2.0.1 (Part 2 Appendices, section 3).
 *
 * @param instance may be empty
 */
record Variable(String component, String name, String instance) {

    private static final Map<String, Variable> BY_KEY = Map.ofEntries(
            Map.entry(Keys16.UNKNOWN_OFFLINE, of("AuthCtrlr", "OfflineTxForUnknownIdEnabled")),
            Map.entry(Keys16.AUTHORIZE_REMOTE, of("AuthCtrlr", "AuthorizeRemoteStart")),
            Map.entry(Keys16.LOCAL_AUTHORIZE_OFFLINE, of("AuthCtrlr", "LocalAuthorizeOffline")),
            Map.entry(Keys16.LOCAL_PRE_AUTHORIZE, of("AuthCtrlr", "LocalPreAuthorize")),
            Map.entry(Keys16.CACHE_ENABLED, of("AuthCacheCtrlr", "Enabled")),
            Map.entry(Keys16.CACHE_LIFE_TIME, of("AuthCacheCtrlr", "LifeTime")),
            Map.entry(Keys16.CLOCK_INTERVAL, of("AlignedDataCtrlr", "Interval")),
            Map.entry(Keys16.ALIGNED_DATA, of("AlignedDataCtrlr", "Measurands")),
            Map.entry(Keys16.STOP_ALIGNED_DATA, of("AlignedDataCtrlr", "TxEndedMeasurands")),
            Map.entry(Keys16.SAMPLE_INTERVAL, of("SampledDataCtrlr", "TxUpdatedInterval")),
            Map.entry(Keys16.SAMPLED_DATA, of("SampledDataCtrlr", "TxUpdatedMeasurands")),
            Map.entry(Keys16.STOP_SAMPLED_DATA, of("SampledDataCtrlr", "TxEndedMeasurands")),
            Map.entry(Keys16.CONNECTION_TIMEOUT, of("TxCtrlr", "EVConnectionTimeOut")),
            Map.entry(Keys16.MAX_ENERGY_ON_INVALID, of("TxCtrlr", "MaxEnergyOnInvalidId")),
            Map.entry(Keys16.STOP_ON_UNPLUG, of("TxCtrlr", "StopTxOnEVSideDisconnect")),
            Map.entry(Keys16.STOP_ON_INVALID, of("TxCtrlr", "StopTxOnInvalidId")),
            Map.entry(Keys16.HEARTBEAT_INTERVAL, of("OCPPCommCtrlr", "HeartbeatInterval")),
            Map.entry(Keys16.MESSAGE_TIMEOUT, of("OCPPCommCtrlr", "MessageTimeout", "Default")),
            Map.entry(Keys16.ATTEMPTS, of("OCPPCommCtrlr", "MessageAttempts", "TransactionEvent")),
            Map.entry(Keys16.RETRY_INTERVAL, of("OCPPCommCtrlr", "MessageAttemptInterval", "TransactionEvent")),
            Map.entry(Keys16.RESET_RETRIES, of("OCPPCommCtrlr", "ResetRetries")),
            Map.entry(Keys16.UNLOCK_ON_UNPLUG, of("OCPPCommCtrlr", "UnlockOnEVSideDisconnect")),
            Map.entry(Keys16.PING_INTERVAL, of("OCPPCommCtrlr", "WebSocketPingInterval")),
            Map.entry("SupportedFileTransferProtocols", of("OCPPCommCtrlr", "FileTransferProtocols")),
            Map.entry(Keys16.MAX_KEYS, of("DeviceDataCtrlr", "ItemsPerMessage", "GetVariables")),
            Map.entry(Keys16.LIST_ENABLED, of("LocalAuthListCtrlr", "Enabled")),
            Map.entry("SendLocalListMaxLength", of("LocalAuthListCtrlr", "ItemsPerMessage")),
            Map.entry("ReserveConnectorZeroSupported", of("ReservationCtrlr", "NonEvseSpecific")),
            Map.entry("ChargeProfileMaxStackLevel", of("SmartChargingCtrlr", "ProfileStackLevel")),
            Map.entry("ChargingScheduleAllowedChargingRateUnit", of("SmartChargingCtrlr", "RateUnit")),
            Map.entry("ChargingScheduleMaxPeriods", of("SmartChargingCtrlr", "PeriodsPerSchedule")),
            Map.entry("MaxChargingProfilesInstalled", of("SmartChargingCtrlr", "Entries", "ChargingProfiles")),
            Map.entry("ConnectorSwitch3to1PhaseSupported", of("SmartChargingCtrlr", "Phases3to1")),
            Map.entry("AdditionalRootCertificateCheck", of("SecurityCtrlr", "AdditionalRootCertificateCheck")),
            Map.entry(Keys16.AUTHORIZATION_KEY, of("SecurityCtrlr", "BasicAuthPassword")),
            Map.entry(GuardKeys.MOST_CHAIN, of("SecurityCtrlr", "MaxCertificateChainSize")),
            Map.entry("CertificateStoreMaxLength", of("SecurityCtrlr", "CertificateEntries")),
            Map.entry(GuardKeys.CPO_NAME, of("SecurityCtrlr", "OrganizationName")),
            Map.entry(GuardKeys.PROFILE, of("SecurityCtrlr", "SecurityProfile")));

    /** That of a key; empty where the device model has none, or says it of each EVSE or otherwise. */
    static Optional<Variable> of(Key key) {
        return Optional.ofNullable(BY_KEY.get(key.name()));
    }

    private static Variable of(String component, String name) {
        return of(component, name, "");
    }

    private static Variable of(String component, String name, String instance) {
        return new Variable(component, name, instance);
    }

    @Override
    public String toString() {
        return component + "." + name + (instance.isEmpty() ? "" : "[" + instance + "]");
    }
}
