package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.ProfileLibrary;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a simulated KEBA says in register 1004, row 1004 of the field reference. */
class VirtualPileTest {

    private static final int UNIT = 255;
    private static final int CABLE = 1004;
    private static final int UNLOCK = 5012;

    private final VirtualPile pile = new VirtualPile(
            "left", ProfileLibrary.shipped().find("keba-kecontact-p30").orElseThrow(), UNIT, 1);

    private List<Integer> cable() {
        pile.pass(Duration.ofSeconds(1));
        return pile.read(UNIT, Table.HOLDING, CABLE, 2).orElseThrow();
    }

    private void unlock() {
        assertThat(pile.write(UNIT, Table.HOLDING, UNLOCK, List.of(0))).isTrue();
    }

    @Test
    @DisplayName("a lock that opens without a car shows no car; with one, the cable is there and free")
    void unlocking() {
        unlock();
        assertThat(cable()).as("plugged into the station only").containsExactly(0, 1);

        pile.plug(new Vehicle(60_000, 50, 16, 3));
        assertThat(cable()).as("locked at both ends").containsExactly(0, 7);

        unlock();
        assertThat(cable()).as("at both ends, not locked").containsExactly(0, 5);

        pile.unplug();
        assertThat(cable()).containsExactly(0, 1);
    }
}
