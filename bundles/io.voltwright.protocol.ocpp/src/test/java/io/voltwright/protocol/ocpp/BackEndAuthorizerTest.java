package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.protocol.ocpp.Ocpp16.AuthorizationStatus;
import io.voltwright.protocol.ocpp.Ocpp16.IdTagInfo;
import io.voltwright.users.api.Authorizer;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who decides on a token: the back end, its list, or the cache of its answers. */
class BackEndAuthorizerTest {

    final FakeStation station = new FakeStation();
    final FakePeer peer = station.peer;

    BackEndAuthorizerTest() {
        station.start();
    }

    void key(String name, Object value) {
        station.conversation.keys().find(name).ifPresent(key -> station.conversation
                .keys()
                .put(key, String.valueOf(value)));
    }

    void says(String status) {
        peer.on("Authorize", "{\"idTagInfo\":{\"status\":\"" + status + "\",\"parentIdTag\":\"P\"}}");
    }

    void list(String idTag, String status) {
        assertThat(station.status(
                        "SendLocalList",
                        "{\"listVersion\":" + (station.conversation.tokens().listVersion() + 1)
                                + ",\"updateType\":\"Differential\",\"localAuthorizationList\":[{\"idTag\":\"" + idTag
                                + "\",\"idTagInfo\":{\"status\":\"" + status + "\"}}]}"))
                .isEqualTo("Accepted");
    }

    CompletableFuture<Authorizer.Answer> asking(String idTag) {
        var answer =
                station.conversation.authorizer().ask(IdToken.card(idTag), LEFT).toCompletableFuture();
        station.settle();
        return answer;
    }

    /** The verdict and where it came from; {@code none} where nobody decides. */
    String ask(String idTag) {
        var answer = asking(idTag);
        assertThat(answer).isDone();
        return answer.isCompletedExceptionally()
                ? "none"
                : (answer.join().verdict() + " " + answer.join().source()).strip();
    }

    long asked() {
        return peer.payloads("Authorize").size();
    }

    void away() {
        peer.refuses = true;
        peer.cut();
        station.settle();
    }

    String cached() {
        return station.conversation.tokens().all(false).stream()
                .map(token -> token.idTag() + " " + token.info().status().text())
                .collect(Collectors.joining(", "));
    }

    @Test
    @DisplayName("R-A04, TC_007_1: a cached token starts without a question where LocalPreAuthorize says so")
    void cachedToken() {
        says("Accepted");
        assertThat(ask("CARD")).isEqualTo("ACCEPTED");
        assertThat(ask("CARD")).as("asked each time").isEqualTo("ACCEPTED");
        assertThat(asked()).isEqualTo(2);
        key("LocalPreAuthorize", true);
        assertThat(ask("card")).isEqualTo("ACCEPTED cache");
        assertThat(asked()).isEqualTo(2);
        assertThat(asking("CARD").join().group()).hasValue(IdToken.card("P"));
    }

    @Test
    @DisplayName("R-A04, TC_008_1: so does a listed one")
    void listedToken() {
        list("CARD", "Accepted");
        key("LocalPreAuthorize", true);
        assertThat(ask("CARD")).isEqualTo("ACCEPTED list");
        assertThat(asked()).isZero();
    }

