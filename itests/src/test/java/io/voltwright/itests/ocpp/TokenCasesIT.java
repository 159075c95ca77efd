package io.voltwright.itests.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The cache of answers, the local list, and who may stop what. */
class TokenCasesIT {

    private static final String CARD = "04A1B2C3";
    private static final String MATE = "04D4E5F6";
    private static final String STRANGER = "04AAAAAA";
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    @RegisterExtension
    static final Lab lab = Lab.of("tokens");

    private static int version = 100;

    private static String entry(String idTag) {
        return "{\"idTag\": \"%s\", \"idTagInfo\": {\"status\": \"Accepted\"}}".formatted(idTag);
    }

    private static String send(int listVersion, String type, String... entries) {
        return lab.csms()
                .status(
                        "SendLocalList",
                        "{\"listVersion\": %d, \"updateType\": \"%s\", \"localAuthorizationList\": [%s]}"
                                .formatted(listVersion, type, String.join(", ", entries)));
    }

    private static int listVersion() {
        return lab.csms().call("GetLocalListVersion", "{}").path("listVersion").asInt();
    }

    private static String remoteStart(String idTag) {
        return lab.csms().status("RemoteStartTransaction", "{\"connectorId\": 1, \"idTag\": \"%s\"}".formatted(idTag));
    }

    private static void startsWithoutQuestion(String idTag) {
        Heard start = lab.csms().await("StartTransaction");
        assertThat(start.text("idTag")).isEqualTo(idTag);
        lab.csms().awaitStatus(1, "Charging");
        assertThat(lab.csms().all("Authorize")).isEmpty();
    }

    private static void cached() throws IOException {
        lab.cache("[" + entry(CARD) + "]");
        lab.set("LocalPreAuthorize", "true");
    }

    private static void listed() throws IOException {
        assertThat(lab.list("{\"listVersion\": %d, \"updateType\": \"Full\", \"localAuthorizationList\": [%s]}"
                                .formatted(++version, entry(CARD)))
                        .path("status")
                        .asText())
                .isEqualTo("Accepted");
        lab.set("LocalPreAuthorize", "true");
    }

    private static void noList() throws IOException {
        lab.list(
                "{\"listVersion\": %d, \"updateType\": \"Full\", \"localAuthorizationList\": []}".formatted(++version));
    }

    @Test
    @DisplayName("TC_007_1_CS: a cached card starts without a question")
    void tc007Local() throws Exception {
        cached();
        lab.card(1, CARD);
        lab.plug(1);
        startsWithoutQuestion(CARD);
    }

    @Test
    @DisplayName("TC_007_2_CS: so does a remote start of a cached token")
    void tc007Remote() throws Exception {
        cached();
        lab.set("AuthorizeRemoteTxRequests", "true");
        assertThat(remoteStart(CARD)).isEqualTo("Accepted");
        lab.plug(1);
        startsWithoutQuestion(CARD);
    }

    @Test
    @DisplayName("TC_008_1_CS: a listed card starts without a question")
    void tc008Local() throws Exception {
        listed();
        lab.card(1, CARD);
        lab.plug(1);
        startsWithoutQuestion(CARD);
        noList();
    }

    @Test
    @DisplayName("TC_008_2_CS: so does a remote start of a listed token")
    void tc008Remote() throws Exception {
        listed();
        lab.set("AuthorizeRemoteTxRequests", "true");
        assertThat(remoteStart(CARD)).isEqualTo("Accepted");
        lab.plug(1);
        startsWithoutQuestion(CARD);
        noList();
    }

    @Test
    @DisplayName("TC_042_1_CS: -1 says that there are no lists")
    void tc042NotSupported() {
        lab.set("LocalAuthListEnabled", "false");
        assertThat(listVersion()).isEqualTo(-1);
    }

    @Test
    @DisplayName("TC_042_2_CS: an empty list has version 0")
    void tc042Empty() {
        assertThat(send(++version, "Full")).isEqualTo("Accepted");
        assertThat(listVersion()).isZero();
    }

