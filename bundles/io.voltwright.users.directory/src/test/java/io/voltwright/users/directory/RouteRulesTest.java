package io.voltwright.users.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which back end answers for a card: by its number, its group, the time and the EVSE. */
class RouteRulesTest {

    /** A Friday. */
    static final String FRIDAY = "2026-11-20T";

    static Optional<String> route(RouteRules rules, String card, String evse, String when, Optional<String> group) {
        var asked = new RouteRules.Asked(
                IdToken.card(card), new EvseId(evse), group, ZonedDateTime.parse(when + ":00+01:00[Europe/Berlin]"));
        return rules.backend(asked, group.isPresent());
    }

    @ParameterizedTest
    @DisplayName("the first rule whose conditions all fit names the back end")
    @CsvSource({
        "04A2FF, left-1, 12:00, fleet",
        "04a2ff, right, 12:00, fleet",
        "FFFF, left-1, 05:59, night",
        "FFFF, left-1, 22:00, night",
        "FFFF, left-1, 06:00, left",
        "FFFF, right, 06:00, rest"
    })
    void theFirstThatFits(String card, String evse, String time, String backend) {
        var rules = new RouteRules(
                List.of("card:04a2* = fleet", "time:22:00-06:00 left-*=night", "left-* = left", "*=rest"));

        assertThat(route(rules, card, evse, FRIDAY + time, Optional.empty())).hasValue(backend);
    }

    @ParameterizedTest
    @DisplayName("hours over midnight belong to the day on which they begin")
    @CsvSource({
        "2026-11-20T22:00, true",
        "2026-11-21T05:59, true",
        "2026-11-21T06:00, false",
        "2026-11-21T22:00, false",
        "2026-11-20T21:59, false",
        "2026-11-20T03:00, true",
        "2026-11-16T03:00, false"
    })
    void hoursOverMidnight(String when, boolean fits) {
        var rules = new RouteRules(List.of("time:MO-FR/22:00-06:00 * = acme"));

        assertThat(route(rules, "A", "x", when, Optional.empty()).isPresent()).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21T00:00, true", "2026-11-22T23:59, true", "2026-11-20T23:59, false", "2026-11-23T00:00, false"
    })
    void wholeDays(String when, boolean fits) {
        var rules = new RouteRules(List.of("time:SA-SU * = acme"));

        assertThat(route(rules, "A", "x", when, Optional.empty()).isPresent()).isEqualTo(fits);
    }

    @Test
    @DisplayName("a rule for a group is for the site's own tokens of that group, and other rules are not")
    void groups() {
        var rules = new RouteRules(List.of("group:fleet left* = acme", "*=zeta"));

        assertThat(route(rules, "A", "left", FRIDAY + "12:00", Optional.of("Fleet")))
                .hasValue("acme");
        assertThat(route(rules, "A", "right", FRIDAY + "12:00", Optional.of("Fleet")))
                .isEmpty();
        assertThat(route(rules, "A", "left", FRIDAY + "12:00", Optional.of("pool")))
                .isEmpty();
        assertThat(route(rules, "A", "left", FRIDAY + "12:00", Optional.empty()))
                .hasValue("zeta");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"acme", "=acme", "*=", "kind:x=acme", "time:XX=acme", "time:25:00-26:00=acme", "type:RING=acme"})
    void whatIsNoRuleIsRefusedWithTheForm(String text) {
        assertThatThrownBy(() -> new RouteRules(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("io.voltwright.users.directory: route");
    }
}
