package io.voltwright.security.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voltwright.base.api.VirtualTime;
import io.voltwright.security.api.Keys;
import io.voltwright.security.api.PeerCertificates.KeyType;
import io.voltwright.security.api.PeerCertificates.Subject;
import io.voltwright.security.api.PeerCertificates.Verdict;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificates that a back end manages: use cases A02, A03, M03 to M05 of the security whitepaper. */
class StationCertificatesTest {

    static final String SCOPE = "ocpp.acme";
    static final Subject STATION = new Subject("SN-0042", "Acme Charging");
    static final String NAME = "CN=SN-0042,O=Acme Charging";
    static final Duration YEAR = Duration.ofDays(365);

    final VirtualTime time = new VirtualTime(Instant.parse("2026-03-02T08:00:00Z"));
    final TestAuthority acme = new TestAuthority("Acme root", time.instant().minus(YEAR));
    Path folder;
    StationKeys keys;
    StationCertificates certificates;

    @BeforeEach
    void open(@TempDir Path folderOfTheTest) {
        folder = folderOfTheTest;
        reopen();
    }

    private void reopen() {
        keys = new StationKeys(
                folder.resolve("keys"),
                folder,
                Map.of("VOLTWRIGHT_KEYSTORE_PASSWORD", "correct horse battery"),
                new Certificates.Names(List.of("localhost"), List.of(), "urn:test", YEAR),
                time);
        certificates = new StationCertificates(keys, time);
    }

    private Verdict signed(String subject, Instant begin, Duration validity) {
        String request = certificates.request(SCOPE, STATION, KeyType.EC_P256);
        String chain = TestAuthority.pem(acme.sign(request, subject, begin, validity));
        return certificates.accept(SCOPE, chain, STATION, List.of(acme.certificate));
    }

    @Test
    @DisplayName("R-Z06, A02.FR.03, .13: the request is signed by a new key and names serial number and operator")
    void request() throws Exception {
        var request = TestAuthority.request(certificates.request(SCOPE, STATION, KeyType.EC_P256));
        assertThat(request.getSubject()).isEqualTo(new X500Name("O=Acme Charging,CN=SN-0042"));
        var again = TestAuthority.request(certificates.request(SCOPE, STATION, KeyType.RSA_2048));
        assertThat(again.getPublicKey()).isInstanceOfSatisfying(RSAPublicKey.class, key -> assertThat(
                        key.getModulus().bitLength())
                .isEqualTo(2048));
    }

    @Test
    @DisplayName("R-Z06: a certificate for the request is kept with its key, over restarts")
    void accepted() {
        Instant now = time.instant();
        assertThat(signed(NAME, now, YEAR)).isInstanceOf(Verdict.Accepted.class);
        reopen();
        assertThat(certificates.own(SCOPE)).singleElement().satisfies(entry -> {
            assertThat(((X509Certificate) entry.getCertificate()).getIssuerX500Principal())
                    .isEqualTo(acme.certificate.getSubjectX500Principal());
            assertThat(entry.getPrivateKey().getAlgorithm()).isEqualTo("EC");
        });
        assertThat(certificates.own("ocpp.other")).isEmpty();
        assertThat(keys.held())
                .filteredOn(held -> held.kind().equals("own"))
                .singleElement()
                .satisfies(held -> assertThat(held.expires()).contains(now.plus(YEAR)));
    }

    @Test
    @DisplayName("R-Z06, A02.FR.06, .07: another name, operator, period, authority or key is refused")
    void refused() {
        Instant now = time.instant();
        assertThat(refusal(signed("CN=SN-0043,O=Acme Charging", now, YEAR))).contains("common name");
        assertThat(refusal(signed("CN=SN-0042,O=Somebody", now, YEAR))).contains("organisation");
        assertThat(refusal(signed(NAME, now.minus(YEAR), Duration.ofDays(1)))).contains("not valid now");
        TestAuthority stranger = new TestAuthority("Stranger", now.minus(YEAR));
        String request = certificates.request(SCOPE, STATION, KeyType.EC_P256);
        String foreign = TestAuthority.pem(stranger.sign(request, NAME, now, YEAR));
        assertThat(refusal(certificates.accept(SCOPE, foreign, STATION, List.of(acme.certificate))))
                .contains("no path");
        assertThat(refusal(certificates.accept(SCOPE, foreign, STATION, List.of())))
                .contains("no authority");
        X509Certificate uninvited =
                acme.issue(new X500Name(NAME), TestAuthority.ec().getPublic(), now, YEAR, false);
        assertThat(refusal(
                        certificates.accept(SCOPE, TestAuthority.pem(uninvited), STATION, List.of(acme.certificate))))
                .contains("not asked for");
        assertThat(refusal(certificates.accept(SCOPE, "Moon", STATION, List.of(acme.certificate))))
                .contains("PEM");
        assertThat(certificates.own(SCOPE)).isEmpty();
    }

