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
            assertThat(error(port, "/clock", "{\"speed\":0}", 400)).contains("speed 0.0");
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
