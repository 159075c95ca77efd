package io.voltwright.itests.ocpp;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.itests.Charges;
import io.voltwright.itests.Facts;
import io.voltwright.itests.Listeners;
import io.voltwright.itests.Rest;
import io.voltwright.itests.Shell;
import io.voltwright.itests.Station;
import io.voltwright.itests.Yard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A laboratory: one booted station, its yard and its central system for all cases of a class, and what a person in it does.
 *
 * <p>Connector 1 is a pile with a reader and nothing to unlock, connector 2 one with a reader and a socket that is unlocked by command. Each case
 * finds the station accepted, with free connectors and with the keys that it was opened with.
 */
final class Lab implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    /** The back end's name in the station's files. */
    static final String BACK_END = "lab";

    static final String IDENTITY = "LAB-0001";
    static final List<String> EVSES = List.of("left", "right");

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern PLACE = Pattern.compile("ocpp\\." + BACK_END + "\\s\\D*(\\d+)");

    private final String name;
    private final int leftPort = Listeners.freePort();
    private final int rightPort = Listeners.freePort();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, String> firstKeys = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> touched = new LinkedHashMap<>();
    private String backEnd = "securityProfile = 0";
    private String scheme = "ws";
    private int boots = 1;
    private Supplier<Door> door = Door::open;
    private @Nullable Yard yard;
    private @Nullable Station station;
    private @Nullable CentralSystem csms;

    private Lab(String name) {
        this.name = name;
        file("io.voltwright.protocol.ocpp.maintenance.cfg", "enabled = true\n");
        file("io.voltwright.users.directory.cfg", "route = *=" + BACK_END + "\n");
        charging("");
    }

    /** Boots when the class begins. */
    static Lab of(String name) {
        return new Lab("ocpp-" + name);
    }

    // --- how it is furnished, before it boots ---

    /** A file of the station's configuration. */
    Lab file(String file, String content) {
        files.put(file, content);
        return this;
    }

    /** Lines of the configuration of charging, as {@code session.afterPowerLoss = stop}; the pile's relays are not spared. */
    Lab charging(String lines) {
        return file(
                "io.voltwright.charging.engine.cfg",
                "starts.spacing.seconds = 0\nstarts.perHour = 10000\nstarts.perDay = 10000\n" + lines + "\n");
    }

    /** Lines of the configuration of the back end, in place of no security. */
    Lab backEnd(String wanted, String lines) {
        scheme = wanted;
        backEnd = lines;
        return this;
    }

    /** The central system's door, in place of one without TLS; made once when the class begins. */
    Lab door(Supplier<Door> made) {
        door = made;
        return this;
    }

    /** A key that each case finds at this value. */
    Lab key(String key, String value) {
        firstKeys.put(key, value);
        return this;
    }

    /** An environment variable of the station. */
    Lab with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    // --- its life ---

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        OcaSchemas.needed();
        CentralSystem opened = CentralSystem.open(door.get());
        csms = opened;
        yard = Yard.open(
                name,
                """
                devices:
                  - {id: left, profile: bender-cc612, tcp: %d, unit: 255}
                  - {id: right, profile: keba-kecontact-p30, tcp: %d, unit: 255}
                """
                        .formatted(leftPort, rightPort));
        Station fresh = Station.fresh(name);
        station = fresh;
        files.forEach(fresh::setting);
        environment.forEach(fresh::with);
        fresh.setting("site.yaml", site(""));
        fresh.setting("io.voltwright.protocol.ocpp-" + BACK_END + ".cfg", backEndFile());
        fresh.start();
        opened.door().awaitStation();
        opened.awaitStatus(1, "Available");
        opened.awaitStatus(2, "Available");
        firstKeys.forEach(this::preset);
    }

    /** The site of a running station changes: these lines describe more EVSEs. */
    void site(List<String> more) {
        station().setting("site.yaml", site(String.join("\n    ", more)));
    }

    private String site(String more) {
        return """
                site: Laboratory
                zone: Europe/Amsterdam
                tariff: standard
                grid:
                  limit: 100 A
                  evses:
                    left: {profile: bender-cc612, tcp: "127.0.0.1:%d", most: 16 A}
                    right: {profile: keba-kecontact-p30, tcp: "127.0.0.1:%d", most: 16 A, fail-safe: 6 A, fail-safe-after: 30 s}
                    %s
                """
                .formatted(leftPort, rightPort, more);
    }

    private String backEndFile() {
        return """
                url = %s://127.0.0.1:%d/ocpp
                identity = %s
                retryBackOffWaitMinimumSeconds = 1
                retryBackOffRandomRangeSeconds = 0
                retryBackOffRepeatTimes = 0
                %s
                """
                .formatted(scheme, csms().door().port(), IDENTITY, backEnd);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        csms().agrees();
        csms().door().reopen();
        if (!station().running()) {
            station().start();
        }
        csms().door().awaitStation();
        clear();
        csms().forget();
    }

    /** Leaves every connector free, as it was before a case. */
    void clear() throws IOException {
        for (String evse : EVSES) {
            yard().post(evse + "/lock", "{\"fails\": false}");
            yard().heal(evse);
            yard().unplug(evse);
        }
        Charges charges = charges();
        for (String evse : EVSES) {
            charges.awaitStatus(evse, "AVAILABLE");
        }
        Awaitility.await("nothing waits to be told")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                // Well within what one address may ask per minute.
                .pollInterval(Duration.ofMillis(150))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    JsonNode now = state();
                    return now.path("state").asText().equals("accepted")
                            && now.path("waiting").asLong() == 0;
                });
        // What is a fact already may not have been looked at.
        csms().awaitRest(1, 2);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            csms().assertClean();
        } finally {
            Map<String, String> back = Map.copyOf(touched);
            touched.clear();
            if (station().running()) {
                back.forEach(this::preset);
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (station != null) {
            station.close();
        }
        if (csms != null) {
            csms.close();
        }
        if (yard != null) {
            yard.close();
        }
    }

    // --- who is in it ---

    CentralSystem csms() {
        return there(csms);
    }

    Station station() {
        return there(station);
    }

    Yard yard() {
        return there(yard);
    }

    Charges charges() throws IOException {
        return new Charges(station().rest());
    }

    Shell shell() throws IOException {
        return station().admin();
    }

    private static <T> T there(@Nullable T thing) {
        if (thing == null) {
            throw new IllegalStateException("the laboratory is not open");
        }
        return thing;
    }

    // --- what a person does ---

    /** A car with a large battery that takes 16 A on three phases. */
    void plug(int connector) throws IOException {
        yard().plug(evse(connector));
    }

    void unplug(int connector) throws IOException {
        yard().unplug(evse(connector));
    }

    /** Shows a card, and holds it until the reader was looked at. */
    void card(int connector, String idTag) throws IOException {
        yard().card(evse(connector), idTag);
        Awaitility.await("the card is read")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> yard().evse(evse(connector)).path("unreadCards").asInt() == 0);
    }

    /** Whether the car wants energy: the switch S2 of the vehicle. */
    void carReady(int connector, boolean ready) throws IOException {
        yard().post(evse(connector) + "/ev", "{\"ready\": " + ready + "}");
    }

    /** The pile goes out of order. */
    void fault(int connector, int code) throws IOException {
        yard().post(evse(connector) + "/fault", "{\"code\": " + code + "}");
    }

    void heal(int connector) throws IOException {
        yard().heal(evse(connector));
    }

    /** The latch that has to hold the plug of connector 1 does not close: bit 8 of the pile's errors. */
    void latchFails() throws IOException {
        fault(1, 1 << 8);
    }

    /** Whether the lock of the socket fails to open from now on. */
    void lockFails(int connector, boolean fails) throws IOException {
        yard().post(evse(connector) + "/lock", "{\"fails\": " + fails + "}");
    }

    /** Whether the lock of the socket was opened by command since its car came or went. */
    boolean unlocked(int connector) throws IOException {
        return yard().evse(evse(connector)).path("unlocked").asBoolean();
    }

    /** The controller is dark at once: SIGKILL. The piles have power of their own. */
    void powerCut() {
        station().kill();
        csms().door().awaitGone();
    }

    /** Power is back, and so the operating system has booted; returns when the station is ready. */
    void powerBack() {
        boots++;
        station().with("VOLTWRIGHT_JAVA_OPTS", "-Dvoltwright.os.boot=" + boots).start();
    }

    /** Power fails, and a reserve lets the station end its sessions; then it is dark. */
    void powerFailsWithReserve() throws IOException {
        rest().post("/maintenance/powerfail", "");
        durable();
        powerCut();
    }

    /** Waits until the station has on disk what the back end answered to all that is a fact now: that is not told again. */
    void durable() throws IOException {
        Shell shell = shell();
        long last = Facts.parse(shell.run("journal:tail -n 1").lines()).get(0).position();
        charges().await("the back end was told all up to " + last, () -> {
            Matcher place = PLACE.matcher(shell.run("journal:readers"));
            return place.find() && Long.parseLong(place.group(1)) >= last;
        });
    }

    static String evse(int connector) {
        return EVSES.get(connector - 1);
    }

    // --- a charge, in the steps of most cases ---

    /** A car comes, then a card; returns the StartTransaction when energy flows. */
    Heard charge(int connector, String idTag) throws IOException {
        plug(connector);
        csms().awaitStatus(connector, "Preparing");
        card(connector, idTag);
        Heard start = csms().await("StartTransaction", call -> call.number("connectorId") == connector);
        csms().awaitStatus(connector, "Charging");
        charges().await("the station knows the answer", () -> acknowledged(connector));
        return start;
    }

    private boolean acknowledged(int connector) throws IOException {
        for (JsonNode open : state().path("transactions")) {
            if (open.path("connectorId").asInt() == connector
                    && open.path("acknowledged").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    // --- the maintenance API ---

    private Rest rest() throws IOException {
        return station().rest();
    }

    /** Sets a key for this case; afterwards it is as it was before. */
    void set(String key, String value) {
        try {
            String before =
                    firstKeys.getOrDefault(key, state().path("keys").path(key).asText());
            touched.putIfAbsent(key, before);
            preset(key, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void preset(String key, String value) {
        try {
            JsonNode answer = rest().post("/maintenance/ocpp/keys", "{\"" + key + "\": \"" + value + "\"}");
            String status = answer.path(key).path("status").asText();
            if (!status.equals("Accepted")) {
                throw new AssertionError(key + " = " + value + " was " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts these, and nothing else, into the cache.
     *
     * @param entries a JSON list of idTag and idTagInfo
     */
    void cache(String entries) throws IOException {
        rest().post("/maintenance/ocpp/cache", entries);
    }

    /**
     * Sends a local list without the back end.
     *
     * @param list the payload of SendLocalList
     */
    JsonNode list(String list) throws IOException {
        return rest().post("/maintenance/ocpp/list", list);
    }

    void connect() throws IOException {
        rest().post("/maintenance/ocpp/connect", "");
        csms().door().awaitStation();
    }

    void disconnect() throws IOException {
        rest().post("/maintenance/ocpp/disconnect", "");
    }

    /** How the station stands with the back end. */
    JsonNode state() throws IOException {
        return rest().get("/maintenance/ocpp/state").path("backEnds").path(BACK_END);
    }
}