    @Test
    @DisplayName("the latest request counts, also if the clock was set back since those before")
    void latestRequestCounts() {
        Instant now = time.instant();
        for (int asked = 0; asked < 8; asked++) {
            time.jumpClock(Duration.ofSeconds(-1));
            assertThat(signed(NAME, now.minusSeconds(60), YEAR)).isInstanceOf(Verdict.Accepted.class);
            assertThat(certificates.request(SCOPE, STATION, KeyType.EC_P256)).contains("REQUEST");
        }
    }

    private static String refusal(Verdict verdict) {
        return ((Verdict.Refused) verdict).reason();
    }

    @Test
    @DisplayName("A02.FR.08, .09: a certificate counts from the begin of its validity, the newest first")
    void newestFirst() {
        Instant now = time.instant();
        signed(NAME, now.minusSeconds(60), YEAR);
        signed(NAME, now.plus(Duration.ofDays(1)), YEAR);
        assertThat(certificates.own(SCOPE)).hasSize(1);
        time.pass(Duration.ofDays(2));
        assertThat(certificates.own(SCOPE))
                .extracting(entry -> ((X509Certificate) entry.getCertificate())
                        .getNotBefore()
                        .toInstant())
                .containsExactly(now.plus(Duration.ofDays(1)), now.minusSeconds(60));
        time.pass(YEAR.plusDays(2));
        assertThat(certificates.own(SCOPE)).as("none is valid any more").isEmpty();
    }

    @Test
    @DisplayName("R-Z06: a chain over an intermediate authority is kept in order, whatever the order in which it came")
    void intermediate() {
        Instant now = time.instant();
        java.security.KeyPair pair = TestAuthority.ec();
        X509Certificate between = acme.issue(new X500Name("CN=Between,O=Test"), pair.getPublic(), now, YEAR, true);
        String request = certificates.request(SCOPE, STATION, KeyType.EC_P256);
        X509Certificate leaf = IssuedBy.sign(pair, "CN=Between,O=Test", request, NAME, now, YEAR);
        String chain = TestAuthority.pem(leaf, acme.certificate, between);
        assertThat(certificates.accept(SCOPE, chain, STATION, List.of(acme.certificate)))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(certificates.own(SCOPE).get(0).getCertificateChain())
                .containsExactly(leaf, between, acme.certificate);
    }

    @Test
    @DisplayName("R-Z09, R-Z11: authorities are kept per scope, once each, in order, and can be forgotten")
    void authorities() {
        TestAuthority other = new TestAuthority("Other root", time.instant().minus(YEAR));
        certificates.install(SCOPE, acme.certificate);
        certificates.install(SCOPE, other.certificate);
        certificates.install(SCOPE, acme.certificate);
        reopen();
        assertThat(certificates.authorities(SCOPE)).containsExactly(acme.certificate, other.certificate);
        assertThat(certificates.authorities("ocpp.other")).isEmpty();
        assertThat(certificates.remove(SCOPE, acme.certificate)).isTrue();
        assertThat(certificates.remove(SCOPE, acme.certificate)).isFalse();
        reopen();
        assertThat(certificates.authorities(SCOPE)).containsExactly(other.certificate);
    }

    @Test
    void whatLiesBesideStaysAsItIs() {
        keys.putPassword("ocpp.acme", "open sesame now".toCharArray());
        KeyStore.PrivateKeyEntry identity = keys.identity("http");
        certificates.install(SCOPE, acme.certificate);
        signed(NAME, time.instant(), YEAR);
        reopen();
        assertThat(keys.password("ocpp.acme"))
                .hasValueSatisfying(text -> assertThat(text).containsExactly("open sesame now".toCharArray()));
        assertThat(keys.identity("http").getCertificate()).isEqualTo(identity.getCertificate());
        assertThat(keys.held()).extracting(Keys.Held::kind).contains("authority", "own", "identity", "password");
    }

    @Test
    @DisplayName("R-Z06: the keys of three requests wait; older ones are forgotten")
    void oldRequests() {
        String first = certificates.request(SCOPE, STATION, KeyType.EC_P256);
        for (int i = 0; i < 3; i++) {
            time.pass(Duration.ofSeconds(1));
            certificates.request(SCOPE, STATION, KeyType.EC_P256);
        }
        String chain = TestAuthority.pem(acme.sign(first, NAME, time.instant(), YEAR));
        assertThat(refusal(certificates.accept(SCOPE, chain, STATION, List.of(acme.certificate))))
                .contains("not asked for");
    }

    @Test
    void aTextWithoutCertificatesIsNone() {
        assertThatThrownBy(() -> certificates.read("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> certificates.read("")).isInstanceOf(IllegalArgumentException.class);
    }
}
