package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.itests.Browser.Answer;
import io.voltwright.itests.PlantClient.Identity;
import java.io.IOException;
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
    private static final Station station = Station.fresh("web").setting("site.yaml", yard.site());
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
        assertThat(chief.run("journal:tail -n 200"))
                .contains("security.AttackDetected", "security.AlarmRaised", "LOGIN_REFUSED", "unban");
        assertThat(chief.run("security:log -n 100 --refused")).contains("127.0.0.1");
        assertThat(chief.run("journal:tail -n 200")).doesNotContain("guess number");
        assertThat(chief.run("journal:verify")).startsWith("OK");
        assertThat(chief.run("security:audit")).containsIgnoringCase("remedy");
    }
}
