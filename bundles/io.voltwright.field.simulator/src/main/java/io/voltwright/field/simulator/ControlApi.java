package io.voltwright.field.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What the control API does: each call changes the world of the virtual devices, and answers how it is then. */
final class ControlApi {

    /** There is nothing at this path. */
    static final class NotThere extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotThere(String message) {
            super(message);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    private final Simulator simulator;

    ControlApi(Simulator simulator) {
        this.simulator = simulator;
    }

    /**
     * @param path its parts
     * @param body an object
     * @throws IllegalArgumentException if the body is wrong or the device cannot do it
     * @throws NotThere if there is no such path or device
     */
    Object handle(String method, List<String> path, JsonNode body) {
        String what = method + " " + path.get(0);
        if (path.size() == 1) {
            return switch (what) {
                case "GET evses" -> simulator.piles().keySet().stream()
                        .map(this::view)
                        .toList();
                case "POST power" -> power(body);
                case "POST clock" -> clock(body);
                case "GET clock" -> Map.of("speed", simulator.clock().speed());
                default -> throw new NotThere("there is no " + what);
            };
        }
        if (!path.get(0).equals("evses") || path.size() > 3) {
            throw new NotThere("there is no " + String.join("/", path));
        }
        String id = path.get(1);
        return path.size() == 2 ? view(id) : act(method + " " + path.get(2), id, body);
    }

    private Object act(String what, String id, JsonNode body) {
        switch (what) {
            case "GET registers" -> {
                return simulator.find(id).orElseThrow(() -> unknown(id)).registers();
            }
            case "POST plug" -> plug(pile(id), body);
            case "POST unplug" -> pile(id).unplug();
            case "POST card" -> pile(id).card(fields(body, "token").get("token").asText());
            case "POST ev" -> {
                boolean ready = flag(fields(body, "ready"), "ready");
                vehicle(id).ready(ready);
            }
            case "POST fault" -> pile(id).fault(
                            Optional.of(fields(body, "code").get("code").asInt()));
            case "DELETE fault" -> pile(id).fault(Optional.empty());
            case "POST lock" -> pile(id).lockFails(flag(fields(body, "fails"), "fails"));
            case "POST bay" -> pile(id).occupied(flag(fields(body, "occupied"), "occupied"));
            case "POST meter" -> meter(id, body);
            case "POST line" -> line(id, body);
            default -> throw new NotThere("there is no " + what + " of an EVSE");
        }
        return simulator.piles().containsKey(id) ? view(id) : Map.of("id", id);
    }

    private static void plug(VirtualPile pile, JsonNode body) {
        allow(body, Set.of("capacityWh", "soc", "maxAmps", "phases"));
        double capacity = body.path("capacityWh").asDouble(50_000);
        double soc = body.path("soc").asDouble(20);
        double most = body.path("maxAmps").asDouble(32);
        int phases = body.path("phases").asInt(3);
        if (capacity <= 0 || soc < 0 || soc > 100 || most < 6 || most > 80 || phases < 1 || phases > 3) {
            throw new IllegalArgumentException("capacityWh above 0, soc 0 to 100, maxAmps 6 to 80, phases 1 to 3");
        }
        pile.plug(new Vehicle(capacity, soc, most, phases));
    }

    private void meter(String id, JsonNode body) {
        allow(body, Set.of("stuck", "backwards", "jumpWh"));
        Consumer<EnergyCounter> change = counter -> {
            if (body.has("stuck")) {
                counter.stuck(flag(body, "stuck"));
            }
            if (body.has("backwards")) {
                counter.backwards(flag(body, "backwards"));
            }
            counter.jump(body.path("jumpWh").asDouble(0));
        };
        simulator.meter(id).ifPresentOrElse(meter -> meter.meter(change), () -> pile(id).meter(change));
    }

    private void line(String id, JsonNode body) {
        allow(body, Set.of("lateMs", "drop", "corrupt", "close"));
        if (simulator.find(id).isEmpty()) {
            throw unknown(id);
        }
        LineTrouble trouble = simulator.trouble(id);
        trouble.lateMillis(body.path("lateMs").asInt(trouble.lateMillis()));
        trouble.drop(share(body.path("drop"), trouble.drop()));
        trouble.corrupt(share(body.path("corrupt"), trouble.corrupt()));
        if (body.path("close").asBoolean(false)) {
            simulator.hangUp(id);
        }
    }

    /** All or nothing as a truth value, or a share from 0 to 1. */
    private static double share(JsonNode node, double otherwise) {
        if (node.isBoolean()) {
            return node.asBoolean() ? 1 : 0;
        }
        return Math.max(0, Math.min(1, node.asDouble(otherwise)));
    }

    private Object power(JsonNode body) {
        boolean on = flag(fields(body, "on"), "on");
        simulator.power(on);
        return Map.of("on", on);
    }

    private Object clock(JsonNode body) {
        double speed = fields(body, "speed").get("speed").asDouble();
        if (!(speed > 0 && speed <= 10_000)) {
            throw new IllegalArgumentException("speed " + speed + ": use a number above 0, at most 10000");
        }
        simulator.clock().speed(speed);
        return Map.of("speed", speed);
    }

    private Map<String, Object> view(String id) {
        Map<String, Object> view = new LinkedHashMap<>(pile(id).view());
        view.put("address", simulator.addresses().getOrDefault(id, ""));
        LineTrouble trouble = simulator.trouble(id);
        view.put("line", Map.of("lateMs", trouble.lateMillis(), "drop", trouble.drop(), "corrupt", trouble.corrupt()));
        return view;
    }

    private VirtualPile pile(String id) {
        return Optional.ofNullable(simulator.piles().get(id)).orElseThrow(() -> unknown(id));
    }

    private NotThere unknown(String id) {
        return new NotThere("there is no '" + id + "'; GET /evses lists all: "
                + simulator.piles().keySet());
    }

    private Vehicle vehicle(String id) {
        return pile(id).vehicle().orElseThrow(() -> new IllegalArgumentException(id + ": no car is plugged in"));
    }

    private static JsonNode fields(JsonNode body, String needed) {
        allow(body, Set.of(needed));
        if (!body.has(needed)) {
            throw new IllegalArgumentException("the body lacks '" + needed + "'");
        }
        return body;
    }

    private static boolean flag(JsonNode body, String name) {
        if (!body.path(name).isBoolean()) {
            throw new IllegalArgumentException("'" + name + "' is not true or false");
        }
        return body.path(name).asBoolean();
    }

    private static void allow(JsonNode body, Set<String> names) {
        body.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is unknown here; use " + names);
            }
        });
    }
}
