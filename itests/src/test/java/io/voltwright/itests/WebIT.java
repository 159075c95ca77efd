package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.itests.Browser.Answer;
import io.voltwright.itests.PlantClient.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST interface: who may read what; and what happens to somebody who guesses passwords at it. */
@TestMethodOrder(OrderAnnotation.class)
class WebIT {

    private static final String CARD = "A1B2C3D4";
    private static final String ELSEWHERE = "127.0.0.2";
    private static final Identity PLANT = Identity.of("plant");
    private static final Yard yard = Yard.open("web");
    /** Dear, so that a limit of cost is reached soon: a second at 11 kW is 1.82 EUR. */
    private static final String TARIFFS = "currency: EUR\ntariffs:\n  standard: {energy: 500 per kWh, vat: 19 %}\n";

    private static final Station station = Station.fresh("web")
            .setting("site.yaml", yard.site())
            .setting("io.voltwright.transactions.tariffs.yaml", TARIFFS);
    private static Shell guest;
    private static Browser viewer;
    private static Browser stranger;

    @BeforeAll
    static void boot() throws Exception {
        station.start();
        station.admin().run("token:add --label Test " + CARD);
        guest = station.account("guest", "viewer");
        stranger = Browser.at(station);
        viewer = stranger.as(guest);
        new Charges(station.rest()).awaitStatus("left", "AVAILABLE");
    }

    @AfterAll
    static void stop() {
        station.close();
        yard.close();
    }

