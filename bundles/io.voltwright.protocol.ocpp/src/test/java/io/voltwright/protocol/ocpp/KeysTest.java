package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every standard configuration key (OCPP 1.6 section 9, errata, security whitepaper section 7): who may do what with it. */
class KeysTest {

    final FakeStation station = new FakeStation();

    private String change(String key, String value) {
        return station.status("ChangeConfiguration", "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}");
    }

    private JsonNode read(String key) {
        return station.answer("GetConfiguration", "{\"key\":[\"" + key + "\"]}");
    }

    @ParameterizedTest(name = "{0} is {1}: takes {2}, not {3}")
    @DisplayName("R-C01, R-C02: access and range of every key; none waits for a restart")
    @CsvSource(
            delimiter = '|',
            value = {
                "AllowOfflineTxForUnknownId | RW | TRUE | 1",
                "AuthorizationCacheEnabled | RW | false | off",
                "AuthorizeRemoteTxRequests | RW | true | yes",
                "ClockAlignedDataInterval | RW | 0 | -1",
                "ConnectionTimeOut | RW | 1 | 0",
                "ConnectorPhaseRotation | RW | 0.RST,1.TRS,2.NotApplicable | 1.XYZ",
                "GetConfigurationMaxKeys | R | | 5",
                "HeartbeatInterval | RW | 1 | 0",
                "LocalAuthorizeOffline | RW | false | 0",
                "LocalPreAuthorize | RW | true | 2",
                "MaxEnergyOnInvalidId | RW | 0 | -1",
                "MessageTimeout | RW | 1 | 0",
                "MeterValuesAlignedData | RW | Power.Active.Import | Voltage",
                "MeterValuesAlignedDataMaxLength | R | | 5",
                "MeterValuesSampledData | RW | Energy.Active.Import.Register,Current.Import.L3 | Current.Import.L4",
                "MeterValuesSampledDataMaxLength | R | | 5",
                "MeterValueSampleInterval | RW | 0 | -1",
                "MinimumStatusDuration | RW | 0 | -1",
                "NumberOfConnectors | R | | 5",
                "ResetRetries | RW | 0 | -1",
                "StopTransactionMaxMeterValues | R | | 5",
                "StopTransactionOnEVSideDisconnect | RW | false | 1",
                "StopTransactionOnInvalidId | RW | false | 1",
                "StopTxnAlignedData | RW | Current.Offered | RPM",
                "StopTxnAlignedDataMaxLength | R | | 5",
                "StopTxnSampledData | RW | Energy.Active.Import.Register | SoC",
                "StopTxnSampledDataMaxLength | R | | 5",
                "SupportedFeatureProfiles | R | | Core",
                "TransactionMessageAttempts | RW | 1 | 0",
                "TransactionMessageRetryInterval | RW | 0 | -1",
                "UnlockConnectorOnEVSideDisconnect | RW | false | 1",
                "WebSocketPingInterval | RW | 0 | -1",
                "SupportedFileTransferProtocols | R | | FTP",
                "LocalAuthListEnabled | RW | false | 1",
                "LocalAuthListMaxLength | R | | 5",
                "SendLocalListMaxLength | R | | 5",
                "ReserveConnectorZeroSupported | R | | false",
                "ChargeProfileMaxStackLevel | R | | 5",
                "ChargingScheduleAllowedChargingRateUnit | R | | Power",
                "ChargingScheduleMaxPeriods | R | | 5",
                "MaxChargingProfilesInstalled | R | | 5",
                "ConnectorSwitch3to1PhaseSupported | R | | true",
                "AdditionalRootCertificateCheck | R | | true",
                "AuthorizationKey | W | 00112233445566778899aabbccddeeff | 0011",
                "CertificateSignedMaxChainSize | R | | 5",
                "CertificateStoreMaxLength | R | | 5",
                "CpoName | RW | Acme BV | ",
                "SecurityProfile | RW | | 0",
                // What the station does not have: no lights, and no text that could become too long.
                "BlinkRepeat | none | | 5",
                "LightIntensity | none | | 5",
                "ConnectorPhaseRotationMaxLength | none | | 5",
                "SupportedFeatureProfilesMaxLength | none | | 5",
                // Extensions that are not of the standard, and not built.
                "ISO15118PnCEnabled | none | | true",
                "CustomDisplayCostAndPrice | none | | true"
            })
    void access(String key, String access, String good, String bad) {
        station.start();
        JsonNode known = read(key);
        JsonNode value = known.path("configurationKey").path(0);
        assertThat(change(key, bad == null ? "" : bad)).isEqualTo(access.equals("none") ? "NotSupported" : "Rejected");
        assertThat(read(key)).as("a refusal changes nothing").isEqualTo(known);
        switch (access) {
            case "none" -> assertThat(known.path("unknownKey").path(0).asText()).isEqualTo(key);
            case "W" -> assertThat(known.path("configurationKey")).isEmpty();
            default -> {
                assertThat(value.path("key").asText()).isEqualTo(key);
                assertThat(value.path("readonly").asBoolean()).isEqualTo(access.equals("R"));
            }
        }
        if (good != null) {
            assertThat(change(key, good)).isEqualTo("Accepted");
        }
        if (good != null && access.equals("RW")) {
            assertThat(read(key).path("configurationKey").path(0).path("value").asText())
                    .isEqualToIgnoringCase(good);
        }
    }

