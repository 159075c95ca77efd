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

    private static final int MOST_CODE = 0xFFFF;
    private static final int MOST_LATE_MILLIS = 60_000;
    private static final double MOST_JUMP_WH = 1e9;
    private static final double MOST_SPEED = 10_000;

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
                case "POST power" -> power(only(body, "on"));
                case "POST clock" -> clock(only(body, "speed"));
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
            case "POST plug" -> plug(pile(id), new Body(body, Set.of("capacityWh", "soc", "maxAmps", "phases")));
            case "POST unplug" -> pile(id).unplug();
            case "POST card" -> pile(id).card(only(body, "token").text("token"));
            case "POST ev" -> {
                boolean ready = only(body, "ready").flag("ready");
                vehicle(id).ready(ready);
            }
            case "POST fault" -> pile(id).fault(Optional.of(code(only(body, "code"))));
            case "DELETE fault" -> pile(id).fault(Optional.empty());
            case "POST lock" -> pile(id).lockFails(only(body, "fails").flag("fails"));
            case "POST bay" -> pile(id).occupied(only(body, "occupied").flag("occupied"));
            case "POST meter" -> meter(id, new Body(body, Set.of("stuck", "backwards", "jumpWh")));
            case "POST line" -> line(id, new Body(body, Set.of("lateMs", "drop", "corrupt", "close")));
            default -> throw new NotThere("there is no " + what + " of an EVSE");
        }
        return simulator.piles().containsKey(id) ? view(id) : Map.of("id", id);
    }

    private static void plug(VirtualPile pile, Body body) {
        pile.plug(new Vehicle(
                body.above0("capacityWh", 50_000, 1_000_000),
                body.number("soc", 20, 0, 100),
                body.number("maxAmps", 32, 6, 80),
                body.whole("phases", 3, 1, 3)));
    }

    private static int code(Body body) {
        body.needed("code");
        return body.whole("code", 0, 0, MOST_CODE);
    }

    private void meter(String id, Body body) {
        Optional<Boolean> stuck = body.has("stuck") ? Optional.of(body.flag("stuck")) : Optional.empty();
        Optional<Boolean> backwards = body.has("backwards") ? Optional.of(body.flag("backwards")) : Optional.empty();
        double jump = body.number("jumpWh", 0, -MOST_JUMP_WH, MOST_JUMP_WH);
        Consumer<EnergyCounter> change = counter -> {
            stuck.ifPresent(counter::stuck);
            backwards.ifPresent(counter::backwards);
            counter.jump(jump);
        };
        simulator.meter(id).ifPresentOrElse(meter -> meter.meter(change), () -> pile(id).meter(change));
    }

    private void line(String id, Body body) {
        if (simulator.find(id).isEmpty()) {
            throw unknown(id);
        }
        LineTrouble trouble = simulator.trouble(id);
        int late = body.whole("lateMs", trouble.lateMillis(), 0, MOST_LATE_MILLIS);
        double drop = body.share("drop", trouble.drop());
        double corrupt = body.share("corrupt", trouble.corrupt());
        boolean close = body.flag("close", false);
        trouble.lateMillis(late);
        trouble.drop(drop);
        trouble.corrupt(corrupt);
        if (close) {
            simulator.hangUp(id);
        }
    }

    private Object power(Body body) {
        boolean on = body.flag("on");
        simulator.power(on);
        return Map.of("on", on);
    }

    private Object clock(Body body) {
        body.needed("speed");
        double speed = body.above0("speed", 1, MOST_SPEED);
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

    private static Body only(JsonNode body, String name) {
        return new Body(body, Set.of(name));
    }
}
