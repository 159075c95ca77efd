package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.field.api.RegisterBus.Table;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a Heidelberg is never asked for: row 1.9 knows the holding registers 257, 258, 259, 261 and 262. */
class HeidelbergReadsTest {

    @Test
    void noReadRunsOverTheRegisterThatIsNotThere() {
        DeviceProfile profile =
                ProfileLibrary.shipped().find("heidelberg-energy-control").orElseThrow();
        var points = profile.points().values().stream()
                .map(variants -> variants.get(0))
                .filter(point -> point.access().reads() && Objects.equals(point.table(), Table.HOLDING))
                .toList();

        var blocks = new ReadPlan(profile, 1, 1).blocks(points);

        assertThat(points).extracting(PointSpec::at).contains(257, 261, 262);
        assertThat(blocks).noneMatch(block -> block.at() <= 260 && block.at() + block.count() > 260);
    }
}
