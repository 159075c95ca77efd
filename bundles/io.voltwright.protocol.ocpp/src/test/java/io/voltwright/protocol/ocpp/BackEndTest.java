package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.journal.api.FactReader;
import io.voltwright.users.api.Authorizer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.java_websocket.WebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;

/** Several back ends at one central system, one of the site and one of its piles, as their files come and go. */
@Timeout(600)
class BackEndTest {

    private final FakeStation station = new FakeStation();
    private final RealTime time = new RealTime();
    private final List<String> services = new CopyOnWriteArrayList<>();
    private final BundleContext context = context();
    private TestServer server;

    @BeforeEach
    void open() throws InterruptedException {
        server = new TestServer("ocpp1.6").open();
        server.script = TestServer::content;
    }

    @AfterEach
    void close() {
        server.close();
        time.close();
        assertThat(server.violations).isEmpty();
    }

    /** What the framework is to a back end: it takes and gives up services. */
    private BundleContext context() {
        Bundle bundle = fake(Bundle.class, arguments -> new Version("1.2.3"));
        return (BundleContext) Proxy.newProxyInstance(
                BackEndTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getBundle" -> bundle;
                    case "registerService" -> registered(arguments[1], (Dictionary<?, ?>) arguments[2]);
                    case "getProperty" -> "target";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private ServiceRegistration<?> registered(Object service, Dictionary<?, ?> properties) {
        String name = service instanceof FactReader reader
                ? reader.name()
                : "authorizer " + ((Authorizer) service).backend() + " " + properties.get("backend");
        services.add(name);
        return fake(ServiceRegistration.class, arguments -> services.remove(name));
    }

    private static <T> T fake(Class<T> type, Function<List<Object>, Object> does) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> does.apply(arguments == null ? List.of() : Arrays.asList(arguments))));
    }

    private BackEnd backEnd(String name, String as, String identity) {
        return new BackEnd(
                IdentitiesTest.config(
                        Map.of("url", server.url("ws"), "as", as, "identity", identity, "securityProfile", 0)),
                Map.of("service.pid", BackEnd.PID + "~" + name),
                context,
                time,
                time,
                station.journal,
                station.turn,
                station.source);
    }

    private void awaitConnected(String... identities) {
        List<String> paths =
                Arrays.stream(identities).map(one -> "/ocpp/" + one).toList();
        Awaitility.await("connected are " + paths)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> server.getConnections().stream()
                        .map(WebSocket::getResourceDescriptor)
                        .sorted()
                        .toList()
                        .equals(paths));
    }

    private void awaitServices(String... names) {
        Awaitility.await("it offers these services")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(services).containsExactlyInAnyOrder(names));
    }

    @Test
    @DisplayName("as = site is one station, as = pile one for each EVSE; each comes and goes without the other")
    void siteAndPiles() throws InterruptedException {
        BackEnd site = backEnd("zeta", "site", "SITE-1");
        site.start();
        BackEnd piles = backEnd("acme", "pile", "PILE-{evse}");
        piles.start();
        for (BackEnd each : List.of(site, piles)) {
            each.siteChanged(FakeSite.site());
        }
        awaitConnected("PILE-left", "PILE-right", "SITE-1");
        assertThat(site.points()).hasSize(1);
        awaitServices(
                "authorizer zeta zeta",
                "ocpp.zeta",
                "ocpp.zeta.security",
                "authorizer acme acme",
                "ocpp.acme.left",
                "ocpp.acme.left.security",
                "ocpp.acme.right",
                "ocpp.acme.right.security");

        for (BackEnd each : List.of(site, piles)) {
            each.siteChanged(FakeSite.site(LEFT));
        }
        awaitConnected("PILE-left", "SITE-1");
        site.stop();
        awaitConnected("PILE-left");
        awaitServices("authorizer acme acme", "ocpp.acme.left", "ocpp.acme.left.security");

        BackEnd again = backEnd("zeta", "pile", "SITE-1-{evse}");
        again.start();
        again.siteChanged(FakeSite.site(LEFT));
        awaitConnected("PILE-left", "SITE-1-left");
        piles.stop();
        again.stop();
        awaitConnected();
        awaitServices();
    }
}
