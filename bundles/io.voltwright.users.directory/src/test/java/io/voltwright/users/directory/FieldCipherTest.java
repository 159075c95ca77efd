package io.voltwright.users.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FieldCipherTest {

    static final FieldCipher CIPHER = new FieldCipher(new SecretKeySpec(new byte[32], "AES"), "k1");

    @Test
    void whatIsSealedOpensInItsPlace() {
        String sealed = CIPHER.seal("USERS.TOKEN", "VALUE", "t-1", "ISO14443:04A2B3C4");

        assertThat(sealed).startsWith("v1|k1|").doesNotContain("04A2B3C4");
        assertThat(CIPHER.open("USERS.TOKEN", "VALUE", "t-1", sealed)).isEqualTo("ISO14443:04A2B3C4");
        assertThat(CIPHER.seal("USERS.TOKEN", "VALUE", "t-1", "ISO14443:04A2B3C4"))
                .describedAs("each with its own nonce")
                .isNotEqualTo(sealed);
    }

    @Test
    @DisplayName("trust 1.2: a sealed field moved to another row, column or table does not open")
    void aMovedFieldDoesNotOpen() {
        String sealed = CIPHER.seal("USERS.TOKEN", "VALUE", "t-1", "secret");

        assertThatIllegalStateException().isThrownBy(() -> CIPHER.open("USERS.TOKEN", "VALUE", "t-2", sealed));
        assertThatIllegalStateException().isThrownBy(() -> CIPHER.open("USERS.TOKEN", "LABEL", "t-1", sealed));
        assertThatIllegalStateException().isThrownBy(() -> CIPHER.open("USERS.OTHER", "VALUE", "t-1", sealed));
    }

    @Test
    void aChangedFieldDoesNotOpen() {
        String sealed = CIPHER.seal("USERS.TOKEN", "VALUE", "t-1", "secret");
        char last = sealed.charAt(sealed.length() - 2);
        String changed = sealed.substring(0, sealed.length() - 2)
                + (last == 'A' ? 'B' : 'A')
                + sealed.charAt(sealed.length() - 1);

        assertThatIllegalStateException().isThrownBy(() -> CIPHER.open("USERS.TOKEN", "VALUE", "t-1", changed));
        assertThatIllegalStateException().isThrownBy(() -> CIPHER.open("USERS.TOKEN", "VALUE", "t-1", "v1|k1|x"));
        assertThatIllegalStateException()
                .isThrownBy(() -> CIPHER.open("USERS.TOKEN", "VALUE", "t-1", sealed.replace("|k1|", "|k2|")));
    }
}
