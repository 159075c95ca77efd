package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Security profiles that go up, and back where they lead nowhere (A05, R-Z05). */
class ApproachTest {

    static final String KEY = "000102030405060708090a0b0c0d0e0f";

    GuardScene scene;
    final TestPki acme = TestPki.root("Acme root");
    final List<SecurityEvent> events = new ArrayList<>();

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new GuardScene(folder);
    }

    private static Exception refused() {
        return new IllegalStateException("x", new SSLHandshakeException("Received fatal alert: handshake_failure"));
    }

    private static Exception badCertificate() {
        SSLHandshakeException failure = new SSLHandshakeException("PKIX path building failed");
        failure.initCause(new CertificateException("no path"));
        return new IllegalStateException("x", failure);
    }

    private String change(String value) {
        return scene.station.status("ChangeConfiguration", "{\"key\":\"SecurityProfile\",\"value\":\"" + value + "\"}");
    }

    @Test
    @DisplayName("TC_084_CS, R-Z05, A05.FR.01: the profile is not lowered, and not set to what it is")
    void downgrade() {
        scene.profile = SecurityProfile.BASIC;
        scene.start();
        scene.station.holder.secrets.put("ocpp.acme", KEY);
        scene.certificates.install("ocpp.acme", acme.certificate);
        for (String value : List.of("0", "1", "-1", "4", "two")) {
            assertThat(change(value)).as(value).isEqualTo("Rejected");
        }
        assertThat(scene.approach.profile()).isEqualTo(SecurityProfile.BASIC);
    }

    @Test
    @DisplayName("R-Z05, A05.FR.02 to .04: each profile needs its key, root, certificate")
    void preconditions() {
        scene.start();
        assertThat(change("1")).as("no AuthorizationKey").isEqualTo("Rejected");
        scene.station.holder.secrets.put("ocpp.acme", "no key in hexadecimal digits");
        assertThat(change("1")).as("no AuthorizationKey").isEqualTo("Rejected");
        scene.station.holder.secrets.put("ocpp.acme", KEY);
        assertThat(change("2")).as("no root").isEqualTo("Rejected");
        assertThat(change("3")).as("no root").isEqualTo("Rejected");
        scene.certificates.install("ocpp.acme", acme.certificate);
        assertThat(change("3")).as("no certificate").isEqualTo("Rejected");
        KeyPair own = TestPki.ec();
        scene.certificates.gives(own, acme.issue("CN=SN-1", own, Optional.of(KeyPurposeId.id_kp_clientAuth)));
        assertThat(change("3")).isEqualTo("Accepted");
    }

    @Test
    @DisplayName("TC_083_CS, A05.FR.05 to .07: after the answer the station comes back with the new profile, for good")
    void upgrade() {
        scene.start();
        scene.station.holder.secrets.put("ocpp.acme", KEY);
        scene.certificates.install("ocpp.acme", acme.certificate);
        int dials = scene.peer.dials;
        assertThat(change("2")).isEqualTo("Accepted");
        assertThat(scene.peer.dials).isEqualTo(dials + 1);
        Approach.Plan plan = scene.approach.plan();
        assertThat(plan.profile()).isEqualTo(SecurityProfile.TLS_BASIC);
        assertThat(plan.address()).hasScheme("wss");
        assertThat(plan.roots()).containsExactly(acme.certificate);
        assertThat(scene.approach.authorization(plan)).isPresent();
        scene.approach.succeeded(plan);
        scene.approach.failed(plan, refused());
        scene.approach.failed(plan, refused());
        scene.approach.failed(plan, refused());
        scene.approach.failed(plan, refused());
        assertThat(scene.approach().profile()).as("after a restart").isEqualTo(SecurityProfile.TLS_BASIC);
        assertThat(scene.station
                        .answer("GetConfiguration", "{\"key\":[\"SecurityProfile\"]}")
                        .path("configurationKey")
                        .path(0)
                        .toString())
                .contains("\"value\":\"2\"")
                .contains("\"readonly\":false");
    }

    @Test
    @DisplayName("A05.FR.08, R-Z05: a profile that leads to no connection is given up for the one before")
    void fallback() {
        scene.start();
        scene.station.holder.secrets.put("ocpp.acme", KEY);
        scene.certificates.install("ocpp.acme", acme.certificate);
        scene.approach.upgrade(2);
        assertThat(scene.approach().profile()).as("a restart in between").isEqualTo(SecurityProfile.TLS_BASIC);
        for (int i = 0; i < 3; i++) {
            scene.approach.failed(scene.approach.plan(), refused());
        }
        assertThat(scene.approach.profile()).isEqualTo(SecurityProfile.NONE);
        assertThat(scene.approach.plan().address()).hasScheme("ws");
        assertThat(scene.approach().profile()).as("after a restart").isEqualTo(SecurityProfile.NONE);
    }

    @Test
    @DisplayName("what the operator writes into the file later counts more than what was changed from afar")
    void operatorsWord() {
        scene.approach.upgrade(1);
        assertThat(scene.approach().profile()).isEqualTo(SecurityProfile.BASIC);
        scene.profile = SecurityProfile.TLS_BASIC;
        assertThat(scene.approach().profile()).isEqualTo(SecurityProfile.TLS_BASIC);
    }

    @Test
    @DisplayName(
            "TC_078_CS, R-Z04: a wrong certificate, version or suite is a security event, once until it works again")
    void eventsOfTls() {
        scene.approach.listen((event, detail) -> events.add(event));
        Approach.Plan plan = scene.approach.plan();
        scene.approach.failed(plan, badCertificate());
        scene.approach.failed(plan, badCertificate());
        scene.approach.failed(
                plan,
                new SSLHandshakeException(
                        "The server selected protocol version TLS11 is not accepted by client preferences"));
        scene.approach.failed(plan, new SSLHandshakeException("Received fatal alert: protocol_version"));
        scene.approach.failed(plan, refused());
        scene.approach.failed(plan, new java.net.ConnectException("Connection refused"));
        scene.approach.succeeded(plan);
        scene.approach.failed(plan, badCertificate());
        assertThat(events)
                .containsExactly(
                        SecurityEvent.INVALID_CENTRAL_SYSTEM_CERTIFICATE,
                        SecurityEvent.INVALID_TLS_VERSION,
                        SecurityEvent.INVALID_TLS_CIPHER_SUITE,
                        SecurityEvent.INVALID_CENTRAL_SYSTEM_CERTIFICATE);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    @DisplayName("whitepaper, section 8: a login that the back end refuses is an event for the security log only")
    void refusedLogin(int status) {
        scene.approach.listen((event, detail) -> events.add(event));
        scene.approach.failed(
                scene.approach.plan(), new IllegalStateException("the back end answered with HTTP status " + status));
        assertThat(events).containsExactly(SecurityEvent.FAILED_TO_AUTHENTICATE_AT_CENTRAL_SYSTEM);
        assertThat(events.get(0).pushed()).isFalse();
    }

    @Test
    @DisplayName(
            "M05.FR.09 to .13, R-Z09: with AdditionalRootCertificateCheck the old root is a fallback until the new one works")
    void oneRoot() {
        scene.oneRoot = true;
        scene.profile = SecurityProfile.TLS_BASIC;
        scene.approach = scene.approach();
        Roots roots = scene.approach.roots();
        assertThat(roots.install(acme.certificate)).isEqualTo(Roots.Installed.DONE);
        assertThat(roots.install(TestPki.root("Stranger").certificate)).isEqualTo(Roots.Installed.REFUSED);
        TestPki next = acme.successor("Acme root 2");
        assertThat(roots.install(next.certificate)).isEqualTo(Roots.Installed.DONE);
        assertThat(scene.approach.plan().roots()).containsExactly(next.certificate);
        scene.approach.failed(scene.approach.plan(), badCertificate());
        assertThat(scene.approach.plan().roots()).as("M05.FR.13").containsExactly(acme.certificate);
        scene.approach.failed(scene.approach.plan(), badCertificate());
        Approach.Plan plan = scene.approach.plan();
        assertThat(plan.roots()).containsExactly(next.certificate);
        scene.approach.succeeded(plan);
        assertThat(roots.all()).as("M05.FR.12").containsExactly(next.certificate);
    }

    @Test
    @DisplayName("the operator's file is what a new root replaces as well")
    void oneRootInPlaceOfTheFile() {
        scene.oneRoot = true;
        scene.profile = SecurityProfile.TLS_BASIC;
        scene.certificates.configured.add(acme.certificate);
        scene.approach = scene.approach();
        TestPki next = acme.successor("Acme root 2");
        assertThat(scene.approach.roots().install(next.certificate)).isEqualTo(Roots.Installed.DONE);
        assertThat(scene.approach.roots().fallback()).containsExactly(acme.certificate);
        scene.approach.succeeded(scene.approach.plan());
        assertThat(scene.approach.roots().all()).containsExactly(next.certificate);
        assertThat(scene.approach().roots().all()).as("after a restart").containsExactly(next.certificate);
    }

    @Test
    @DisplayName(
            "TC_087_CS, R-Z01, R-Z06: profile 3 shows the newest certificate, no password, and the older one where that fails")
    void certificates() {
        scene.profile = SecurityProfile.CERTIFICATE;
        scene.approach = scene.approach();
        scene.certificates.install("ocpp.acme", acme.certificate);
        KeyPair one = TestPki.ec();
        KeyPair two = TestPki.ec();
        var old = scene.certificates.gives(one, acme.issue("CN=SN-1", one, Optional.empty()));
        var fresh = scene.certificates.gives(two, acme.issue("CN=SN-1", two, Optional.empty()));
        assertThat(scene.approach.plan().certificate()).contains(fresh);
        assertThat(scene.approach.authorization(scene.approach.plan())).isEmpty();
        scene.approach.failed(scene.approach.plan(), refused());
        assertThat(scene.approach.plan().certificate()).contains(old);
        scene.approach.certificateChanged();
        assertThat(scene.approach.plan().certificate()).contains(fresh);
    }
}