    @Test
    @DisplayName("R-M03: spaces are trimmed and repeats dropped; a wrong one among good ones changes nothing")
    void lists() {
        station.start();
        assertThat(change("StopTxnSampledData", " Current.Import , Power.Active.Import,Current.Import"))
                .isEqualTo("Accepted");
        assertThat(change("StopTxnSampledData", "Energy.Active.Import.Register,Frequency"))
                .isEqualTo("Rejected");
        assertThat(read("StopTxnSampledData")
                        .path("configurationKey")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo("Current.Import,Power.Active.Import");
        assertThat(change("StopTxnSampledData", "")).as("none").isEqualTo("Accepted");
    }

    @Test
    @DisplayName(
            "errata 3.84, 3.85: where no connector can be unlocked, UnlockConnectorOnEVSideDisconnect is false for good")
    void fixedCables() {
        boolean[] lockable = {false};
        boolean[] identified = {false};
        Charging charging = proxy(
                Charging.class,
                Map.of(
                        "evses",
                        () -> List.of(proxy(
                                Evse.class,
                                Map.of(
                                        "lockable",
                                        () -> lockable[0],
                                        "device",
                                        () -> identified[0] ? "Acme P30" : "")))));
        Key key = Keys16.of(Optional::empty, new Points(() -> Optional.of(charging))).stream()
                .filter(each -> each.name().equals("UnlockConnectorOnEVSideDisconnect"))
                .findFirst()
                .orElseThrow();
        KeyBook book = new KeyBook(List.of(key), Map.of());
        assertThat(book.flag(key.name())).as("nobody knows the pile yet").isTrue();
        assertThat(key.readOnly()).isFalse();
        identified[0] = true;
        assertThat(book.flag(key.name())).isFalse();
        assertThat(key.readOnly()).isTrue();
        lockable[0] = true;
        assertThat(book.flag(key.name())).isTrue();
        assertThat(key.readOnly()).isFalse();
    }

    @Test
    @DisplayName("a key is a variable of OCPP 2.0.1: each has one of its own, by the names of the standard")
    void variables() throws IOException {
        List<Key> keys = station.conversation.keys().keys();
        Map<String, Variable> known = new TreeMap<>();
        keys.forEach(key -> Variable.of(key).ifPresent(variable -> known.put(key.name(), variable)));
        assertThat(known.values()).doesNotHaveDuplicates();
        assertThat(keys.stream().map(Key::name).filter(name -> !known.containsKey(name)))
                .as("what the device model says of each EVSE, as a limit of a value, or not at all")
                .containsExactlyInAnyOrder(
                        "ConnectorPhaseRotation",
                        "LocalAuthListMaxLength",
                        "MeterValuesAlignedDataMaxLength",
                        "MeterValuesSampledDataMaxLength",
                        "MinimumStatusDuration",
                        "NumberOfConnectors",
                        "StopTransactionMaxMeterValues",
                        "StopTxnAlignedDataMaxLength",
                        "StopTxnSampledDataMaxLength",
                        "SupportedFeatureProfiles");
        Optional<Path> standard = Schemas.folder()
                .map(folder -> folder.resolveSibling("2.0.1/Appendices_CSV_v1.4/dm_components_vars.csv"))
                .filter(Files::exists);
        assumeTrue(standard.isPresent(), "the OCA's device model is not beside the project");
        List<String> lines = Files.readAllLines(standard.get());
        assertThat(known.values()).allSatisfy(variable -> assertThat(lines)
                .as(variable.toString())
                .anyMatch(line -> line.startsWith(
                        variable.component() + ";" + variable.name() + ";" + variable.instance() + ";")));
    }

    private static <T> T proxy(Class<T> type, Map<String, Supplier<Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> Optional.ofNullable(
                                answers.get(method.getName()))
                        .orElseThrow()
                        .get()));
    }
}
