package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Money;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.SessionLimits;
import io.voltwright.charging.api.StopReason;
import io.voltwright.field.api.Meter;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.EvseRules;
import io.voltwright.site.api.OpeningHours;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsTest {

    static final Actor ANN = Actor.operator("ann");
    static final DeviceId SLOW = new DeviceId("slow-meter");
    static final Currency EURO = Currency.getInstance("EUR");

    final Scene scene = Scene.two();

    @Test
    @DisplayName("a session stops at its energy, also where the limit was set before a restart")
    void energy() {
        scene.charge(LEFT);
        bound(new SessionLimits(
                Optional.of(Energy.wattHours(200)), Optional.empty(), Optional.empty(), Optional.empty()));
        scene.pass(20).kill().open().pass(120);
        assertThat(reason()).isEqualTo(StopReason.ENERGY_LIMIT);
        double taken = scene.facts(SessionStopped.class).get(0).register().wattHours();
        // 11 kW are 3.1 Wh each second, and a pile takes a few seconds to stop.
        assertThat(taken).isBetween(200.0, 215.0);
    }

    // 11 kW are 30.7 Wh in the ten seconds between two readings.
    @ParameterizedTest
    @ValueSource(ints = {200, 210, 220, 230})
    @DisplayName(
            "by a meter that is read each ten seconds a session stops at its energy too, and not up to ten seconds late")
    void energyBetweenReadings(int most) {
        Scene slow = Scene.twoUnopened();
        slow.wirings.replaceAll(wiring -> billedBy(SLOW, wiring));
        slow.open().engine.addMeter(new SlowMeter(slow));
        slow.charge(LEFT);
        SessionLimits limits = LimitWords.of(most + "Wh", null, null, null);
        assertThat(slow.now(slow.engine.bound(LEFT, limits, ANN)).isDone()).isTrue();
        slow.pass(150);
        SessionStopped stopped = slow.facts(SessionStopped.class).get(0);
        assertThat(stopped.reason()).isEqualTo(StopReason.ENERGY_LIMIT);
        double taken = slow.left().registerWattHours()
                - slow.facts(SessionStarted.class).get(0).register().wattHours();
        // The register counts from its last reading before the start on; the decision is made each second, the stop
        // takes three.
        assertThat(taken).isBetween(most - 1.0, most + 4 * 11_040 / 3600.0);
    }

    /** Read each ten seconds. */
    private static final class SlowMeter implements Meter {
        private final Scene scene;
        private Reading last;

        SlowMeter(Scene scene) {
            this.scene = scene;
            this.last = fresh();
        }

        private Reading fresh() {
            return new Reading(
                    Point.ENERGY_IMPORT, scene.left().registerWattHours(), scene.time.moment(), Quality.GOOD);
        }

        @Override
        public DeviceId id() {
            return SLOW;
        }

        @Override
        public synchronized Map<Point, Reading> readings() {
            Duration age = MomentText.between(last.requested(), scene.time.moment());
            last = age.toSeconds() < 10 ? last : fresh();
            return Map.of(Point.ENERGY_IMPORT, last);
        }
    }

    private static Evse billedBy(DeviceId meter, Evse wiring) {
        return new Evse(
                wiring.id(),
                wiring.profile(),
                wiring.bus(),
                wiring.unit(),
                wiring.instance(),
                wiring.rotation(),
                wiring.most(),
                wiring.failSafe(),
                wiring.failSafeAfter(),
                Optional.empty(),
                Optional.of(meter),
                wiring.tariff());
    }

    @Test
    @DisplayName("a session stops after its time, counted from its start")
    void time() {
        scene.charge(LEFT);
        bound(new SessionLimits(
                Optional.empty(), Optional.of(Duration.ofSeconds(60)), Optional.empty(), Optional.empty()));
        scene.pass(45);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();
        scene.pass(15);
        assertThat(reason()).isEqualTo(StopReason.TIME_LIMIT);
    }

    @Test
    @DisplayName("a session stops at a state of charge that its pile tells and that is fresh")
    void stateOfCharge() {
        scene.left().shows(Point.SOC, 79);
        scene.charge(LEFT);
        bound(new SessionLimits(Optional.empty(), Optional.empty(), Optional.of(80), Optional.empty()));
        scene.pass(30);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();
        scene.left().shows(Point.SOC, 80);
        scene.pass(10);
        assertThat(reason()).isEqualTo(StopReason.SOC_LIMIT);
    }

    @Test
    @DisplayName("a session stops at its cost where the price is known, and only in the same currency")
    void cost() {
        scene.charge(LEFT);
        bound(new SessionLimits(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new Money(500, EURO))));
        scene.pass(10);
        scene.engine.costs = (session, delivered) -> Optional.of(new Money(900, Currency.getInstance("SEK")));
        scene.pass(10);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();
        scene.engine.costs = (session, delivered) -> Optional.of(new Money(500, EURO));
        scene.pass(10);
        assertThat(reason()).isEqualTo(StopReason.COST_LIMIT);
    }

    // 1 EUR per Wh: 11 kW are 3.06 EUR each second, so a second too late shows.
    @Test
    @DisplayName("a session that costs by energy ends at its cost or less, and not long before")
    void costOfEnergy() {
        scene.engine.costs = (session, delivered) -> Optional.of(new Money(delivered.milliwattHours() / 10, EURO));
        scene.charge(LEFT);
        bound(new SessionLimits(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new Money(20_000, EURO))));
        scene.pass(120);
        assertThat(reason()).isEqualTo(StopReason.COST_LIMIT);
        SessionStopped stopped = scene.facts(SessionStopped.class).get(0);
        assertThat(stopped.by()).isEqualTo("station:cost-limit");
        assertThat(stopped.register().wattHours()).isBetween(185.0, 203.0);
    }

    @Test
    @DisplayName("while nobody knows the price a session goes on, and stops once it is known and too much")
    void costWithoutPrices() {
        scene.engine.costs = null;
        scene.charge(LEFT);
        bound(new SessionLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new Money(1, EURO))));
        scene.pass(60);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();
        scene.engine.costs = (session, delivered) -> Optional.empty();
        scene.pass(10);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();
        scene.engine.costs = (session, delivered) -> Optional.of(new Money(delivered.milliwattHours(), EURO));
        scene.pass(5);
        assertThat(reason()).isEqualTo(StopReason.COST_LIMIT);
    }

    @Test
    @DisplayName("a cost in another currency than the tariff's is refused")
    void costInAnotherCurrency() {
        scene.engine.costs = (session, delivered) -> Optional.of(new Money(0, EURO));
        scene.charge(LEFT);
        SessionLimits francs = new SessionLimits(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Money(500, Currency.getInstance("CHF"))));
        assertThat(scene.now(scene.engine.bound(LEFT, francs, ANN)).reasonOrDone())
                .isEqualTo("cost 5.00 CHF: the session is priced in EUR; give it in that");
    }

    @Test
    @DisplayName("the limits of a start hold from its first watt hour, also over a restart; a card sets none")
    void limitsOfAStart() {
        scene.left().plug();
        scene.pass(3);
        SessionLimits limits = LimitWords.of("200Wh", null, null, null);
        assertThat(scene.now(scene.engine.start(LEFT, CARD, Optional.empty(), limits, ANN))
                        .isDone())
                .isTrue();
        scene.pass(20).kill().open().pass(120);
        assertThat(reason()).isEqualTo(StopReason.ENERGY_LIMIT);
        scene.left().unplug();
        scene.pass(5).charge(LEFT).pass(300);
        assertThat(scene.facts(SessionStopped.class)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "20kWh, 1h30min, 15EUR, 80%, '20 kWh, 90 min, 15.00 EUR, 80 %'",
        "0.5 kWh, 2 h, 12.5 CHF, 80, '0.5 kWh, 120 min, 12.50 CHF, 80 %'",
        "500Wh, 45min, 1500JPY, 100 %, '0.5 kWh, 45 min, 1500 JPY, 100 %'",
        "20, 90, 1EUR, 1, '20 kWh, 90 min, 1.00 EUR, 1 %'",
        "1kWh, 1min30s, 1EUR, 1, '1 kWh, 90 s, 1.00 EUR, 1 %'"
    })
    void limitsAreWrittenWithUnits(String energy, String time, String cost, String charge, String read) {
        assertThat(LimitWords.text(LimitWords.of(energy, time, cost, charge))).isEqualTo("at most " + read);
        assertThat(LimitWords.text(SessionLimits.NONE)).isEqualTo("no limits");
    }

    @ParameterizedTest
    @CsvSource({
        "20k, , , , 'energy ''20k'': write 20kWh, 12.4kWh or 500Wh'",
        "0kWh, , , , energy '0kWh': write more than 0",
        ", 2d, , , 'time ''2d'': write 2h, 90min or 1h30min'",
        ", 0h, , , time '0h': write more than 0",
        ", , 15, , cost '15': write 15EUR or 12.50CHF",
        ", , 1.005EUR, , cost '1.005EUR': it has more digits than its currency",
        ", , 15ABC, , 'cost ''15ABC'': the currency is not one of ISO 4217, as EUR'",
        ", , , 120%, 'state of charge ''120%'': write a percentage, 1 to 100'"
    })
    void aLimitThatCannotBeReadIsRefusedWithARemedy(
            String energy, String time, String cost, String charge, String sentence) {
        Assertions.assertThatThrownBy(() -> LimitWords.of(energy, time, cost, charge))
                .hasMessage(sentence);
    }

    @Test
    @DisplayName(
            "outside its hours nothing starts at an EVSE, what runs goes on, and the hours are kept over a restart")
    void hours() {
        // The scene begins on Monday, 2 March 2026, at 9:00 in Berlin.
        scene.charge(LEFT);
        assertThat(scene.now(scene.engine.setHours(LEFT, "Mo-Fr 06:00-09:30; Sa 08:00-18:00", ANN))
                        .isDone())
                .isTrue();
        scene.pass(1800);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
        scene.card(LEFT, CARD);
        scene.pass(15);
        scene.left().unplug();
        scene.pass(5);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.UNAVAILABLE);
        scene.kill().open().pass(3);
        assertThat(scene.card(LEFT, CARD).reasonOrDone()).contains("closed at this hour");
        scene.now(scene.engine.setHours(LEFT, "", ANN));
        scene.pass(2);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);
    }

    @Test
    @DisplayName("the hours of the site file hold while nobody says otherwise, and change while the station runs")
    void hoursOfTheSiteFile() {
        assertThat(scene.evse(LEFT).hours()).isEmpty();
        scene.rules(
                LEFT,
                rules -> new EvseRules(
                        rules.wiring(), 0, rules.steps(), rules.mode(), OpeningHours.of("Sa 08:00-18:00"), "", false));
        scene.pass(3);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.UNAVAILABLE);
        assertThat(scene.evse(LEFT).hours()).isEqualTo("Sa 08:00-18:00 (site file)");
        assertThat(scene.card(LEFT, CARD).reasonOrDone()).contains("closed at this hour");

        scene.now(scene.engine.setHours(LEFT, "always", ANN));
        scene.pass(2).kill().open().pass(2);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);
        assertThat(scene.evse(LEFT).hours()).isEqualTo("always (operator, in place of the site file's Sa 08:00-18:00)");

        scene.now(scene.engine.setHours(LEFT, "", ANN));
        scene.pass(2);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.UNAVAILABLE);
        scene.rules(LEFT, rules -> EvseRules.USUAL);
        scene.pass(2);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);
    }

    @Test
    @DisplayName("hours may run over midnight, and a wrong text is refused with an example")
    void overnight() {
        OpeningHours night = OpeningHours.of("Fr-Sa 22:00-06:00");
        assertThat(night.open(at(6, 23, 0))).isTrue();
        assertThat(night.open(at(7, 5, 59))).isTrue();
        assertThat(night.open(at(7, 6, 0))).isFalse();
        assertThat(night.open(at(8, 5, 59))).isTrue();
        assertThat(night.open(at(6, 5, 59))).isFalse();
        assertThat(OpeningHours.of("00:00-24:00").open(at(6, 23, 59))).isTrue();
        Assertions.assertThatThrownBy(() -> OpeningHours.of("daily"))
                .hasMessageContaining("'daily': write as 'Mo-Fr 06:00-22:00");
        assertThat(scene.now(scene.engine.setHours(LEFT, "Mo 25:00-26:00", ANN)).reasonOrDone())
                .contains("00:00 to 24:00");
    }

    /** A day of March 2026; the 6th is a Friday. */
    private static ZonedDateTime at(int day, int hour, int minute) {
        return ZonedDateTime.of(2026, 3, day, hour, minute, 0, 0, ZoneOffset.UTC);
    }

    private void bound(SessionLimits limits) {
        assertThat(scene.now(scene.engine.bound(LEFT, limits, ANN)).isDone()).isTrue();
    }

    private StopReason reason() {
        scene.pass(15);
        return scene.facts(SessionStopped.class).get(0).reason();
    }
}
