package io.voltwright.users.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class Argon2Test {

    static final Argon2 CHEAP = new Argon2(new Argon2.Cost(64, 1));

    @Test
    @DisplayName("RFC 9106 section 5.3: the library computes the Argon2id test vector")
    void theLibraryComputesTheVectorOfTheRfc() {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(repeated("02", 16))
                .withSecret(repeated("03", 8))
                .withAdditional(repeated("04", 12))
                .build());
        byte[] tag = new byte[32];
        generator.generateBytes(repeated("01", 32), tag);

        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @Test
    @DisplayName("a PHC string of the reference implementation (phc-winner-argon2 test.c) is understood")
    void aPhcStringOfTheReferenceImplementationIsUnderstood() {
        String phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(CHEAP.matches("password".toCharArray(), phc)).isTrue();
        assertThat(CHEAP.matches("differentpassword".toCharArray(), phc)).isFalse();
    }

    @Test
    void aHashFitsItsOwnPasswordOnly() {
        String hash = CHEAP.hash("corect hörse battery".toCharArray());

        assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(CHEAP.matches("corect hörse battery".toCharArray(), hash)).isTrue();
        assertThat(CHEAP.matches("corect hoerse battery".toCharArray(), hash)).isFalse();
        assertThat(CHEAP.hash("corect hörse battery".toCharArray()))
                .describedAs("each with its own salt")
                .isNotEqualTo(hash);
    }

    @Test
    void aHashOfLowerCostIsOutdated() {
        String cheap = CHEAP.hash("corect horse".toCharArray());

        assertThat(CHEAP.outdated(cheap)).isFalse();
        assertThat(new Argon2(new Argon2.Cost(128, 1)).outdated(cheap)).isTrue();
        assertThat(new Argon2(new Argon2.Cost(64, 2)).outdated(cheap)).isTrue();
        assertThat(new Argon2(new Argon2.Cost(32, 1)).outdated(cheap)).isFalse();
    }

    @Test
    void whatIsNoHashIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CHEAP.matches("x".toCharArray(), "plain text"))
                .withMessageNotContaining("plain text");
    }

    static byte[] repeated(String hex, int times) {
        return HexFormat.of().parseHex(hex.repeat(times));
    }
}
