package io.voltwright.field.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The hands of the demo in the simulated yard: plugs cars and shows cards through the simulator's control API. */
final class DemoYard {

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ObjectMapper mapper = new ObjectMapper();
    private final int port;

    DemoYard(int port) {
        this.port = port;
    }

    void plug(String evse, long capacityWh, int soc, int maxAmps, int phases) throws IOException, InterruptedException {
        post(
                evse + "/plug",
                mapper.createObjectNode()
                        .put("capacityWh", capacityWh)
                        .put("soc", soc)
                        .put("maxAmps", maxAmps)
                        .put("phases", phases)
                        .toString());
    }

    void unplug(String evse) throws IOException, InterruptedException {
        post(evse + "/unplug", "{}");
    }

    void card(String evse, String token) throws IOException, InterruptedException {
        post(evse + "/card", mapper.createObjectNode().put("token", token).toString());
    }

    /**
     * The pile's own energy register as it stands in the pile: two words at an address of its register table.
     *
     * @param address as on the wire
     * @param perWattHour how many steps make a Wh
     */
    double registerWh(String evse, int address, double perWattHour) throws IOException, InterruptedException {
        for (JsonNode register : mapper.readTree(send("GET", "/" + evse + "/registers", ""))) {
            if (register.path("address").asText().equals(Integer.toString(address))) {
                String words = register.path("registers").asText().replace(" ", "");
                return Long.parseLong(words, 16) / perWattHour;
            }
        }
        throw new IOException("the pile '" + evse + "' has no register " + address);
    }

    private void post(String path, String body) throws IOException, InterruptedException {
        send("POST", "/" + path, body);
    }

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/evses" + path))
                .timeout(Duration.ofSeconds(10))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
