package io.voltwright.users.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.IdToken;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BlindIndexTest {

    static final BlindIndex INDEX = new BlindIndex(new SecretKeySpec(new byte[32], "AES"));

    @Test
    @DisplayName("OCPP 2.0.1 C01.FR.25: tokens are equal whatever the case")
    void tokensAreEqualWhateverTheCase() {
        assertThat(INDEX.of(IdToken.card("04a2b3c4"))).isEqualTo(INDEX.of(IdToken.card("04A2B3C4")));
    }

    @Test
    void separatorsOfACardsUidDoNotMatter() {
        assertThat(INDEX.of(IdToken.card("04:A2:B3:C4"))).isEqualTo(INDEX.of(IdToken.card("04A2B3C4")));
        assertThat(INDEX.of(IdToken.card("POOL-17"))).isNotEqualTo(INDEX.of(IdToken.card("POOL17")));
        assertThat(INDEX.of(new IdToken("DE-ABC-C12345678-9", IdToken.Type.EMAID)))
                .isEqualTo(INDEX.of(new IdToken("DEABCC123456789", IdToken.Type.EMAID)));
    }

    @Test
    void theSameTextOfAnotherKindIsAnotherToken() {
        assertThat(INDEX.of(new IdToken("04A2B3C4", IdToken.Type.CENTRAL)))
                .isNotEqualTo(INDEX.of(IdToken.card("04A2B3C4")));
    }

    @Test
    void withoutTheKeyTheHashSaysNothing() {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(new BlindIndex(new SecretKeySpec(other, "AES")).of(IdToken.card("04A2B3C4")))
                .isNotEqualTo(INDEX.of(IdToken.card("04A2B3C4")))
                .hasSize(64);
    }
}
