package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class BackEndCommandTest {

    // The shell is handed nothing for a back end whose settings were refused.
    @Test
    void aBackEndWhoseSettingsAreRefusedDoesNotHideTheOthers() {
        assertThat(BackEndCommand.all(Collections.nCopies(2, null))).isEmpty();
        assertThat(BackEndCommand.named(Collections.nCopies(1, null), "acme")).isEmpty();
        assertThat(BackEndCommand.all(null)).isEmpty();
    }
}