    @Test
    void healthIsForEverybody() throws IOException {
        Answer health = stranger.get("/healthz");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().path("status").asText()).isEqualTo("up");
        assertThat(health.json().path("parts").path("charging").asText()).isEqualTo("up");
        assertThat(health.head()).contains("cache-control: no-store", "nosniff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/site", "/api/evses", "/api/sessions", "/api/transactions", "/api/nothing", "/"})
    void allElseIsForThoseWhoLogIn(String path) throws IOException {
        Answer answer = stranger.get(path);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.head()).contains("www-authenticate: basic");
        assertThat(answer.body()).doesNotContain("left");
    }

    @Test
    void aViewerReads() throws IOException {
        JsonNode site = viewer.get("/api/site").json();
        assertThat(site.path("name").asText()).isEqualTo("Test yard");
        assertThat(site.path("grid").path("limit_a").asDouble()).isEqualTo(40);
        assertThat(viewer.get("/api/evses").json().findValuesAsText("id")).contains("left", "right");
        assertThat(viewer.get("/api/evses/left").json().path("number").asInt()).isEqualTo(1);
        assertThat(viewer.get("/api/sessions").json().isArray()).isTrue();
        assertThat(viewer.get("/api/transactions").json().isArray()).isTrue();
    }

    @Test
    void aDriverDoesNot() throws IOException {
        Shell driver = station.account("dora", "driver");
        assertThat(stranger.as(driver).get("/api/evses").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/transactions?limit=0, 400, limit '0'",
        "/api/transactions?limit=many, 400, limit 'many'",
        "/api/transactions?limit=1001, 400, use 1 to 1000",
        "/api/transactions?from=yesterday, 400, ISO 8601",
        "/api/transactions?to=2026-13-01T00:00:00Z, 400, 2026-13-01",
        "/api/evses/middle, 404, there is no EVSE 'middle'",
        "/api/transactions/none, 404, there is no transaction 'none'",
        "/api/transactions/none/receipt, 404, there is no",
        "/api/weather, 404, /api/site"
    })
    void aWrongQuestionIsAnsweredWithASentence(String path, int status, String sentence) throws IOException {
        Answer answer = viewer.get(path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void nothingIsChangedThroughIt(String method) throws IOException {
        assertThat(viewer.send(method, "/api/evses/left").status()).isEqualTo(405);
    }

    @Test
    void aFinishedChargeHasAReceipt() throws IOException {
        Charges charges = new Charges(station.rest());
        yard.plug("left");
        yard.card("left", CARD);
        charges.awaitStatus("left", "CHARGING");
        String session = charges.sessionAt("left");
        assertThat(viewer.get("/api/transactions/" + session + "/receipt").status())
                .isEqualTo(404);
        charges.await("energy at left", () -> charges.delivered("left") >= 10);
        yard.card("left", CARD);
        JsonNode booked = charges.awaitBooked(session);
        yard.unplug("left");
        Answer receipt = viewer.get("/api/transactions/" + session + "/receipt");
        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.head()).contains("text/plain");
        assertThat(receipt.body())
                .contains("EUR")
                .containsPattern(booked.path("cost")
                        .path("gross")
                        .asText()
                        .replace('.', '?')
                        .replace("?", "[.,]"));
        assertThat(viewer.get("/api/transactions/" + session)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("PRICED");
        assertThat(viewer.get("/api/transactions?limit=1").json()).hasSize(1);
        assertThat(viewer.get("/api/transactions?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z")
                        .json())
                .isEmpty();
    }

    // Time passes at half its speed at the pile, so that a loaded machine has the more time to stop it.
    @Test
    void aChargeWithALimitOfCostEndsByItselfBeforeItCostsMore() throws IOException {
        Charges charges = new Charges(station.rest());
        charges.awaitStatus("right", "AVAILABLE");
        yard.speed(0.5);
        yard.plug("right");
        charges.awaitStatus("right", "PREPARING");
        assertThat(station.admin().run("session:start --cost 15EUR right " + CARD))
                .contains("may charge at right, at most 15.00 EUR");
        charges.awaitStatus("right", "CHARGING");
        JsonNode booked = charges.awaitBooked(charges.sessionAt("right"));
        yard.unplug("right");
        yard.speed(1);
        assertThat(booked.path("stop_reason").asText()).isEqualTo("COST_LIMIT");
        // 15 EUR are 25.2 Wh; what would flow in the seconds of stopping is left out.
        assertThat(booked.path("cost").path("gross").asDouble()).isBetween(0.1, 15 + 1.82);
        charges.awaitStatus("right", "AVAILABLE");
    }

    @Test
    void driversAndOperatorsSayWhatACarNeedsAndSeeWhatBecomesOfIt() throws Exception {
        Charges charges = new Charges(station.rest());
        Browser operator = stranger.as(station.account("olga", "operator"));
        Browser driver = stranger.as(station.account("dirk", "driver"));
        charges.awaitStatus("left", "AVAILABLE");
        yard.plug("left");
        yard.card("left", CARD);
        charges.awaitStatus("left", "CHARGING");
        String wish = "/api/sessions/" + charges.sessionAt("left") + "/wish";

        Answer said = operator.post(
                wish, "application/json", "{\"departure\": \"2099-01-01T07:00:00Z\", \"energy_kwh\": 20}");
        assertThat(said.status()).as(said.body()).isEqualTo(200);
        assertThat(said.json().path("wish").path("energy_kwh").asDouble()).isEqualTo(20);
        charges.await(
                "an offer that explains itself",
                () -> charges.evse("left").path("reason").asText().matches("[0-9.]+ A: .+"));
        JsonNode seen = driver.get(wish).json();
        assertThat(seen.path("wish").path("departure").asText()).isEqualTo("2099-01-01T07:00:00Z");
        assertThat(seen.path("reason").asText()).matches("[0-9.]+ A: .+");
        assertThat(seen.has("token")).isFalse();

        assertThat(driver.post(wish, "application/json", "{\"energy_kwh\": 8}").status())
                .isEqualTo(200);
        assertThat(driver.post(wish, "application/json", "{\"priority\": 9}").status())
                .isEqualTo(403);
        assertThat(driver.get(wish.replace("/wish", "")).status()).isEqualTo(401);
        assertThat(viewer.post(wish, "application/json", "{}").status()).isEqualTo(403);
        assertThat(stranger.post(wish, "application/json", "{}").status()).isEqualTo(401);
        assertThat(operator.post(wish, "text/plain", "{}").status()).isEqualTo(415);
        Answer wrong = operator.post(wish, "application/json", "{\"energy_kwh\": -1}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("error").asText()).isEqualTo("energy_kwh -1: use a number over 0, 1000 at most");

        printed("security:log -n 500", "wish: leaves 2099-01-01T07:00:00Z needs 20000 Wh", "driver:dirk");
        printed("security:log -n 500 --refused", "priority 9", "energy_kwh -1");
        printed("journal:tail -n 1000", "WishChanged", "OfferChanged");
        yard.card("left", CARD);
        charges.awaitStatus("left", "FINISHING");
        yard.unplug("left");
        charges.awaitStatus("left", "AVAILABLE");
    }

    @Test
    void whoseRolesChangeOrWhoIsClosedHasOthersOrNoneAtOnce() throws Exception {
        Shell olaf = station.account("olaf", "operator");
        Browser browser = stranger.as(olaf);
        assertThat(browser.get("/api/site").status()).isEqualTo(200);
        assertThat(olaf.run("session:stop right")).doesNotContain("not found");
        assertThat(station.admin().run("user:role olaf cashier")).contains("olaf is cashier now");
        assertThat(olaf.run("session:stop right")).contains("not found");
        assertThat(browser.get("/api/site").status()).isEqualTo(200);
        assertThat(station.admin().run("user:disable olaf")).contains("olaf is closed");
        // The last answer was less than five seconds ago: it is not believed any longer all the same.
        assertThat(browser.get("/api/site").status()).isEqualTo(401);
        printed("security:log -n 500", "RolesChanged", "AccountDisabled");
    }

    /** What was done is a fact soon after, and shown from then on. */
    private static void printed(String command, String... words) throws IOException {
        Shell chief = station.admin();
        Awaitility.await(command)
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(chief.run(command)).contains(words));
    }

    @Test
    void anotherSiteFileIsTriedBeforeItIsApplied() throws Exception {
        Path trial = Path.of("target", "stations", "web-trial.yaml").toAbsolutePath();
        Files.writeString(trial, yard.site().replace("limit: 32 A", "limit: 20 A"));
        assertThat(station.admin().run("site:whatif --busy --site " + trial))
                .containsPattern("left .*10 A.*yard is full")
                .containsPattern("right .*10 A.*yard is full");
        Files.writeString(trial, yard.site().replace("limit: 32 A", "limit: 50 A"));
        assertThat(station.admin().run("site:whatif --site " + trial)).contains("lower it to 40 A or less");
        assertThat(viewer.get("/api/site").json().path("grid").toString()).contains("\"limit_a\":32.0");
    }

    // Ten refused logins of one peer within five minutes, at any doors, close all doors to it, and to nobody else.
    @Test
    @Order(Integer.MAX_VALUE)
    void whoGuessesPasswordsIsShutOutOfEveryDoor() throws Exception {
        Shell scada = station.account("scada", "service");
        assertThatThrownBy(() -> PlantClient.connect(station, PLANT, scada)).isInstanceOf(UaException.class);
        station.admin().run("opcua:trust " + PLANT.thumbprint());
        PlantClient.connect(station, PLANT, scada).close();

        int tries = 0;
        while (stranger.get("/healthz").status() == 200) {
            assertThat(tries++).as("guesses until the ban").isLessThan(12);
            assertThat(stranger.as("chief", "guess number " + tries)
                            .get("/api/site")
                            .status())
                    .isIn(401, 503);
        }
        assertThat(tries).isBetween(8, 11);

        assertThat(viewer.get("/api/site").status()).isEqualTo(503);
        assertThat(station.admin().admits()).isFalse();
        assertThatThrownBy(() -> PlantClient.connect(station, PLANT, scada)).isInstanceOf(UaException.class);

        assertThat(viewer.from(ELSEWHERE).get("/api/site").status()).isEqualTo(200);
        Shell chief = station.admin().from(ELSEWHERE);
        PlantClient.connect(
                        station,
                        PLANT,
                        new UsernameProvider(scada.user(), scada.password()),
                        ELSEWHERE,
                        PlantClient.secured(station))
                .close();
        assertThat(chief.run("security:bans"))
                .containsPattern("127\\.0\\.0\\.1 ")
                .doesNotContain(ELSEWHERE);
        assertThat(guest.from(ELSEWHERE).run("security:unban 127.0.0.1")).contains("not found");

        assertThat(chief.run("security:unban 127.0.0.1")).contains("may come back");
        assertThat(viewer.get("/api/site").status()).isEqualTo(200);
        assertThat(station.admin().run("security:bans")).contains("Nobody is banned");
        provesItLater();
    }

    /** What an auditor finds. */
    private static void provesItLater() throws IOException {
        Shell chief = station.admin();
        printed("journal:tail -n 1000", "security.AttackDetected", "security.AlarmRaised", "LOGIN_REFUSED", "unban");
        printed("security:log -n 500 --refused", "127.0.0.1");
        assertThat(chief.run("journal:tail -n 1000")).doesNotContain("guess number");
        assertThat(chief.run("journal:verify")).startsWith("OK");
        assertThat(chief.run("security:audit")).containsIgnoringCase("remedy");
    }
}
