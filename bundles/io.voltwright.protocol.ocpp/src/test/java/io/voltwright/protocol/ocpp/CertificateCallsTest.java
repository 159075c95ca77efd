package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.security.api.PeerCertificates.Subject;
import io.voltwright.security.api.PeerCertificates.Verdict;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a back end does with certificates (A02, A03, M03 to M05). */
class CertificateCallsTest {

    GuardScene scene;
    final TestPki acme = TestPki.root("Acme root");

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new GuardScene(folder);
    }

    private String install(String use, String pem) {
        return scene.station.status(
                "InstallCertificate",
                "{\"certificateType\":\"" + use + "\",\"certificate\":" + TestPki.json(pem) + "}");
    }

    private JsonNode ids(String use) {
        return scene.station.answer("GetInstalledCertificateIds", "{\"certificateType\":\"" + use + "\"}");
    }

    private String delete(JsonNode hash) {
        return scene.station.status("DeleteCertificate", "{\"certificateHashData\":" + hash + "}");
    }

    @Test
    @DisplayName("TC_075_1_CS, TC_075_2_CS, TC_076_CS: roots are installed, listed and deleted, each use on its own")
    void roots() {
        scene.start();
        for (String use : java.util.List.of("ManufacturerRootCertificate", "CentralSystemRootCertificate")) {
            assertThat(ids(use).path("status").asText()).isEqualTo("NotFound");
            assertThat(install(use, TestPki.pem(acme.certificate))).isEqualTo("Accepted");
            assertThat(install(use, TestPki.pem(acme.certificate)))
                    .as("R-Z09: again")
                    .isEqualTo("Accepted");
            JsonNode list = ids(use);
            assertThat(list.path("status").asText()).isEqualTo("Accepted");
            assertThat(list.path("certificateHashData")).hasSize(1);
            assertThat(delete(list.path("certificateHashData").path(0))).isEqualTo("Accepted");
            assertThat(delete(list.path("certificateHashData").path(0))).isEqualTo("NotFound");
            assertThat(ids(use).path("status").asText()).isEqualTo("NotFound");
        }
        String event = "ReconfigurationOfSecurityParameters";
        assertThat(scene.station.journal.read(0, 1000))
                .as("in the security log, each change of each use")
                .filteredOn(entry -> entry.fact().type().equals(SecurityReports.FACT))
                .filteredOn(entry -> entry.fact().payload().values().toString().contains(event))
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(scene.events()).as("and not pushed").doesNotContain(event);
    }

    @Test
    @DisplayName("R-Z10: hashes over the DER name and the bits of the key, serial number without leading zeros")
    void hashData() throws Exception {
        scene.start();
        install("CentralSystemRootCertificate", TestPki.pem(acme.certificate));
        JsonNode hash =
                ids("CentralSystemRootCertificate").path("certificateHashData").path(0);
        // The bits by another library's reading of the key.
        byte[] bits = SubjectPublicKeyInfo.getInstance(
                        acme.certificate.getPublicKey().getEncoded())
                .getPublicKeyData()
                .getBytes();
        assertThat(hash.path("hashAlgorithm").asText()).isEqualTo("SHA256");
        assertThat(hash.path("issuerKeyHash").asText()).isEqualTo(sha256(bits));
        assertThat(hash.path("issuerNameHash").asText())
                .isEqualTo(sha256(acme.certificate.getIssuerX500Principal().getEncoded()));
        assertThat(hash.path("serialNumber").asText())
                .isEqualTo(acme.certificate.getSerialNumber().toString(16))
                .doesNotStartWith("0");
        KeyPair rsa = TestPki.rsa();
        byte[] rsaBits = SubjectPublicKeyInfo.getInstance(rsa.getPublic().getEncoded())
                .getPublicKeyData()
                .getBytes();
        var issued = acme.issue("CN=x", rsa, Optional.empty());
        assertThat(HashData.of(issued, java.util.List.of(), Ocpp16.HashAlgorithm.SHA256)
                        .issuerKeyHash())
                .isEqualTo(sha256(rsaBits));
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    @DisplayName("M05.FR.06, M05.FR.03, R-Z09: what is no valid authority is rejected, and more than the store holds")
    void notInstalled() {
        scene.start();
        assertThat(install("CentralSystemRootCertificate", "Moon")).isEqualTo("Rejected");
        KeyPair own = TestPki.ec();
        assertThat(install("CentralSystemRootCertificate", TestPki.pem(acme.issue("CN=x", own, Optional.empty()))))
                .as("no authority")
                .isEqualTo("Rejected");
        for (int i = 0; i < 20; i++) {
            assertThat(install("CentralSystemRootCertificate", TestPki.pem(TestPki.root("R" + i).certificate)))
                    .isEqualTo("Accepted");
        }
        assertThat(install("CentralSystemRootCertificate", TestPki.pem(acme.certificate)))
                .isEqualTo("Rejected");
    }

    @Test
    @DisplayName("roles: a back end that does not control the station does not say whose firmware runs")
    void notItsBusiness() {
        scene.roles = new Roles(true, true, true, false);
        scene.start();
        assertThat(install("ManufacturerRootCertificate", TestPki.pem(acme.certificate)))
                .isEqualTo("Rejected");
        assertThat(install("CentralSystemRootCertificate", TestPki.pem(acme.certificate)))
                .isEqualTo("Accepted");
    }

    @Test
    @DisplayName("M04.FR.05, R-Z11: the operator's root and the station's own certificate are not deleted")
    void notDeleted() {
        scene.certificates.configured.add(acme.certificate);
        KeyPair own = TestPki.ec();
        var mine = acme.issue("CN=SN-1", own, Optional.empty());
        scene.certificates.gives(own, mine);
        scene.start();
        JsonNode listed =
                ids("CentralSystemRootCertificate").path("certificateHashData").path(0);
        assertThat(delete(listed)).isEqualTo("Failed");
        var hash = HashData.of(mine, java.util.List.of(acme.certificate), Ocpp16.HashAlgorithm.SHA512);
        assertThat(scene.station.status(
                        "DeleteCertificate",
                        "{\"certificateHashData\":{\"hashAlgorithm\":\"SHA512\",\"issuerNameHash\":\""
                                + hash.issuerNameHash() + "\",\"issuerKeyHash\":\"" + hash.issuerKeyHash()
                                + "\",\"serialNumber\":\"" + hash.serialNumber() + "\"}}"))
                .isEqualTo("Failed");
    }

    @Test
    @DisplayName(
            "TC_074_CS, R-G03, A02.FR.13: a certificate is asked for once CpoName is set, in the name of station and operator")
    void signRequest() {
        scene.start();
        String trigger = "{\"requestedMessage\":\"SignChargePointCertificate\"}";
        assertThat(scene.station.status("ExtendedTriggerMessage", trigger)).isEqualTo("Rejected");
        assertThat(scene.station.status("ChangeConfiguration", "{\"key\":\"CpoName\",\"value\":\"Acme Charging\"}"))
                .isEqualTo("Accepted");
        assertThat(scene.station.status("ExtendedTriggerMessage", trigger)).isEqualTo("Accepted");
        assertThat(scene.peer.payloads("SignCertificate")).hasSize(1);
        assertThat(scene.certificates.requests).containsExactly(new Subject("SN-1", "Acme Charging"));
    }

    @Test
    @DisplayName("TC_074_CS, R-Z06: a good certificate is taken, and in profile 3 shown at once")
    void signed() {
        scene.profile = SecurityProfile.CERTIFICATE;
        scene.start();
        KeyPair own = TestPki.ec();
        var fresh = acme.issue("CN=SN-1", own, Optional.empty());
        scene.certificates.verdict = new Verdict.Accepted(fresh);
        int dials = scene.peer.dials;
        assertThat(scene.station.status(
                        "CertificateSigned", "{\"certificateChain\":" + TestPki.json(TestPki.pem(fresh)) + "}"))
                .isEqualTo("Accepted");
        assertThat(scene.peer.dials).isEqualTo(dials + 1);
        assertThat(scene.events()).doesNotContain("InvalidChargePointCertificate");
    }

    @Test
    @DisplayName("A02.FR.08: one that is valid later is shown when it is")
    void signedForLater() {
        scene.profile = SecurityProfile.CERTIFICATE;
        scene.start();
        KeyPair own = TestPki.ec();
        Instant begin = scene.station.time.instant().plus(Duration.ofHours(1));
        scene.certificates.verdict = new Verdict.Accepted(acme.issue("CN=SN-1", own, begin, TestPki.YEAR));
        int dials = scene.peer.dials;
        scene.station.status("CertificateSigned", "{\"certificateChain\":\"x\"}");
        assertThat(scene.peer.dials).isEqualTo(dials);
        scene.station.time.pass(Duration.ofMinutes(61));
        scene.station.settle();
        assertThat(scene.peer.dials).isEqualTo(dials + 1);
    }

    @Test
    @DisplayName(
            "TC_077_CS, A02.FR.07, R-Z14: a bad or too long one is rejected and told as InvalidChargePointCertificate")
    void notSigned() {
        scene.start();
        scene.certificates.verdict = new Verdict.Refused("its common name is not SN-1");
        assertThat(scene.station.status("CertificateSigned", "{\"certificateChain\":\"x\"}"))
                .isEqualTo("Rejected");
        assertThat(scene.events()).contains("InvalidChargePointCertificate");
        assertThat(scene.station.ask("CertificateSigned", "{\"certificateChain\":\"" + "x".repeat(10_001) + "\"}"))
                .isNotEmpty();
        assertThat(scene.certificates.own).isEmpty();
    }

    @Test
    @DisplayName("A03.FR.02, R-Z08: a month before its end a new certificate is asked for, once a day")
    void renewal() {
        KeyPair own = TestPki.ec();
        Instant now = scene.station.time.instant();
        scene.certificates.gives(own, acme.issue("CN=SN-1", own, now.minus(TestPki.YEAR), TestPki.YEAR.plusDays(33)));
        scene.start();
        scene.station.ask("ChangeConfiguration", "{\"key\":\"CpoName\",\"value\":\"Acme\"}");
        scene.station.time.pass(Duration.ofDays(1));
        scene.station.settle();
        assertThat(scene.peer.payloads("SignCertificate")).isEmpty();
        scene.station.time.pass(Duration.ofDays(2));
        scene.station.settle();
        assertThat(scene.peer.payloads("SignCertificate")).hasSizeBetween(1, 2);
    }
}
