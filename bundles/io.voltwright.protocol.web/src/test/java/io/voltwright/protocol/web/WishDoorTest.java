package io.voltwright.protocol.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.PowerControl;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.Wish;
import io.voltwright.security.api.Audit;
import io.voltwright.users.api.Role;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may say what a car needs, and in which words. */
class WishDoorTest {

    static final SessionId SESSION = SessionId.random();

    final List<Object> said = new ArrayList<>();
    final List<Audit.Event> audited = new ArrayList<>();
    final Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    Outcome outcome = Outcome.done();

    @Test
    void anOperatorSaysWhenACarLeavesWhatItNeedsAndHow() throws Exception {
        post(
                Role.OPERATOR,
                """
                {"departure": "2026-11-23T07:00:00Z", "energy_kwh": 20.5, "priority": 5, "mode": "solar-and-least"}""");

        assertThat(said)
                .containsExactly(
                        new EvseId("left"),
                        new Wish(
                                Optional.of(Instant.parse("2026-11-23T07:00:00Z")),
                                Optional.of(Energy.wattHours(20_500)),
                                Optional.of(5),
                                Optional.of(ChargingMode.SOLAR_AND_LEAST)),
                        "operator:ann");
        assertThat(audited).as("charging audits what it is asked").isEmpty();
    }

    @Test
    void aDriverSaysTheSameButHasNoPriority() throws Exception {
        post(Role.DRIVER, "{\"energy_kwh\": 8}");
        assertThat(said).contains("driver:ann");
        assertThat(refused(Role.DRIVER, "{\"priority\": 9}").sentence())
                .isEqualTo("priority 9: it is for operators to say; leave it out");
        assertThat(audited).singleElement().satisfies(event -> {
            assertThat(event.refused()).isTrue();
            assertThat(event.origin()).isEqualTo("127.0.0.9");
            assertThat(event.object()).isEqualTo(SESSION.value());
            assertThat(event.actor()).hasToString("driver:ann");
        });
    }

    @Test
    void nothingSaidTakesAllBack() throws Exception {
        post(Role.ADMIN, "{}");
        assertThat(said).contains(Wish.NONE);
    }

    @ParameterizedTest
    @CsvSource({"VIEWER", "CASHIER", "MAINTAINER", "SERVICE"})
    void othersSayNothing(Role role) {
        assertThat(refused(role, "{}").status).isEqualTo(403);
        assertThat(said).isEmpty();
        assertThat(audited).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, , 415",
        "application/x-www-form-urlencoded, , 415",
        ", , 415",
        "application/json, cross-site, 403",
        "application/json, same-site, 403"
    })
    void noPageOfElsewhereCanSendOne(@Nullable String type, @Nullable String site, int status) {
        headers.put("Content-Type", type);
        headers.put("Sec-Fetch-Site", site);
        assertThat(refused(Role.OPERATOR, "{\"energy_kwh\": 8}").status).isEqualTo(status);
        assertThat(said).isEmpty();
    }

    @Test
    void theTypeMayNameItsCharset() throws Exception {
        headers.put("Content-Type", "Application/JSON; charset=utf-8");
        headers.put("Sec-Fetch-Site", "same-origin");
        post(Role.OPERATOR, "{}");
        assertThat(said).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"departure": "8h"}          | departure "8h": use ISO 8601 in UTC, as "2026-11-23T07:00:00Z"
                    {"departure": 5}             | departure 5: use ISO 8601 in UTC, as "2026-11-23T07:00:00Z"
                    {"energy_kwh": "20"}         | energy_kwh "20": use a number over 0, 1000 at most
                    {"energy_kwh": 0}            | energy_kwh 0: use a number over 0, 1000 at most
                    {"energy_kwh": 1e99}         | energy_kwh 1E+99: use a number over 0, 1000 at most
                    {"priority": 10}             | priority 10: use a whole number from 0 to 9
                    {"priority": 1.5}            | priority 1.5: use a whole number from 0 to 9
                    {"mode": "sun"}              | mode "sun": use fast, solar, solar-and-least or cheap
                    {"energy": 5}                | energy 5: it is not known; there are departure, energy_kwh, priority, mode
                    []                           | the body is not a JSON object
                    {"priority": 1, "priority":2}| the body is not JSON: Duplicate field 'priority'
                    {"priority": 1} x            | the body is not JSON
                    """)
    void aWrongWishNamesFieldValueAndRemedy(String body, String sentence) {
        Problem problem = refused(Role.OPERATOR, body);
        assertThat(problem.status).isEqualTo(400);
        assertThat(problem.sentence()).startsWith(sentence);
    }

    @Test
    void aBodyWithoutEndIsNotRead() {
        assertThat(refused(Role.OPERATOR, " ".repeat(5000)).status).isEqualTo(413);
    }

    @Test
    void whatChargingRefusesIsAConflictThatChargingHasAudited() {
        outcome = Outcome.refused("the departure is over");
        Problem problem = refused(Role.OPERATOR, "{}");
        assertThat(problem.status).isEqualTo(409);
        assertThat(problem.sentence()).isEqualTo("the departure is over");
        assertThat(audited).isEmpty();
    }

    private Problem refused(Role role, String body) {
        return catchThrowableOfType(Problem.class, () -> post(role, body));
    }

    private void post(Role role, String body) throws Exception {
        Session session = proxy(Session.class, (method, arguments) -> switch (method) {
            case "id" -> SESSION;
            case "evse" -> new EvseId("left");
            default -> null;
        });
        PowerControl power = proxy(PowerControl.class, (method, arguments) -> {
            said.addAll(List.of(arguments[0], arguments[1], arguments[2].toString()));
            CompletionStage<Outcome> answer = CompletableFuture.completedFuture(outcome);
            return answer;
        });
        Audit audit = event -> {
            audited.add(event);
            return CompletableFuture.completedFuture(null);
        };
        InputStream bytes = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        HttpServletRequest request = proxy(HttpServletRequest.class, (method, arguments) -> switch (method) {
            case "getContentType" -> headers.get("Content-Type");
            case "getHeader" -> headers.get((String) arguments[0]);
            case "getRemoteAddr" -> "127.0.0.9";
            case "getInputStream" -> new Body(bytes);
            default -> null;
        });
        new WishDoor(audit).post(new Caller(request, "ann", Set.of(role)), session, power);
    }

    private interface Answers {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                WishDoorTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) ->
                        answers.to(method.getName(), arguments == null ? new Object[0] : arguments)));
    }

    private static final class Body extends ServletInputStream {

        private final InputStream bytes;

        Body(InputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() throws java.io.IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] to, int from, int most) throws java.io.IOException {
            return bytes.read(to, from, most);
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {}
    }
}