    @Test
    @DisplayName("TC_007_2, TC_008_2, R-X12: a remote start with AuthorizeRemoteTxRequests is decided like a card")
    void remoteStart() {
        key("AuthorizeRemoteTxRequests", true);
        key("LocalPreAuthorize", true);
        list("LISTED", "Accepted");
        ask("CACHED");
        for (String idTag : List.of("LISTED", "CACHED")) {
            station.charging.told.clear();
            assertThat(station.status("RemoteStartTransaction", "{\"connectorId\":1,\"idTag\":\"" + idTag + "\"}"))
                    .isEqualTo("Accepted");
            assertThat(station.charging.told).containsExactly("start left " + idTag + " acme backend:acme");
        }
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    @DisplayName("3.5.1: a token that is known as not valid is asked about while the back end is there")
    void notValidIsAsked() {
        says("Blocked");
        assertThat(ask("CARD")).isEqualTo("BLOCKED");
        key("LocalPreAuthorize", true);
        says("Accepted");
        assertThat(ask("CARD")).isEqualTo("ACCEPTED");
    }

    @Test
    @DisplayName("R-A05: the list goes before the cache, and a listed token is not cached")
    void listBeforeCache() {
        ask("CARD");
        assertThat(cached()).isEqualTo("CARD Accepted");
        list("CARD", "Blocked");
        assertThat(cached()).isEmpty();
        away();
        assertThat(ask("CARD")).isEqualTo("BLOCKED list");
    }

    @ParameterizedTest(name = "known as {0}, LocalAuthorizeOffline {1}, AllowOfflineTxForUnknownId {2}: {3}")
    @DisplayName("R-A09: while the back end is away its keys say who may start")
    @CsvSource({
        "listed Accepted, true, false, ACCEPTED list",
        "listed ConcurrentTx, true, false, ACCEPTED list",
        "listed Accepted, false, false, none",
        "listed Blocked, true, true, BLOCKED list",
        "listed Expired, true, true, EXPIRED list",
        "listed Invalid, true, true, UNKNOWN list",
        "cached Accepted, true, false, ACCEPTED cache",
        "cached Accepted, false, false, none",
        "cached Blocked, true, true, BLOCKED cache",
        "cached ConcurrentTx, true, false, BLOCKED cache",
        "unknown, true, false, none",
        "unknown, true, true, 'ACCEPTED unknown, offline'",
        "unknown, false, true, 'ACCEPTED unknown, offline'"
    })
    void offline(String known, boolean offline, boolean unknown, String expected) {
        String status = known.substring(known.indexOf(' ') + 1);
        if (known.startsWith("listed")) {
            list("CARD", status);
        } else if (known.startsWith("cached")) {
            says(status);
            ask("CARD");
        }
        key("LocalAuthorizeOffline", offline);
        key("AllowOfflineTxForUnknownId", unknown);
        away();
        assertThat(ask("CARD")).isEqualTo(expected);
    }

    @Test
    @DisplayName("R-A09, 3.5.4: what ran out in the meantime is refused, also as an unknown one")
    void ranOut() {
        peer.on(
                "Authorize",
                "{\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":\""
                        + station.time.instant().plusSeconds(60) + "\"}}");
        ask("CARD");
        key("AllowOfflineTxForUnknownId", true);
        away();
        assertThat(ask("CARD")).isEqualTo("ACCEPTED cache");
        station.pass(Duration.ofSeconds(61));
        assertThat(ask("CARD")).isEqualTo("EXPIRED cache");
    }

    @Test
    @DisplayName("R-A09: a back end that does not answer in time counts as away")
    void noAnswer() {
        ask("CARD");
        peer.silent("Authorize");
        var answer = asking("CARD");
        station.pass(Duration.ofSeconds(31));
        assertThat(answer.join().source()).isEqualTo("cache");
    }

    @Test
    @DisplayName("R-X16: whether a token may charge at two connectors at once is the back end's decision")
    void secondTransaction() {
        SessionId session = station.begin(FakeStation.RIGHT, "CARD", Biller.backend(NAME), 0);
        station.put(FakeStation.RIGHT, 2, EvseStatus.CHARGING, Optional.of(session));
        assertThat(ask("CARD")).isEqualTo("ACCEPTED");
        says("ConcurrentTx");
        assertThat(ask("CARD")).isEqualTo("BLOCKED");
        assertThat(asked()).isEqualTo(2);
        assertThat(station.status("RemoteStartTransaction", "{\"connectorId\":1,\"idTag\":\"CARD\"}"))
                .isEqualTo("Accepted");
    }

    @Test
    @DisplayName("R-A18: ConcurrentTx is a refusal")
    void concurrent() {
        says("ConcurrentTx");
        assertThat(ask("CARD")).isEqualTo("BLOCKED");
    }

    @Test
    @DisplayName("R-A08, TC_061: ClearCache empties the cache, and is rejected while there is none")
    void clearCache() {
        ask("CARD");
        assertThat(station.status("ClearCache", "{}")).isEqualTo("Accepted");
        assertThat(cached()).isEmpty();
        ask("CARD");
        station.ask("ChangeConfiguration", "{\"key\":\"AuthorizationCacheEnabled\",\"value\":\"false\"}");
        assertThat(cached()).as("nothing old comes back").isEmpty();
        assertThat(station.status("ClearCache", "{}")).isEqualTo("Rejected");
        ask("CARD");
        assertThat(cached()).isEmpty();
    }

    @Test
    @DisplayName("R-A06: the cache outlives the module and takes what the answers to start and stop say")
    void cacheFollows() {
        peer.on("StartTransaction", "{\"transactionId\":42,\"idTagInfo\":{\"status\":\"Accepted\"}}");
        peer.on("StopTransaction", "{\"idTagInfo\":{\"status\":\"Expired\"}}");
        SessionId session = station.begin(LEFT, "CARD", Biller.backend(NAME), 0);
        assertThat(cached()).isEqualTo("CARD Accepted");
        station.end(LEFT, session, 100, StopReason.LOCAL, Optional.of("OTHER"));
        station.swap();
        assertThat(cached()).isEqualTo("CARD Accepted, OTHER Expired");
    }

    @Test
    @DisplayName("R-A06: of a session that is not its own a back end's opinion is ignored")
    void listener() {
        SessionId session = station.begin(LEFT, "CARD", Biller.local(), 0);
        station.end(LEFT, session, 100, StopReason.LOCAL, Optional.of("CARD"));
        assertThat(cached()).isEmpty();
    }

    @Test
    @DisplayName("R-A06: a full cache loses refused tokens first, then the oldest")
    void fullCache() {
        var tokens = new LocalTokens(
                NAME,
                station.store.tokens(() -> Optional.of(station.holder)),
                station.conversation.keys(),
                station.time,
                Runnable::run,
                3);
        for (String said : List.of("A Accepted", "B Blocked", "C Accepted", "D Accepted", "E Accepted", "F Accepted")) {
            station.time.pass(Duration.ofSeconds(1));
            AuthorizationStatus status =
                    AuthorizationStatus.of(said.substring(2)).orElseThrow();
            tokens.heard(said.substring(0, 1), new IdTagInfo(status, Optional.empty(), Optional.empty()));
            if (said.startsWith("D")) {
                assertThat(cached()).isEqualTo("A Accepted, C Accepted, D Accepted");
            }
        }
        assertThat(cached()).isEqualTo("D Accepted, E Accepted, F Accepted");
    }

    @ParameterizedTest
    @DisplayName("R-A11: an answer that contradicts the list is told as LocalListConflict of connector 0")
    @CsvSource({
        "Accepted, Blocked, true",
        "Blocked, Accepted, true",
        "Accepted, ConcurrentTx, false",
        "Invalid, Blocked, false"
    })
    void conflict(String listed, String said, boolean conflict) {
        list("CARD", listed);
        says(said);
        peer.calls.clear();
        ask("CARD");
        assertThat(peer.payloads("StatusNotification").stream()
                        .filter(status -> status.path("connectorId").asInt() == 0)
                        .anyMatch(status -> status.path("errorCode").asText().equals("LocalListConflict")))
                .isEqualTo(conflict);
    }

    @Test
    @DisplayName("R-A17: what is longer than an idTag is not known there and is not asked about")
    void tooLong() {
        assertThat(ask("1234567890123456789012345")).isEqualTo("UNKNOWN");
        assertThat(asked()).isZero();
    }

    @Test
    @DisplayName("an empty parentIdTag is none")
    void emptyParent() {
        peer.on("Authorize", "{\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"\"}}");
        assertThat(asking("CARD").join().group()).isEmpty();
    }

    @ParameterizedTest(name = "StopTransactionOnInvalidId {0}, MaxEnergyOnInvalidId {1} Wh: {2}")
    @DisplayName("R-A10: a token that is refused after the start")
    @CsvSource({"true, 0, stop", "true, 5000, stop", "false, 0, limit", "false, 5000, ''"})
    void refusedAfterTheStart(boolean stop, int energy, String told) {
        key("StopTransactionOnInvalidId", stop);
        key("MaxEnergyOnInvalidId", energy);
        SessionId session = refused(0);
        assertThat(station.charging.told.stream()
                        .map(text -> text.split(" ", 2)[0])
                        .collect(Collectors.joining()))
                .isEqualTo(told);
        assertThat(session).isNotNull();
    }

    @Test
    @DisplayName("R-A10: MaxEnergyOnInvalidId is given, then no more, and that outlives the module")
    void someEnergyForTheWayHome() {
        key("StopTransactionOnInvalidId", false);
        station.ask("ChangeConfiguration", "{\"key\":\"MaxEnergyOnInvalidId\",\"value\":\"5000\"}");
        SessionId session = refused(0);
        delivered(session, 4999);
        assertThat(station.charging.told).isEmpty();
        station.swap();
        delivered(session, 5000);
        assertThat(station.charging.told).containsExactly("limit left ocpp.acme.deauthorised 0 A");
        delivered(session, 5001);
        assertThat(station.charging.told).hasSize(1);
        station.put(LEFT, 1, EvseStatus.AVAILABLE, Optional.empty());
        assertThat(station.charging.told).endsWith("unlimit left ocpp.acme.deauthorised");
    }

    private SessionId refused(int wattHours) {
        peer.on("StartTransaction", "{\"transactionId\":42,\"idTagInfo\":{\"status\":\"Invalid\"}}");
        SessionId session = SessionId.random();
        station.charging.delivered.put(session, Energy.wattHours(wattHours));
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(session));
        station.append(new ChargingFact.SessionStarted(
                LEFT,
                session,
                new TokenRef("ref-CARD"),
                Optional.empty(),
                Biller.backend(NAME),
                "standard",
                Energy.ZERO,
                "card"));
        return session;
    }

