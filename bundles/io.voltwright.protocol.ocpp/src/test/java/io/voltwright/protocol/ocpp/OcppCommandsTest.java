package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.NAME;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.site.api.SiteSource;
import io.voltwright.users.api.Biller;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** What an engineer sees of back ends in the shell, and what is said where a word is wrong. */
@Timeout(180)
class OcppCommandsTest {

    private final PrintStream terminal = System.out;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final FakeStation station = new FakeStation();
    private final RealTime time = new RealTime();
    private List<BackEnd> backEnds = List.of();

    @BeforeEach
    void open() throws ReflectiveOperationException {
        BackEnd acme = new BackEnd(
                IdentitiesTest.config(Map.of("url", "ws://127.0.0.1:1/ocpp", "identity", "CP-1", "securityProfile", 0)),
                Map.of("service.pid", BackEnd.PID + "~" + NAME),
                context(),
                time,
                time,
                station.journal,
                station.turn,
                station.source);
        // As the framework does.
        inject(acme, "charging", station.charging);
        inject(acme, "site", proxy(SiteSource.class, FakeSite.site()));
        backEnds = List.of(acme);
        System.setOut(new PrintStream(seen, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        System.setOut(terminal);
        time.close();
    }

    private static void inject(Object component, String field, Object service) throws ReflectiveOperationException {
        Field reference = component.getClass().getDeclaredField(field);
        reference.setAccessible(true);
        reference.set(component, service);
    }

    private static BundleContext context() {
        Bundle bundle = proxy(Bundle.class, new Version("1.2.3"));
        return (BundleContext) Proxy.newProxyInstance(
                OcppCommandsTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> method.getName().equals("getBundle") ? bundle : "target");
    }

    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer));
    }

    private String run(Action command) throws Exception {
        seen.reset();
        command.execute();
        return seen.toString(StandardCharsets.UTF_8);
    }

    private String keys(String name, String key, String value) throws Exception {
        KeysCommand command = new KeysCommand();
        command.backEnds = backEnds;
        command.name = name;
        command.key = key;
        command.value = value.isEmpty() ? null : value;
        return run(command);
    }

    private String undelivered(boolean resend, String name) throws Exception {
        UndeliveredCommand command = new UndeliveredCommand();
        command.backEnds = backEnds;
        command.resend = resend;
        command.name = name;
        return run(command);
    }

    private String profiles(String name) throws Exception {
        ProfilesCommand command = new ProfilesCommand();
        command.backEnds = backEnds;
        command.name = name;
        return run(command);
    }

    private String schedule(String evse, int hours) throws Exception {
        ScheduleCommand command = new ScheduleCommand();
        command.backEnds = backEnds;
        command.evse = evse;
        command.hours = hours;
        return run(command);
    }

    static Stream<Class<?>> commands() {
        return Stream.of(
                StatusCommand.class,
                TailCommand.class,
                KeysCommand.class,
                ProfilesCommand.class,
                ScheduleCommand.class,
                ListCommand.class,
                ConnectCommand.class,
                DisconnectCommand.class,
                UndeliveredCommand.class);
    }

    @ParameterizedTest
    @MethodSource("commands")
    @DisplayName("each command says what it does, with an example, and completes its arguments")
    void help(Class<?> type) {
        Command command = type.getAnnotation(Command.class);
        assertThat(command.description()).isNotBlank();
        assertThat(command.detailedDescription()).contains("Example", "ocpp:" + command.name());
        Stream.of(type.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Argument.class))
                .filter(field -> !field.getName().equals("value"))
                .forEach(field -> assertThat(field.isAnnotationPresent(Completion.class))
                        .as("%s of %s completes", field.getName(), command.name())
                        .isTrue());
    }

    @Test
    void aBackEndThatIsNotThereIsSaidToBeNotThere() throws Exception {
        String none = "No back end 'moon' is running";
        assertThat(keys("moon", "", "")).contains(none);
        assertThat(undelivered(false, "moon")).contains(none).doesNotContain("Every message");
        assertThat(undelivered(true, "moon")).contains(none);
        assertThat(profiles("moon")).contains(none).doesNotContain("has set a charging profile");
        ListCommand list = new ListCommand();
        list.backEnds = backEnds;
        list.name = "moon";
        assertThat(run(list)).contains(none);
        ConnectCommand connect = new ConnectCommand();
        connect.backEnds = backEnds;
        connect.name = "moon";
        assertThat(run(connect)).contains(none);
        DisconnectCommand disconnect = new DisconnectCommand();
        disconnect.backEnds = backEnds;
        disconnect.name = "moon";
        assertThat(run(disconnect)).contains(none);
        TailCommand tail = new TailCommand();
        tail.backEnds = backEnds;
        tail.name = "moon";
        assertThat(run(tail)).contains(none);
    }

    @Test
    void withoutBackEndsEachCommandSaysThatThereAreNone() throws Exception {
        backEnds = List.of();
        StatusCommand status = new StatusCommand();
        status.backEnds = backEnds;
        assertThat(run(status)).contains("No back end is configured: io.voltwright.protocol.ocpp-NAME.cfg");
        assertThat(schedule(LEFT.value(), 1)).contains("No back end is configured");
        assertThat(run(new TailCommand())).contains("No back end is running");
    }

    @Test
    void statusShowsWhereABackEndStands() throws Exception {
        StatusCommand status = new StatusCommand();
        status.backEnds = backEnds;
        assertThat(run(status)).contains("acme", "disconnected", "ABLC");
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @DisplayName("a key that is not changed says why")
    @CsvSource(
            delimiter = '|',
            value = {
                "HeartbeatInterval | 90 | Accepted",
                "HeartbeatInterval | often | Rejected: HeartbeatInterval takes a whole number, 1 or more",
                "HeartbeatInterval | 0 | Rejected: HeartbeatInterval takes a whole number, 1 or more",
                "localpreauthorize | maybe | Rejected: LocalPreAuthorize takes true or false",
                "NumberOfConnectors | 3 | Rejected: NumberOfConnectors cannot be changed",
                "Weather | fine | NotSupported: there is no key Weather"
            })
    void keyChanges(String key, String value, String said) throws Exception {
        assertThat(keys(NAME, key, value).strip()).isEqualTo(said);
    }

    @Test
    void keysAreShownByAPartOfTheirName() throws Exception {
        assertThat(keys(NAME, "phaserot", ""))
                .contains("ConnectorPhaseRotation", "0.Unknown,1.RST,2.RST", "read write");
        assertThat(keys(NAME, "weather", "")).contains("No such key");
        assertThat(keys(NAME, "AuthorizationKey", "")).contains("***");
    }

    @Test
    void whatWasGivenUpIsListedAndSaidAgain() throws Exception {
        assertThat(undelivered(false, NAME)).contains("Every message was delivered");
        station.start();
        station.peer.refuse("StartTransaction");
        SessionId session = station.begin(RIGHT, "CARD", Biller.backend(NAME), 100);
        station.pass(Duration.ofSeconds(200));
        assertThat(undelivered(false, NAME)).contains("StartTransaction", "right", session.value());
        assertThat(undelivered(true, NAME)).contains("acme: 1 messages will be said again");
    }

    @Test
    void scheduleShowsWhatProfilesComeToAndWhichEvsesThereAre() throws Exception {
        station.put(LEFT, 1, EvseStatus.AVAILABLE, Optional.empty());
        String before = Instant.now().toString().substring(0, 8);
        String shown = schedule(LEFT.value(), 1);
        // A month may begin meanwhile.
        String after = Instant.now().toString().substring(0, 8);
        assertThat(shown).contains("acme").containsAnyOf(before, after);
        assertThat(schedule(ScheduleCommand.STATION, 1)).contains("acme");
        assertThat(schedule("middle", 1)).contains("There is no EVSE middle on this site; there are [left, right]");
    }

    private List<String> completed(Completer completer) {
        List<String> candidates = new ArrayList<>();
        CommandLine line = (CommandLine) Proxy.newProxyInstance(
                OcppCommandsTest.class.getClassLoader(),
                new Class<?>[] {CommandLine.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getCursorArgument" -> "";
                    case "getArguments" -> new String[] {""};
                    case "getBuffer" -> "";
                    default -> 0;
                });
        completer.complete(null, line, candidates);
        return candidates.stream().map(String::strip).toList();
    }

    @Test
    void argumentsComplete() {
        BackEndCompleter names = new BackEndCompleter();
        names.backEnds = backEnds;
        assertThat(completed(names)).containsExactly(NAME);
        KeyCompleter keys = new KeyCompleter();
        keys.backEnds = backEnds;
        assertThat(completed(keys)).contains("HeartbeatInterval", "SecurityProfile");
        EvseCompleter evses = new EvseCompleter();
        evses.charging = station.charging;
        assertThat(completed(evses)).contains("left", "right", "station");
        assertThat(completed(new ActionCompleter()))
                .contains("StartTransaction")
                .hasSize(39);
    }
}
