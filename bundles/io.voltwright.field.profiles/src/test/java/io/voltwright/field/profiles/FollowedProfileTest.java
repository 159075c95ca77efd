package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.base.api.Voltage;
import io.voltwright.field.api.Offer;
import io.voltwright.field.api.Pile;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A profile that is changed while it drives a pile; registers are those of field reference 1.9. */
class FollowedProfileTest {

    private static final int STATE = 5;
    private static final int SET_CURRENT = 261;

    private final VirtualTime time = new VirtualTime();
    private final Board board = new Board();
    private volatile Optional<Pile> pile = Optional.empty();

    @TempDir
    Path folder = Path.of("");

    private Optional<ProfileCatalogue> catalogue = Optional.empty();
    private Optional<FieldDrivers> drivers = Optional.empty();

    /** A device whose registers hold what was put or written there; it does nothing by itself. */
    private final class Board implements RegisterBus {

        final Map<Integer, Integer> registers = new HashMap<>();
        final List<Request> writes = new ArrayList<>();
        final List<Integer> read = new ArrayList<>();

        @Override
        public DeviceId id() {
            return new DeviceId("bus");
        }

        @Override
        public void unit(int unit, Timing timing) {}

        @Override
        public CompletionStage<Reply> submit(Request request) {
            List<Integer> words = new ArrayList<>(request.values());
            if (request.isWrite()) {
                writes.add(request);
            }
            for (int i = 0; i < request.values().size(); i++) {
                registers.put(request.address() + i, request.values().get(i));
            }
            for (int i = 0; i < request.count(); i++) {
                read.add(request.address() + i);
                words.add(registers.getOrDefault(request.address() + i, 0));
            }
            return CompletableFuture.completedFuture(new Reply(words, time.moment()));
        }
    }

    @BeforeEach
    void start() throws IOException {
        // I4 layout 0x0108, I5 = 2 nothing plugged, H258, H259.
        board.registers.putAll(Map.of(4, 0x0108, STATE, 2, 258, 4, 259, 1));
        write(profile());
        ProfileCatalogue profiles = new ProfileCatalogue(
                Optional.of(folder), Pins.NONE, time.open("profiles"), Executors.newSingleThreadExecutor());
        catalogue = Optional.of(profiles);
        FieldDrivers made = new FieldDrivers(context(), profiles, time, time);
        drivers = Optional.of(made);
        made.addBus(board);
        made.siteChanged(site());
        time.pass(Duration.ofSeconds(20));
        assertThat(pile().status().quality()).isEqualTo(Quality.GOOD);
    }

    @AfterEach
    void end() throws InterruptedException {
        drivers.ifPresent(FieldDrivers::stop);
        catalogue.orElseThrow().stop();
    }

    @Test
    void aFreePileFollowsWithinSeconds() throws IOException {
        Pile before = pile();
        board.read.clear();

        write(profile().replace("\npoints:", "\npoints:\n  added: {at: 300, table: holding, type: u16, poll: fast}"));

        awaitAnother(before);
        time.pass(Duration.ofSeconds(20));
        assertThat(board.read).contains(300);
        assertThat(pile().status().armed()).isTrue();
        assertThat(board.writes)
                .noneMatch(write ->
                        write.address() == SET_CURRENT && write.values().get(0) > 0);
    }

    @Test
    void aChargeIsNotTouchedAndThePileFollowsWhenItIsOver() throws IOException {
        Pile before = pile();
        offer(16);
        board.registers.put(STATE, 7);
        time.pass(Duration.ofSeconds(5));
        board.writes.clear();

        write(profile().replace("title: Heidelberg Energy Control", "title: Mine"));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            offer(16);
            time.pass(Duration.ofSeconds(3));
            return catalogue.orElseThrow().find("mine").orElseThrow().title().equals("Mine");
        });
        offer(16);
        time.pass(Duration.ofSeconds(20));

        assertThat(pile()).isSameAs(before);
        assertThat(board.registers).containsEntry(SET_CURRENT, 160);
        assertThat(board.writes).noneMatch(write -> write.address() == SET_CURRENT);

        offer(0);
        board.registers.put(STATE, 5);
        awaitAnother(before);
    }

    @Test
    void whatIsWrongOrUnchangedReplacesNothing() throws IOException {
        Pile before = pile();

        write(profile().replace("{at: 9,  type: s16", "{at: 9,  type: s17"));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            time.pass(Duration.ofSeconds(3));
            return !catalogue.orElseThrow().refused().isEmpty();
        });
        write(profile());
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            time.pass(Duration.ofSeconds(3));
            return catalogue.orElseThrow().refused().isEmpty();
        });
        time.pass(Duration.ofSeconds(10));

        assertThat(pile()).isSameAs(before);
    }

    private void awaitAnother(Pile before) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            time.pass(Duration.ofSeconds(3));
            return pile.filter(now -> now != before).isPresent();
        });
    }

    private void offer(int amperes) {
        CompletableFuture<Outcome> answer = pile().offer(
                        new Offer(Current.amperes(amperes), Duration.ofMinutes(2), Current.amperes(6)))
                .toCompletableFuture();
        time.pass(Duration.ofSeconds(10));
        assertThat(answer.join()).isEqualTo(Outcome.done());
    }

    private Pile pile() {
        return pile.orElseThrow();
    }

    private void write(String text) throws IOException {
        Path next = folder.resolve("mine.next");
        Files.writeString(next, text);
        Files.move(next, folder.resolve("mine.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String profile() throws IOException {
        try (InputStream text =
                ProfileCatalogue.class.getResourceAsStream("/profiles/heidelberg-energy-control.yaml")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("id: heidelberg-energy-control", "id: mine");
        }
    }

    private static Site site() {
        Evse evse = new Evse(
                new EvseId("pile"),
                "mine",
                new DeviceId("bus"),
                1,
                1,
                List.of(Phase.values()),
                Current.amperes(16),
                Current.amperes(6),
                Duration.ofSeconds(60),
                Optional.empty(),
                Optional.empty(),
                "standard");
        Bus bus = new Bus(new DeviceId("bus"), new Bus.Serial("nowhere", 19_200, Bus.Frame.of("8E1"), Bus.Mode.RTU));
        Node grid = new Node("grid", Current.amperes(63), Optional.empty(), List.of(evse.id()), List.of());
        return new Site(
                "test",
                ZoneId.of("Europe/Berlin"),
                Voltage.volts(230),
                grid,
                List.of(bus),
                List.of(evse),
                List.of(),
                List.of());
    }

    /** Keeps the pile that is registered now. */
    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (self, method, arguments) -> {
                    Pile made = (Pile) arguments[1];
                    pile = Optional.of(made);
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {ServiceRegistration.class},
                            (registration, called, none) -> {
                                pile = Optional.empty();
                                return null;
                            });
                });
    }
}
