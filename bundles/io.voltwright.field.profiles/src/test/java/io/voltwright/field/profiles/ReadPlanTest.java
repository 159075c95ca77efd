package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.ReadPlan.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadPlanTest {

    @Test
    void kebaIsReadPointByPoint() {
        assertThat(blocks("keba-kecontact-p30", 255, 1, "state.raw", "cable.raw", "current.l1"))
                .extracting(Block::at, Block::count)
                .containsExactly(at(1000, 2), at(1004, 2), at(1008, 2));
    }

    // Field reference 1.14: 0x00 to 0x11 is one block of 18 registers; 0x34 lies beyond the gap.
    @Test
    void neighboursAreReadTogetherUpToTheGap() {
        assertThat(blocks("eastron-sdm630", 1, 1, "voltage.l1", "current.l3", "power.l3", "power"))
                .extracting(Block::at, Block::count)
                .containsExactly(at(0x00, 18), at(0x34, 2));
    }

    @Test
    void aConnectorIsFoundByItsBaseOrItsUnit() {
        assertThat(blocks("phoenix-charx", 1, 3, "state.raw"))
                .extracting(Block::unit, Block::at)
                .containsExactly(at(1, 3299));
        assertThat(blocks("alfen-ng9xx", 1, 2, "state.raw", "serial"))
                .extracting(Block::unit, Block::at)
                .containsExactly(at(2, 1201), at(200, 157));
    }

    @Test
    void tablesAreNeverMixed() {
        assertThat(blocks("heidelberg-energy-control", 1, 1, "state.raw", "limit.applied"))
                .extracting(Block::table)
                .containsExactly(Table.HOLDING, Table.INPUT);
    }

    @Test
    void whatMayBeRefusedIsReadAlone() {
        assertThat(blocks("eastron-sdm630", 1, 1, "cfg.parity", "cfg.unit")).hasSize(2);
    }

    private static org.assertj.core.groups.Tuple at(Object... values) {
        return new org.assertj.core.groups.Tuple(values);
    }

    private static List<Block> blocks(String profile, int unit, int instance, String... points) {
        DeviceProfile device = ProfileLibrary.shipped().find(profile).orElseThrow();
        return new ReadPlan(device, unit, instance)
                .blocks(List.of(points).stream()
                        .map(point -> device.point(point).orElseThrow())
                        .toList());
    }
}
