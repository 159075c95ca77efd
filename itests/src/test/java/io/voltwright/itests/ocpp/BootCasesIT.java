package io.voltwright.itests.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cold boot and what needs no transaction. */
class BootCasesIT {

    private static final String CARD = "04A1B2C3";

    @RegisterExtension
    static final Lab lab = Lab.of("boot");

    @Test
    @DisplayName("TC_019_CS: all keys are read, and one of them")
    void tc019() {
        var all = lab.csms().call("GetConfiguration", "{}");
        assertThat(all.path("configurationKey").findValuesAsText("key")).contains("SupportedFeatureProfiles");
        assertThat(all.path("unknownKey").size()).isZero();
    }

    @Test
    @DisplayName("TC_003_CS: a charge, plugged in first")
    void tc003() throws Exception {
        Heard start = lab.charge(1, CARD);
        assertThat(start.text("idTag")).isEqualTo(CARD);
        lab.card(1, CARD);
        lab.csms().await("StopTransaction");
        lab.csms().awaitStatus(1, "Finishing");
        lab.unplug(1);
        lab.csms().awaitStatus(1, "Available");
    }
}
