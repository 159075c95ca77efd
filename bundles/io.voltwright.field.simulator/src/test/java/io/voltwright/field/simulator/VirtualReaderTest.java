package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.ProfileLibrary;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The card reader of a simulated KEBA: registers 1500 and 1501, row 1500 of the field reference. */
class VirtualReaderTest {

    private static final String CARD = "04A1B2C3";
    private static final int UNIT = 255;
    private static final int AT = 1500;

    private final DeviceProfile profile =
            ProfileLibrary.shipped().find("keba-kecontact-p30").orElseThrow();
    private final Image image = new Image(profile, UNIT, 1);
    private final VirtualReader reader = new VirtualReader("pile", image);

    /** What the controller reads at a time. */
    private List<Integer> look(long millis) {
        reader.pass(Duration.ofMillis(millis));
        List<Integer> words = image.read(UNIT, Table.HOLDING, AT, 2).orElseThrow();
        reader.read(UNIT, Table.HOLDING, AT, 2, Duration.ofMillis(millis));
        return words;
    }

    private void show(long millis) {
        reader.show(CARD, Duration.ofMillis(millis));
    }

    @Test
    @DisplayName(
            "a card lies for three seconds after it was read: a controller that reads late does not take two cards for one")
    void aLateController() {
        show(0);
        show(0);

        assertThat(look(2900)).containsExactly(0x04A1, 0xB2C3);
        assertThat(look(5800)).containsExactly(0x04A1, 0xB2C3);
        assertThat(look(5900)).containsExactly(0, 0);
        assertThat(look(5950)).containsExactly(0x04A1, 0xB2C3);
    }

    @Test
    @DisplayName("it is known how many cards the controller has not read yet")
    void unread() {
        assertThat(reader.unread()).isZero();

        show(0);
        show(0);
        assertThat(reader.unread()).isEqualTo(2);

        look(1000);
        assertThat(reader.unread()).isEqualTo(1);

        look(4000);
        look(4050);
        assertThat(reader.unread()).isZero();
    }
}