    @Test
    @DisplayName("TC_043_CS: a list is sent, then changed")
    void tc043() throws Exception {
        assertThat(send(++version, "Full", entry(CARD))).isEqualTo("Accepted");
        assertThat(listVersion()).isEqualTo(version);
        assertThat(send(++version, "Differential", entry("OTHER"), "{\"idTag\": \"" + CARD + "\"}"))
                .isEqualTo("Accepted");
        assertThat(listVersion()).isEqualTo(version);
        assertThat(lab.shell().run("ocpp:list lab"))
                .contains("Version " + version)
                .contains("Accepted");
        noList();
    }

    @Test
    @DisplayName("TC_043_1_CS: without lists none is taken")
    void tc043NotSupported() {
        lab.set("LocalAuthListEnabled", "false");
        assertThat(send(++version, "Full", entry(CARD))).isEqualTo("NotSupported");
    }

    @Test
    @DisplayName("TC_043_2_CS: changes to a list that is not older are a mismatch")
    void tc043VersionMismatch() throws Exception {
        assertThat(send(++version, "Full", entry(CARD))).isEqualTo("Accepted");
        assertThat(send(version, "Differential", entry("OTHER"))).isEqualTo("VersionMismatch");
        assertThat(send(version - 1, "Differential", entry("OTHER"))).isEqualTo("VersionMismatch");
        noList();
    }

    @Test
    @DisplayName("TC_043_3_CS: a list that names a token twice fails and changes nothing")
    void tc043Failed() throws Exception {
        assertThat(send(++version, "Full", entry(CARD))).isEqualTo("Accepted");
        assertThat(send(version + 1, "Full", entry("TWICE"), entry("twice"))).isEqualTo("Failed");
        assertThat(listVersion()).isEqualTo(version);
        noList();
    }

    @Test
    @DisplayName("TC_061_1_CS: after ClearCache a card is asked about again")
    void tc061Local() throws Exception {
        cached();
        assertThat(lab.csms().status("ClearCache", "{}")).isEqualTo("Accepted");
        lab.card(1, CARD);
        assertThat(lab.csms().await("Authorize").text("idTag")).isEqualTo(CARD);
        lab.plug(1);
        lab.csms().await("StartTransaction");
    }

    @Test
    @DisplayName("TC_061_2_CS: so is the token of a remote start")
    void tc061Remote() throws Exception {
        cached();
        lab.set("AuthorizeRemoteTxRequests", "true");
        assertThat(lab.csms().status("ClearCache", "{}")).isEqualTo("Accepted");
        assertThat(remoteStart(CARD)).isEqualTo("Accepted");
        assertThat(lab.csms().await("Authorize").text("idTag")).isEqualTo(CARD);
        lab.plug(1);
        lab.csms().await("StartTransaction");
    }

    @Test
    @DisplayName("TC_068_CS: the card that started also stops")
    void tc068() throws Exception {
        lab.charge(1, CARD);
        lab.card(1, CARD);
        Heard stop = lab.csms().await("StopTransaction");
        assertThat(stop.text("idTag")).isEqualTo(CARD);
        assertThat(stop.text("reason")).isIn("", "Local");
    }

    @Test
    @DisplayName("TC_069_CS: so does one of the same parent, and no other")
    void tc069() throws Exception {
        lab.csms().answers("Authorize", call -> "{\"idTagInfo\": {\"status\": \"Accepted\", \"parentIdTag\": \"%s\"}}"
                .formatted(call.text("idTag").equals(STRANGER) ? "NOBODY" : "FAMILY"));
        lab.charge(1, CARD);
        lab.card(1, STRANGER);
        lab.csms().await("Authorize", call -> call.text("idTag").equals(STRANGER));
        lab.csms().awaitNone("StopTransaction", A_WHILE);
        lab.card(1, MATE);
        assertThat(lab.csms().await("StopTransaction").text("idTag")).isEqualTo(MATE);
    }
}
