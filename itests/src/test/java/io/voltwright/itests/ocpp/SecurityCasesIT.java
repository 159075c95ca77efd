package io.voltwright.itests.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.itests.Listeners;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Security, firmware and diagnostics; the station begins with security profile 2 and ends with 3. */
@TestMethodOrder(OrderAnnotation.class)
class SecurityCasesIT {

    private static final String KEY = "000102030405060708090a0b0c0d0e0f";
    private static final String SERIAL = "SN-0042";
    private static final LabPki root = new LabPki("Lab root");
    private static final LabPki maker = new LabPki("Maker root");
    private static final LabPki.Shield shield = new LabPki.Shield(root);
    private static final LabFiles files = new LabFiles();
    private static final KeyPair makersKey = LabPki.keyPair("RSA");

    @RegisterExtension
    static final Lab lab = Lab.of("security")
            .file("lab-root.pem", root.pem())
            .file("io.voltwright.protocol.ocpp.maintenance.cfg", "enabled = true\ninstaller = test\n")
            .backEnd(
                    "wss",
                    """
                    securityProfile = 2
                    authorities = lab-root.pem
                    authorizationKey = %s
                    serialNumber = %s
                    unsignedFirmware = true
                    transferHosts = 127.0.0.1
                    """
                            .formatted(KEY, SERIAL))
            .door(() -> Door.secure(Listeners.freePort(), shield.context(), shield.parameters()));

    @AfterAll
    static void close() {
        files.close();
    }

