package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.charging.api.EvseStatus;
import io.voltwright.security.api.FirmwareInstaller;
import io.voltwright.users.api.Biller;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders for firmware, with and without a signature (L01, R-F01 to R-F04; abuse case 14). */
@Timeout(300)
class FirmwareTest {

    static final byte[] IMAGE = "an image".getBytes(StandardCharsets.UTF_8);

    final FileServer web = new FileServer();
    final TestPki maker = TestPki.root("Maker");
    static final KeyPair KEY = TestPki.rsa();
    static final KeyPair OTHER = TestPki.rsa();
    final X509Certificate signer = maker.issue("CN=Signer,O=Maker", KEY, Optional.of(KeyPurposeId.id_kp_codeSigning));
    GuardScene scene;
    final Drill drill = new Drill();

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new GuardScene(folder);
        scene.installer = Optional.of(drill);
        scene.certificates.install("manufacturer", maker.certificate);
        web.files.put("/fw.bin", IMAGE);
    }

    @AfterEach
    void end() {
        web.close();
    }

    /** Does as it is told. */
    static final class Drill implements FirmwareInstaller {

        Check check = new Check.Fit("2.0");
        Result result = new Result.Installed("2.0", false);
        int installations;

        @Override
        public Check verify(Path image) {
            return check;
        }

        @Override
        public Result install(Path image, Consumer<Integer> progress) {
            installations++;
            return result;
        }
    }

    private String refusal(String id) {
        return Optional.ofNullable(scene.peer.answers.get(id)).orElseThrow().asText();
    }

    private String update(String path) {
        return scene.station.ask(
                "UpdateFirmware",
                "{\"location\":\"" + web.url(path) + "\",\"retries\":1,\"retryInterval\":10,\"retrieveDate\":\""
                        + scene.station.time.instant() + "\"}");
    }

    private String signed(
            int request, String path, String signature, X509Certificate by, Instant retrieve, String more) {
        return scene.station.status(
                "SignedUpdateFirmware",
                "{\"requestId\":" + request + ",\"retries\":0,\"firmware\":{\"location\":\"" + web.url(path)
                        + "\",\"retrieveDateTime\":\"" + retrieve + "\"" + more + ",\"signingCertificate\":"
                        + TestPki.json(TestPki.pem(by)) + ",\"signature\":\"" + signature + "\"}}");
    }

    private static String order(int request, String url, String signature, X509Certificate by, Instant at) {
        return "{\"requestId\":" + request + ",\"firmware\":{\"location\":\"" + url + "\",\"retrieveDateTime\":\"" + at
                + "\",\"signingCertificate\":" + TestPki.json(TestPki.pem(by)) + ",\"signature\":\"" + signature
                + "\"}}";
    }

    private String signed(int request, String signature) {
        return signed(request, "/fw.bin", signature, signer, scene.station.time.instant(), "");
    }

    static String pss(KeyPair pair, byte[] content, int salt) throws Exception {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
        signature.initSign(pair.getPrivate());
        signature.update(content);
        return Base64.getEncoder().encodeToString(signature.sign());
    }

    private List<String> told() {
        scene.station.settle();
        return scene.statuses("SignedFirmwareStatusNotification");
    }

    @Test
    @DisplayName("TC_044_1_CS, R-F01: fetched, installed, told by the older message")
    void unsigned() {
        scene.start();
        update("/fw.bin");
        assertThat(scene.statuses("FirmwareStatusNotification"))
                .containsExactly("Downloading", "Downloaded", "Installing", "Installed");
        assertThat(scene.events()).contains("FirmwareUpdated");
        assertThat(scene.station.status("TriggerMessage", "{\"requestedMessage\":\"FirmwareStatusNotification\"}"))
                .isEqualTo("Accepted");
        assertThat(scene.statuses("FirmwareStatusNotification")).as("R-G02").endsWith("Idle");
    }

    @Test
    @DisplayName("TC_044_2_CS: what cannot be fetched is tried again as often as was said, then DownloadFailed")
    void notFetched() {
        scene.start();
        update("/none");
        assertThat(scene.statuses("FirmwareStatusNotification")).containsExactly("Downloading");
        scene.station.pass(Duration.ofSeconds(11));
        assertThat(scene.statuses("FirmwareStatusNotification")).containsExactly("Downloading", "DownloadFailed");
        assertThat(web.requests).hasSize(2);
    }

    @Test
    @DisplayName("R-F05: a download that breaks off goes on where it was, and the whole file is verified")
    void brokenOff() throws Exception {
        scene.start();
        web.tag = "\"one\"";
        web.cuts.put("/fw.bin", 5);
        String once =
                "{\"requestId\":5,\"retries\":1,\"retryInterval\":10,\"firmware\":{\"location\":\"" + web.url("/fw.bin")
                        + "\",\"retrieveDateTime\":\"" + scene.station.time.instant() + "\",\"signingCertificate\":"
                        + TestPki.json(TestPki.pem(signer)) + ",\"signature\":\"" + pss(KEY, IMAGE, 32) + "\"}}";
        assertThat(scene.station.status("SignedUpdateFirmware", once)).isEqualTo("Accepted");
        assertThat(told()).containsExactly("Downloading");
        scene.station.pass(Duration.ofSeconds(11));
        assertThat(told()).containsExactly("Downloading", "Downloaded", "SignatureVerified", "Installing", "Installed");
        assertThat(web.ranges).hasSize(2).first().isEqualTo("null");
        assertThat(drill.installations).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "abuse case 18: an image that a redirect leads to a forbidden address for is not fetched, nor tried again")
    void redirected() {
        scene.start();
        web.redirects.put("/fw", "http://169.254.169.254/latest");
        update("/fw");
        scene.station.pass(Duration.ofMinutes(5));
        assertThat(scene.statuses("FirmwareStatusNotification")).containsExactly("Downloading", "DownloadFailed");
        assertThat(web.requests).containsExactly("GET /fw");
    }

    @Test
    @DisplayName("TC_044_3_CS: an installation that fails, and one that is refused before it begins")
    void notInstalled() {
        scene.start();
        drill.result = new FirmwareInstaller.Result.Failed("no room");
        update("/fw.bin");
        assertThat(scene.statuses("FirmwareStatusNotification"))
                .containsExactly("Downloading", "Downloaded", "Installing", "InstallationFailed");
        drill.check = new FirmwareInstaller.Check.Unfit("for another station");
        scene.peer.calls.clear();
        update("/fw.bin");
        assertThat(scene.statuses("FirmwareStatusNotification"))
                .containsExactly("Downloading", "Downloaded", "InstallationFailed");
        assertThat(drill.installations).isEqualTo(1);
    }

    @Test
    @DisplayName("L01.FR.20, abuse case 14: without leave of the operator no image without a signature is even fetched")
    void unsignedRefused() {
        scene.unsigned = false;
        scene.start();
        assertThat(refusal(update("/fw.bin"))).isEqualTo("NotSupported");
        assertThat(web.requests).isEmpty();
    }

    @ParameterizedTest
    @DisplayName(
            "TC_080_CS, L01.FR.04: RSA-PSS over SHA-256 of the whole file, the salt as long as the hash or the room")
    @ValueSource(ints = {32, 222})
    void signedAndInstalled(int salt) throws Exception {
        scene.start();
        assertThat(signed(7, pss(KEY, IMAGE, salt))).isEqualTo("Accepted");
        assertThat(told()).containsExactly("Downloading", "Downloaded", "SignatureVerified", "Installing", "Installed");
        assertThat(scene.peer.payloads("SignedFirmwareStatusNotification"))
                .allMatch(status -> status.path("requestId").asInt() == 7);
        assertThat(scene.station.status(
                        "ExtendedTriggerMessage", "{\"requestedMessage\":\"FirmwareStatusNotification\"}"))
                .isEqualTo("Accepted");
        assertThat(told()).as("L01.FR.28").endsWith("Idle");
    }

    @Test
    @DisplayName(
            "TC_081_CS, R-F02, abuse case 14: another key, a changed or cut file, nonsense: InvalidSignature, nothing installed")
    void invalidSignature() throws Exception {
        scene.start();
        for (String bad : List.of(
                pss(OTHER, IMAGE, 32), pss(KEY, "an imag".getBytes(StandardCharsets.UTF_8), 32), "AAAA", "", "%%")) {
            scene.peer.calls.clear();
            assertThat(signed(8, bad)).isEqualTo("Accepted");
            assertThat(told()).containsExactly("Downloading", "Downloaded", "InvalidSignature");
            assertThat(scene.events()).contains("InvalidFirmwareSignature");
        }
        assertThat(drill.installations).isZero();
        assertThat(scene.station.status(
                        "ExtendedTriggerMessage", "{\"requestedMessage\":\"FirmwareStatusNotification\"}"))
                .isEqualTo("Accepted");
        assertThat(told()).as("L01.FR.29").endsWith("InvalidSignature");
    }

    @Test
    @DisplayName(
            "R-F02, L01.FR.23, .24, abuse case 14: a certificate of nobody, expired, or not for code: InvalidCertificate, no download")
    void invalidCertificate() throws Exception {
        scene.start();
        Instant now = scene.station.time.instant();
        String signature = pss(KEY, IMAGE, 32);
        TestPki stranger = TestPki.root("Stranger");
        List<X509Certificate> bad = List.of(
                stranger.issue("CN=Signer", KEY, Optional.of(KeyPurposeId.id_kp_codeSigning)),
                maker.issue("CN=Signer", KEY, now.minus(Duration.ofDays(9)), Duration.ofDays(1)),
                maker.issue("CN=Signer", KEY, Optional.of(KeyPurposeId.id_kp_serverAuth)));
        for (X509Certificate one : bad) {
            scene.peer.calls.clear();
            assertThat(signed(9, "/fw.bin", signature, one, now, "")).isEqualTo("InvalidCertificate");
            assertThat(scene.events()).contains("InvalidFirmwareSigningCertificate");
        }
        assertThat(web.requests).isEmpty();
    }

    @Test
    @DisplayName(
            "L01.FR.13, .16, R-F03: dates in the future are kept, over a restart; a new order takes the place of the old")
    void scheduled() throws Exception {
        scene.start();
        Instant now = scene.station.time.instant();
        String signature = pss(KEY, IMAGE, 32);
        assertThat(signed(10, "/fw.bin", signature, signer, now.plusSeconds(600), ""))
                .isEqualTo("Accepted");
        assertThat(told()).containsExactly("DownloadScheduled");
        scene.station.pass(Duration.ofMinutes(1));
        scene.start();
        scene.peer.calls.clear();
        assertThat(signed(
                        11,
                        "/fw.bin",
                        signature,
                        signer,
                        now.plusSeconds(120),
                        ",\"installDateTime\":\"" + now.plusSeconds(300) + "\""))
                .as("the order from before the restart is known")
                .isEqualTo("AcceptedCanceled");
        scene.station.pass(Duration.ofSeconds(90));
        assertThat(told())
                .containsExactly(
                        "DownloadScheduled", "Downloading", "Downloaded", "SignatureVerified", "InstallScheduled");
        scene.station.pass(Duration.ofMinutes(5));
        assertThat(told()).endsWith("Installing", "Installed");
        scene.station.pass(Duration.ofMinutes(10));
        assertThat(web.requests).as("the first order is forgotten").hasSize(1);
    }

    @Test
    @DisplayName("L01.FR.06, .07: no transaction is ended for it; free connectors close, and open again afterwards")
    void transactions() throws Exception {
        scene.start();
        var session = scene.station.begin(FakeStation.LEFT, "CARD", Biller.backend("acme"), 0);
        scene.station.put(FakeStation.LEFT, 1, EvseStatus.CHARGING, Optional.of(session));
        signed(12, pss(KEY, IMAGE, 32));
        assertThat(told()).endsWith("SignatureVerified");
        assertThat(scene.station.charging.told).anyMatch(one -> one.contains("right") && one.contains("false"));
        scene.station.pass(Duration.ofMinutes(1));
        assertThat(drill.installations).isZero();
        scene.station.put(FakeStation.LEFT, 1, EvseStatus.FINISHING, Optional.empty());
        scene.station.pass(Duration.ofSeconds(10));
        assertThat(told()).endsWith("Installing", "Installed");
        assertThat(scene.station.charging.told)
                .anyMatch(one -> one.contains("left") && one.contains("true"))
                .anyMatch(one -> one.contains("right") && one.contains("true"));
    }

    @Test
    @DisplayName("L01.FR.15: software that needs a restart is told as installed after it")
    void restart() throws Exception {
        scene.start();
        drill.result = new FirmwareInstaller.Result.Installed("2.1", true);
        signed(13, pss(KEY, IMAGE, 32));
        assertThat(told()).endsWith("Installing", "InstallRebooting");
        assertThat(scene.station.restarts).hasSize(1);
        scene.start();
        assertThat(told()).endsWith("InstallRebooting", "Installed");
        assertThat(scene.events()).contains("FirmwareUpdated", "ResetOrReboot");
    }

    @Test
    @DisplayName("roles: firmware belongs to the back end that controls the station")
    void notItsBusiness() throws Exception {
        scene.roles = new Roles(true, true, true, false);
        scene.start();
        assertThat(signed(14, pss(KEY, IMAGE, 32))).isEqualTo("Rejected");
        assertThat(refusal(update("/fw.bin"))).isEqualTo("NotSupported");
    }

    @Test
    @DisplayName("R-F08: what is told while the line is cut is told afterwards")
    void offline() throws Exception {
        scene.start();
        Instant later = scene.station.time.instant().plusSeconds(60);
        signed(15, "/fw.bin", pss(KEY, IMAGE, 32), signer, later, "");
        scene.peer.refuses = true;
        scene.peer.cut();
        scene.station.pass(Duration.ofMinutes(2));
        assertThat(told()).containsExactly("DownloadScheduled");
        scene.peer.refuses = false;
        scene.station.pass(Duration.ofMinutes(2));
        assertThat(told())
                .containsExactly(
                        "DownloadScheduled",
                        "Downloading",
                        "Downloaded",
                        "SignatureVerified",
                        "Installing",
                        "Installed");
    }

    @Test
    @DisplayName("R-F08: an order that was taken is carried out also where the line went before its answer could leave")
    void answerLost() throws Exception {
        scene.start();
        String id = scene.peer.ask(
                "SignedUpdateFirmware",
                order(17, web.url("/fw.bin"), pss(KEY, IMAGE, 32), signer, scene.station.time.instant()));
        scene.peer.cut();
        scene.station.pass(Duration.ofMinutes(2));
        assertThat(scene.peer.answers).doesNotContainKey(id);
        assertThat(told()).containsExactly("Downloading", "Downloaded", "SignatureVerified", "Installing", "Installed");
        scene.peer.ask(
                "UpdateFirmware",
                "{\"location\":\"" + web.url("/fw.bin") + "\",\"retrieveDate\":\"" + scene.station.time.instant()
                        + "\"}");
        scene.peer.cut();
        scene.station.pass(Duration.ofMinutes(2));
        assertThat(scene.statuses("FirmwareStatusNotification")).endsWith("Installing", "Installed");
        assertThat(drill.installations).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "L01.FR.24: a certificate that does not fit is told though the line went before the answer could leave")
    void refusalLost() throws Exception {
        scene.start();
        X509Certificate bad =
                TestPki.root("Stranger").issue("CN=Signer", KEY, Optional.of(KeyPurposeId.id_kp_codeSigning));
        scene.peer.ask(
                "SignedUpdateFirmware",
                order(18, web.url("/fw.bin"), pss(KEY, IMAGE, 32), bad, scene.station.time.instant()));
        scene.peer.cut();
        scene.station.pass(Duration.ofMinutes(2));
        assertThat(scene.events()).contains("InvalidFirmwareSigningCertificate");
        assertThat(web.requests).isEmpty();
    }

    @Test
    @DisplayName(
            "L01, R-F02: each way on which signed firmware fails is told by its own word, which is told again when asked")
    void signedAndFailed() throws Exception {
        scene.start();
        Instant now = scene.station.time.instant();
        assertThat(signed(20, "/none", pss(KEY, IMAGE, 32), signer, now, "")).isEqualTo("Accepted");
        fails("DownloadFailed", "Downloading", "DownloadFailed");
        drill.check = new FirmwareInstaller.Check.Unfit("for another station");
        assertThat(signed(20, pss(KEY, IMAGE, 32))).isEqualTo("Accepted");
        fails(
                "InstallVerificationFailed",
                "Downloading",
                "Downloaded",
                "SignatureVerified",
                "InstallVerificationFailed");
        assertThat(drill.installations).isZero();
        drill.check = new FirmwareInstaller.Check.Fit("2.0");
        drill.result = new FirmwareInstaller.Result.Failed("no room");
        assertThat(signed(20, pss(KEY, IMAGE, 32))).isEqualTo("Accepted");
        fails(
                "InstallationFailed",
                "Downloading",
                "Downloaded",
                "SignatureVerified",
                "Installing",
                "InstallationFailed");
        assertThat(scene.events()).doesNotContain("FirmwareUpdated");
    }

    private void fails(String last, String... words) {
        assertThat(told()).containsExactly(words);
        scene.peer.calls.clear();
        assertThat(scene.station.status(
                        "ExtendedTriggerMessage", "{\"requestedMessage\":\"FirmwareStatusNotification\"}"))
                .isEqualTo("Accepted");
        assertThat(told()).as("L01.FR.29").containsExactly(last);
        assertThat(scene.peer
                        .payloads("SignedFirmwareStatusNotification")
                        .get(0)
                        .path("requestId")
                        .asInt())
                .isEqualTo(20);
        scene.peer.calls.clear();
    }

    @Test
    @DisplayName("R-G02: while an order waits it is told when asked, by the message of its kind")
    void asked() throws Exception {
        scene.start();
        Instant later = scene.station.time.instant().plusSeconds(3600);
        signed(21, "/fw.bin", pss(KEY, IMAGE, 32), signer, later, "");
        scene.station.ask("ExtendedTriggerMessage", "{\"requestedMessage\":\"FirmwareStatusNotification\"}");
        assertThat(told()).containsExactly("DownloadScheduled", "DownloadScheduled");
        scene.station.ask("TriggerMessage", "{\"requestedMessage\":\"FirmwareStatusNotification\"}");
        scene.station.settle();
        assertThat(scene.statuses("FirmwareStatusNotification"))
                .as("the older message has no such word")
                .hasSize(1);
    }

    @Test
    @DisplayName("the product's own port refuses, and so does a station without one")
    void noInstaller() throws Exception {
        scene.installer = Optional.empty();
        scene.start();
        signed(16, pss(KEY, IMAGE, 32));
        assertThat(told()).endsWith("SignatureVerified", "InstallVerificationFailed");
    }
}
