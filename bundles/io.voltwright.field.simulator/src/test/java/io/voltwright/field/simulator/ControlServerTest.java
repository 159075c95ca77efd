package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voltwright.field.profiles.ProfileLibrary;
import io.voltwright.field.simulator.SimulatorConfig.Device;
import io.voltwright.field.simulator.SimulatorConfig.RtuOverTcp;
import io.voltwright.field.simulator.SimulatorConfig.Tcp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlServerTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void theWorldIsChangedAndShownOverHttp(@TempDir Path home) throws Exception {
        SimulatorConfig config = new SimulatorConfig(
                home,
                0,
                List.of(
                        new Device("left", "keba-kecontact-p30", new Tcp(0), 255, 1),
                        new Device("right", "heidelberg-energy-control", new RtuOverTcp(0), 1, 1)));
        try (Simulator simulator = Simulator.start(config, ProfileLibrary.shipped())) {
            int port = simulator.controlPort();
            assertThat(call(port, "GET", "/evses", "", 200)).hasSize(2);
            JsonNode plugged = call(port, "POST", "/evses/left/plug", "{\"soc\":35,\"maxAmps\":16,\"phases\":1}", 200);
            assertThat(plugged.path("state").asText()).isEqualTo("B1");
            assertThat(plugged.path("soc").asDouble()).isEqualTo(35);
            call(port, "POST", "/evses/left/ev", "{\"ready\":false}", 200);
            call(port, "POST", "/evses/left/card", "{\"token\":\"04a1b2c3\"}", 200);
            assertThat(call(port, "GET", "/evses/left/registers", "", 200)
                            .path("rfid.uid")
                            .path("registers")
                            .asText())
                    .isEqualTo("04A1 B2C3");
            assertThat(call(port, "POST", "/evses/left/fault", "{\"code\":18}", 200)
                            .path("state")
                            .asText())
                    .isEqualTo("F");
            assertThat(call(port, "DELETE", "/evses/left/fault", "", 200)
                            .path("state")
                            .asText())
                    .isEqualTo("B1");
            call(port, "POST", "/evses/left/meter", "{\"jumpWh\":500}", 200);
            assertThat(call(port, "GET", "/evses/left", "", 200)
                            .path("registerWh")
                            .asDouble())
                    .isEqualTo(500);
            call(port, "POST", "/power", "{\"on\":false}", 200);
            assertThat(call(port, "GET", "/evses/left", "", 200).path("powered").asBoolean())
                    .isFalse();
            assertThat(call(port, "POST", "/clock", "{\"speed\":10}", 200)
                            .path("speed")
                            .asDouble())
                    .isEqualTo(10);
        }
        try (Simulator again = Simulator.start(config, ProfileLibrary.shipped())) {
            assertThat(again.pile("left").registerWh()).as("survives a restart").isEqualTo(500);
        }
    }

    @Test
    void mistakesAreAnsweredWithWhatIsAllowed(@TempDir Path home) throws Exception {
        SimulatorConfig config = new SimulatorConfig(
                home, 0, List.of(new Device("right", "heidelberg-energy-control", new RtuOverTcp(0), 1, 1)));
        try (Simulator simulator = Simulator.start(config, ProfileLibrary.shipped())) {
            int port = simulator.controlPort();
            assertThat(error(port, "/evses/right/card", "{\"token\":\"04A1B2C3\"}", 400))
                    .contains("has no card reader");
            assertThat(error(port, "/evses/right/plug", "{\"colour\":1}", 400)).contains("'colour' is unknown here");
            assertThat(error(port, "/evses/right/plug", "{", 400)).contains("not JSON");
            assertThat(error(port, "/evses/right/ev", "{\"ready\":true}", 400)).contains("no car is plugged in");
            assertThat(error(port, "/evses/middle/plug", "", 404)).contains("there is no 'middle'");
            assertThat(error(port, "/clock", "{\"speed\":0}", 400))
                    .contains("'speed' is 0; use a number above 0, at most 10000");
        }
    }

    @Test
    void everyCallOfTheContractChangesWhatItSays(@TempDir Path home) throws Exception {
        SimulatorConfig config =
                new SimulatorConfig(home, 0, List.of(new Device("left", "keba-kecontact-p30", new Tcp(0), 255, 1)));
        try (Simulator simulator = Simulator.start(config, ProfileLibrary.shipped())) {
            int port = simulator.controlPort();
            String left = "/evses/left";
            call(port, "POST", left + "/bay", "{\"occupied\":true}", 200);
            assertThat(call(port, "POST", left + "/plug", "{\"capacityWh\":60000}", 200)
                            .path("bayOccupied")
                            .asBoolean())
                    .isTrue();
            assertThat(call(port, "POST", left + "/lock", "{\"fails\":true}", 200)
                            .path("lockFails")
                            .asBoolean())
                    .isTrue();
            JsonNode line = call(port, "POST", left + "/line", "{\"lateMs\":400,\"drop\":0.1,\"corrupt\":true}", 200)
                    .path("line");
            assertThat(line.path("lateMs").asInt()).isEqualTo(400);
            assertThat(line.path("drop").asDouble()).isEqualTo(0.1);
            assertThat(line.path("corrupt").asDouble()).isEqualTo(1);
            line = call(port, "POST", left + "/line", "{\"corrupt\":false,\"close\":true}", 200)
                    .path("line");
            assertThat(line.path("lateMs").asInt()).isEqualTo(400);
            assertThat(line.path("corrupt").asDouble()).isZero();
            call(port, "POST", left + "/meter", "{\"jumpWh\":100}", 200);
            assertThat(call(port, "POST", left + "/meter", "{\"stuck\":true,\"backwards\":false}", 200)
                            .path("registerWh")
                            .asDouble())
                    .isEqualTo(100);
            assertThat(call(port, "POST", left + "/unplug", "", 200)
                            .path("state")
                            .asText())
                    .isEqualTo("A");
            call(port, "POST", "/power", "{\"on\":false}", 200);
            assertThat(call(port, "POST", "/power", "{\"on\":true}", 200)
                            .path("on")
                            .asBoolean())
                    .isTrue();
            assertThat(call(port, "GET", left, "", 200).path("powered").asBoolean())
                    .isTrue();
            assertThat(call(port, "GET", "/clock", "", 200).path("speed").asDouble())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "plug  | {'capacityWh':'many'}         | 'capacityWh' is \"many\"; use a number above 0",
                "plug  | {'capacityWh':0}              | 'capacityWh' is 0; use a number above 0",
                "plug  | {'soc':101}                   | 'soc' is 101; use a number from 0 to 100",
                "plug  | {'maxAmps':5}                 | 'maxAmps' is 5; use a number from 6 to 80",
                "plug  | {'phases':2.5}                | 'phases' is 2.5; use a whole number from 1 to 3",
                "card  | {'token':7}                   | 'token' is 7; use a text",
                "card  | {'token':' '}                 | 'token' is \" \"; use a text",
                "ev    | {'ready':'yes'}               | 'ready' is \"yes\"; use true or false",
                "fault | {'code':'E1'}                 | 'code' is \"E1\"; use a whole number from 0 to 65535",
                "meter | {'jumpWh':'x'}                | 'jumpWh' is \"x\"; use a number from",
                "line  | {'lateMs':-1}                 | 'lateMs' is -1; use a whole number from 0 to 60000",
                "line  | {'lateMs':200,'drop':2}       | 'drop' is 2; use true, false or a share from 0 to 1",
                "line  | {'lateMs':200,'corrupt':'x'}  | 'corrupt' is \"x\"; use true, false or a share from 0 to 1",
                "line  | {'lateMs':200,'close':1}      | 'close' is 1; use true or false",
            })
    void aWrongValueIsNamedWithWhatIsAllowedAndChangesNothing(
            String call, String body, String sentence, @TempDir Path home) throws Exception {
        SimulatorConfig config =
                new SimulatorConfig(home, 0, List.of(new Device("left", "keba-kecontact-p30", new Tcp(0), 255, 1)));
        try (Simulator simulator = Simulator.start(config, ProfileLibrary.shipped())) {
            int port = simulator.controlPort();
            if (call.equals("ev")) {
                call(port, "POST", "/evses/left/plug", "", 200);
            }
            JsonNode before = call(port, "GET", "/evses/left", "", 200);
            assertThat(error(port, "/evses/left/" + call, body.replace('\'', '"'), 400))
                    .contains(sentence);
            JsonNode after = call(port, "GET", "/evses/left", "", 200);
            assertThat(after.path("line")).isEqualTo(before.path("line"));
            assertThat(after.path("state")).isEqualTo(before.path("state"));
        }
    }

    private String error(int port, String path, String body, int status) throws Exception {
        return call(port, "POST", path, body, status).path("error").asText();
    }

    private JsonNode call(int port, String method, String path, String body, int status)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json.readTree(answer.body());
    }
}
