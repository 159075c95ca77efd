package io.voltwright.security.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.voltwright.base.api.VirtualTime;
import io.voltwright.security.api.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StationKeysTest {

    static final Certificates.Names NAMES = new Certificates.Names(
            List.of("localhost"), List.of("127.0.0.1"), "urn:voltwright:station", Duration.ofDays(1095));

    Path home;

    Path folder;
    StationKeys keys;

    @BeforeEach
    void open(@TempDir Path folderOfTheTest) {
        home = folderOfTheTest;
        folder = home.resolve("keys");
        keys = opened(Map.of());
    }

    @Test
    void aSecretIsTheSameEverAfterAndOtherForEachPurpose() {
        byte[] index = keys.secret("users.index").getEncoded();

        assertThat(index).hasSize(32);
        assertThat(keys.secret("users.index").getEncoded()).isEqualTo(index);
        assertThat(keys.secret("users.data").getEncoded()).isNotEqualTo(index);
        assertThat(opened(Map.of()).secret("users.index").getEncoded()).isEqualTo(index);
    }

    @Test
    void aPasswordComesBackAsItWasGiven() {
        keys.putPassword("ocpp.acme", "Grüße 12345678".toCharArray());

        assertThat(opened(Map.of()).password("ocpp.acme")).hasValue("Grüße 12345678".toCharArray());
        assertThat(keys.password("ocpp.other")).isEmpty();
    }

    @Test
    @DisplayName("abuse case 52: no secret lies in clear beside the key store")
    void noSecretLiesInClearBesideTheKeyStore() throws IOException {
        keys.putPassword("ocpp.acme", "planted-secret-7731".toCharArray());

        try (var files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile)).isNotEmpty().allSatisfy(file -> assertThat(
                            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain("planted-secret-7731"));
        }
    }

    @Test
    void onlyTheStationMayReadTheFolder() throws IOException {
        keys.secret("users.index");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("station.p12"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("passphrase"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aGivenPassphraseIsNotWrittenDown() {
        Path other = home.resolve("other");
        new StationKeys(other, home, Map.of(Passphrase.VARIABLE, "from outside"), NAMES, new VirtualTime())
                .secret("users.index");

        assertThat(other.resolve("passphrase")).doesNotExist();
        assertThatIllegalStateException()
                .isThrownBy(() -> new StationKeys(
                        other, home, Map.of(Passphrase.VARIABLE, "another one"), NAMES, new VirtualTime()))
                .withMessageContaining(Passphrase.VARIABLE);
    }

    @Test
    void aSystemdCredentialIsThePassphrase() throws IOException {
        Path credentials = Files.createDirectories(home.resolve("credentials"));
        Files.writeString(credentials.resolve(Passphrase.CREDENTIAL), "from systemd\n");
        Path other = home.resolve("other");

        new StationKeys(other, home, Map.of("CREDENTIALS_DIRECTORY", credentials.toString()), NAMES, new VirtualTime())
                .secret("users.index");

        assertThat(other.resolve("passphrase")).doesNotExist();
        assertThat(KeyFile.open(other.resolve("station.p12"), "from systemd".toCharArray())
                        .aliases())
                .containsExactly("secret:users.index");
    }

    @Test
    void eachListenerHasItsOwnIdentityAndKeepsIt() {
        KeyStore.PrivateKeyEntry http = keys.identity("http");

        assertThat(http.getCertificate().getPublicKey()).isInstanceOf(ECPublicKey.class);
        assertThat(opened(Map.of()).identity("http").getCertificate()).isEqualTo(http.getCertificate());
        assertThat(keys.identity("mqtt").getCertificate()).isNotEqualTo(http.getCertificate());
        keys.renew("http");
        assertThat(keys.identity("http").getCertificate()).isNotEqualTo(http.getCertificate());
    }

    @Test
    void opcUaHasAnRsaKeyAndItsApplicationUri() throws Exception {
        X509Certificate certificate = (X509Certificate) keys.identity("opcua").getCertificate();

        assertThat(((RSAPublicKey) certificate.getPublicKey()).getModulus().bitLength())
                .isEqualTo(2048);
        assertThat(certificate.getSubjectAlternativeNames())
                .anySatisfy(name -> assertThat(name.get(1)).isEqualTo("urn:voltwright:station"));
        certificate.verify(certificate.getPublicKey());
    }

    @Test
    void theStationVouchesWithOneKey() {
        byte[] message = "checkpoint 17".getBytes(StandardCharsets.UTF_8);
        byte[] signature = keys.sign(message);

        assertThat(signature).hasSize(64);
        assertThat(opened(Map.of()).verify(message, signature)).isTrue();
        assertThat(keys.verify("checkpoint 18".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
        assertThat(keys.verify(message, new byte[3])).isFalse();
        assertThat(keys.keyId()).matches("[0-9a-f]{16}");
    }

    @Test
    void listsWhatItHoldsWithItsEnd() throws IOException {
        keys.secret("users.index");
        keys.putPassword("ocpp.acme", "12345678".toCharArray());
        keys.identity("http");

        assertThat(keys.held())
                .extracting(Keys.Held::kind, Keys.Held::name)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("secret", "users.index"),
                        org.assertj.core.groups.Tuple.tuple("password", "ocpp.acme"),
                        org.assertj.core.groups.Tuple.tuple("identity", "http"));
        assertThat(keys.held())
                .filteredOn(held -> held.kind().equals("identity"))
                .allSatisfy(held -> assertThat(held.expires()).isPresent());
    }

    @Test
    @DisplayName("abuse case 19: a name never leaves the folder")
    void aNameNeverLeavesTheFolder() {
        for (String name : List.of("../passwd", "/etc/passwd", "", "a b", "A", ".hidden", "x\0y")) {
            assertThatIllegalArgumentException().isThrownBy(() -> keys.secret(name));
            if (!name.equals("A")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> keys.client(java.util.Optional.of(name), java.util.Optional.empty()));
            }
        }
    }

    StationKeys opened(Map<String, String> environment) {
        return new StationKeys(folder, home, environment, NAMES, new VirtualTime());
    }
}