    private static String basic(String key) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        raw.writeBytes((Lab.IDENTITY + ":").getBytes(StandardCharsets.UTF_8));
        raw.writeBytes(HexFormat.of().parseHex(key));
        return "Basic " + Base64.getEncoder().encodeToString(raw.toByteArray());
    }

    private static Door.Knock lastKnock() {
        List<Door.Knock> knocks = lab.csms().door().knocks();
        return knocks.get(knocks.size() - 1);
    }

    private static Heard awaitEvent(String type) {
        return lab.csms()
                .await("SecurityEventNotification", event -> event.text("type").equals(type));
    }

    @Test
    @Order(1)
    @DisplayName("TC_086_CS: the station speaks TLS with a central system whose certificate its root vouches for")
    void tc086() {
        assertThat(lab.csms().door().connected()).isTrue();
        assertThat(lab.csms()
                        .call("GetConfiguration", "{\"key\": [\"SecurityProfile\"]}")
                        .path("configurationKey")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo("2");
    }

    @Test
    @Order(2)
    @DisplayName("TC_085_CS: it names itself by Basic authentication, the key as bytes")
    void tc085() {
        assertThat(lastKnock().authorization()).isEqualTo(basic(KEY));
    }

    @Test
    @Order(3)
    @DisplayName("TC_073_CS: a new AuthorizationKey is used at once")
    void tc073() {
        String fresh = "101112131415161718191a1b1c1d1e1f";
        int before = lab.csms().door().entries();
        assertThat(lab.csms().configure("AuthorizationKey", fresh)).isEqualTo("Accepted");
        lab.csms().door().awaitEntry(before);
        assertThat(lastKnock().authorization()).isEqualTo(basic(fresh));
    }

    private void roots(String use, LabPki authority) {
        String certificate =
                "{\"certificateType\": \"" + use + "\", \"certificate\": " + LabPki.json(authority.pem()) + "}";
        assertThat(lab.csms().status("InstallCertificate", certificate)).isEqualTo("Accepted");
        JsonNode ids = lab.csms().call("GetInstalledCertificateIds", "{\"certificateType\": \"" + use + "\"}");
        assertThat(ids.path("status").asText()).isEqualTo("Accepted");
        assertThat(ids.path("certificateHashData").size()).isPositive();
    }

    @Test
    @Order(4)
    @DisplayName("TC_075_1_CS: a manufacturer's root is installed and listed")
    void tc075Manufacturer() {
        roots("ManufacturerRootCertificate", maker);
    }

    @Test
    @Order(5)
    @DisplayName("TC_075_2_CS: a central system's root is installed and listed")
    void tc075CentralSystem() {
        roots("CentralSystemRootCertificate", new LabPki("Another root"));
    }

    @Test
    @Order(6)
    @DisplayName("TC_076_CS: a root is deleted; the one in use is not")
    void tc076() {
        JsonNode ids = lab.csms()
                .call("GetInstalledCertificateIds", "{\"certificateType\": \"CentralSystemRootCertificate\"}")
                .path("certificateHashData");
        assertThat(ids).as("the operator's, and that of the case before").hasSize(2);
        String used = "{\"certificateHashData\": " + ids.path(0) + "}";
        assertThat(lab.csms().status("DeleteCertificate", used)).isEqualTo("Failed");
        String other = "{\"certificateHashData\": " + ids.path(1) + "}";
        assertThat(lab.csms().status("DeleteCertificate", other)).isEqualTo("Accepted");
        assertThat(lab.csms().status("DeleteCertificate", other)).isEqualTo("NotFound");
    }

    private Heard askForCertificate() {
        assertThat(lab.csms().configure("CpoName", "Laboratory Charging")).isEqualTo("Accepted");
        assertThat(lab.csms()
                        .status("ExtendedTriggerMessage", "{\"requestedMessage\": \"SignChargePointCertificate\"}"))
                .isEqualTo("Accepted");
        return lab.csms().await("SignCertificate");
    }

    private String certificateSigned(String pem) {
        return lab.csms().status("CertificateSigned", "{\"certificateChain\": " + LabPki.json(pem) + "}");
    }

    @Test
    @Order(7)
    @DisplayName("TC_077_CS: a certificate of nobody known is rejected and told")
    void tc077() {
        Heard request = askForCertificate();
        assertThat(certificateSigned(new LabPki("Stranger").sign(request.text("csr"))))
                .isEqualTo("Rejected");
        awaitEvent("InvalidChargePointCertificate");
    }

    @Test
    @Order(8)
    @DisplayName("TC_074_CS: the station asks for a certificate in its name and its operator's, and takes it")
    void tc074() {
        Heard request = askForCertificate();
        assertThat(LabPki.request(request.text("csr")).getSubject())
                .isEqualTo(new X500Name("O=Laboratory Charging,CN=" + SERIAL));
        assertThat(certificateSigned(root.sign(request.text("csr")))).isEqualTo("Accepted");
    }

    @Test
    @Order(9)
    @DisplayName(
            "TC_078_CS: a certificate of the central system that nobody vouches for is told at the next good connection")
    void tc078() {
        int before = lab.csms().door().entries();
        shield.show(new LabPki("Impostor"));
        try {
            lab.csms().door().cut();
            Awaitility.await("the station saw the certificate")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(250))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> lab.state().path("why").asText().contains("certification path"));
        } finally {
            shield.show(root);
        }
        lab.csms().door().awaitEntry(before);
        awaitEvent("InvalidCentralSystemCertificate");
    }

    @Test
    @Order(10)
    @DisplayName("TC_079_CS: the security log goes where it is wanted")
    void tc079() {
        JsonNode answer = lab.csms()
                .call(
                        "GetLog",
                        "{\"logType\": \"SecurityLog\", \"requestId\": 79, \"log\": {\"remoteLocation\": \""
                                + files.url("/inbox") + "\"}}");
        assertThat(answer.path("status").asText()).isEqualTo("Accepted");
        for (String status : List.of("Uploading", "Uploaded")) {
            Heard told = lab.csms().await("LogStatusNotification");
            assertThat(told.text("status")).isEqualTo(status);
            assertThat(told.number("requestId")).isEqualTo(79);
        }
        String name = answer.path("filename").asText();
        assertThat(new String(files.get("/inbox/" + name), StandardCharsets.UTF_8))
                .contains("StartupOfTheDevice");
    }

    private String signedUpdate(int request, String image, String signature, KeyPair by) {
        X509Certificate signer = maker.vouch("CN=Signer,O=Maker", by.getPublic());
        return lab.csms()
                .status(
                        "SignedUpdateFirmware",
                        "{\"requestId\": %d, \"retries\": 0, \"firmware\": {\"location\": \"%s\", \"retrieveDateTime\": \"%s\", \"signingCertificate\": %s, \"signature\": \"%s\"}}"
                                .formatted(
                                        request,
                                        files.url(image),
                                        Instant.now(),
                                        LabPki.json(LabPki.pem(signer)),
                                        signature));
    }

    private void awaitSigned(int request, String... statuses) {
        for (String status : statuses) {
            Heard told = lab.csms().await("SignedFirmwareStatusNotification");
            assertThat(told.text("status")).isEqualTo(status);
            assertThat(told.number("requestId")).isEqualTo(request);
        }
    }

    @Test
    @Order(11)
    @DisplayName("TC_080_CS: firmware that the manufacturer signed is installed")
    void tc080() {
        byte[] image = files.put("/signed.bin", "drill install\n");
        assertThat(signedUpdate(80, "/signed.bin", LabPki.signature(makersKey, image), makersKey))
                .isEqualTo("Accepted");
        awaitSigned(80, "Downloading", "Downloaded", "SignatureVerified", "Installing", "Installed");
        awaitEvent("FirmwareUpdated");
    }

    @Test
    @Order(12)
    @DisplayName("TC_081_CS: firmware with another signature is not")
    void tc081() {
        files.put("/forged.bin", "drill install\n");
        String other = LabPki.signature(makersKey, "drill fail\n".getBytes(StandardCharsets.UTF_8));
        assertThat(signedUpdate(81, "/forged.bin", other, makersKey)).isEqualTo("Accepted");
        awaitSigned(81, "Downloading", "Downloaded", "InvalidSignature");
        awaitEvent("InvalidFirmwareSignature");
    }

    private void update(String image, String... statuses) {
        lab.csms()
                .call(
                        "UpdateFirmware",
                        "{\"location\": \"%s\", \"retries\": 0, \"retrieveDate\": \"%s\"}"
                                .formatted(files.url(image), Instant.now()));
        for (String status : statuses) {
            assertThat(lab.csms().await("FirmwareStatusNotification").text("status"))
                    .isEqualTo(status);
        }
    }

    @Test
    @Order(13)
    @DisplayName("TC_044_1_CS: firmware is fetched and installed")
    void tc044Installed() {
        files.put("/good.bin", "drill install\n");
        update("/good.bin", "Downloading", "Downloaded", "Installing", "Installed");
        lab.csms().awaitStatus(1, "Available");
    }

    @Test
    @Order(14)
    @DisplayName("TC_044_2_CS: firmware that is not there")
    void tc044NotFetched() {
        update("/none.bin", "Downloading", "DownloadFailed");
    }

    @Test
    @Order(15)
    @DisplayName("TC_044_3_CS: firmware that cannot be installed")
    void tc044NotInstalled() {
        files.put("/bad.bin", "drill fail\n");
        update("/bad.bin", "Downloading", "Downloaded", "Installing", "InstallationFailed");
    }

    private JsonNode diagnostics(String folder, String... statuses) {
        JsonNode answer =
                lab.csms().call("GetDiagnostics", "{\"location\": \"" + files.url(folder) + "\", \"retries\": 0}");
        for (String status : statuses) {
            assertThat(lab.csms().await("DiagnosticsStatusNotification").text("status"))
                    .isEqualTo(status);
        }
        return answer;
    }

    @Test
    @Order(16)
    @DisplayName("TC_045_1_CS: diagnostics are sent")
    void tc045Sent() {
        JsonNode answer = diagnostics("/inbox", "Uploading", "Uploaded");
        assertThat(files.get("/inbox/" + answer.path("fileName").asText())).startsWith('P', 'K');
    }

    @Test
    @Order(17)
    @DisplayName("TC_045_2_CS: diagnostics cannot be sent")
    void tc045Failed() {
        diagnostics("/nowhere", "Uploading", "UploadFailed");
    }

    @Test
    @Order(18)
    @DisplayName("TC_084_CS: the security profile is not lowered")
    void tc084() {
        assertThat(lab.csms().configure("SecurityProfile", "1")).isEqualTo("Rejected");
        assertThat(lab.csms().configure("SecurityProfile", "2")).isEqualTo("Rejected");
        assertThat(lab.csms().door().connected()).isTrue();
    }

    @Test
    @Order(19)
    @DisplayName("TC_083_CS, TC_087_CS: the profile is raised to 3; the station shows its certificate and no password")
    void tc083() {
        int before = lab.csms().door().entries();
        assertThat(lab.csms().configure("SecurityProfile", "3")).isEqualTo("Accepted");
        lab.csms().door().awaitEntry(before);
        assertThat(lastKnock().authorization()).isEmpty();
        List<X509Certificate> clients = shield.clients();
        assertThat(clients).isNotEmpty();
        assertThat(X500Name.getInstance(clients.get(clients.size() - 1)
                        .getSubjectX500Principal()
                        .getEncoded()))
                .isEqualTo(new X500Name("O=Laboratory Charging,CN=" + SERIAL));
        assertThat(lab.csms()
                        .call("GetConfiguration", "{\"key\": [\"SecurityProfile\"]}")
                        .path("configurationKey")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo("3");
        assertThat(lab.csms().configure("SecurityProfile", "2")).isEqualTo("Rejected");
    }
}