    private void delivered(SessionId session, int wattHours) {
        station.charging.delivered.put(session, Energy.wattHours(wattHours));
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(session));
    }

    @Test
    @DisplayName(
            "R-A07: what was said longer ago than AuthorizationCacheLifeTime is forgotten; said again it is young again")
    void cacheLifeTime() {
        assertThat(station.status("ChangeConfiguration", "{\"key\":\"AuthorizationCacheLifeTime\",\"value\":\"3600\"}"))
                .isEqualTo("Accepted");
        key("LocalPreAuthorize", true);
        assertThat(ask("CARD")).isEqualTo("ACCEPTED");
        station.pass(Duration.ofMinutes(59));
        assertThat(ask("CARD")).isEqualTo("ACCEPTED cache");
        station.pass(Duration.ofMinutes(1));
        assertThat(station.conversation.tokens().all(false)).isEmpty();
        assertThat(ask("CARD")).as("asked again").isEqualTo("ACCEPTED");
        assertThat(asked()).isEqualTo(2);
        station.pass(Duration.ofMinutes(59));
        peer.refuses = true;
        peer.cut();
        station.settle();
        assertThat(ask("CARD")).isEqualTo("ACCEPTED cache");
        station.pass(Duration.ofMinutes(2));
        assertThat(ask("CARD")).as("offline").isEqualTo("none");
    }
}
