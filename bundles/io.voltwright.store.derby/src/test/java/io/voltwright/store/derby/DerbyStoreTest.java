package io.voltwright.store.derby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.VirtualTime;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

class DerbyStoreTest {

    // The disk may be full, or the old process may still be ending: nobody should have to restart the bundle.
    @Test
    void aStoreThatDoesNotOpenIsTriedAgainUntilItDoes(@TempDir Path home) throws IOException {
        Path inTheWay = home.resolve("data");
        Files.writeString(inTheWay, "not a folder");
        VirtualTime time = new VirtualTime();
        DerbyStore store = new DerbyStore(emptyFramework(), inTheWay.resolve("db"), time, time);
        store.start();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(store.refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("cannot be used")));
        assertThat(store.database()).isEmpty();

        Files.delete(inTheWay);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            time.pass(Duration.ofSeconds(10));
            return store.database().isPresent();
        });
        assertThat(store.refusal()).isEmpty();
        store.stop();
    }

    private static BundleContext emptyFramework() {
        return (BundleContext) Proxy.newProxyInstance(
                DerbyStoreTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> "getBundles".equals(method.getName()) ? new Bundle[0] : null);
    }
}
