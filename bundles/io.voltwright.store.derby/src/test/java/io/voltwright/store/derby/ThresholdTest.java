package io.voltwright.store.derby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

class ThresholdTest {

    final CountDownLatch opened = new CountDownLatch(1);
    final Thread opener = new Thread(this::openSlowly);

    private void openSlowly() {
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void end() {
        opened.countDown();
    }

    @Test
    void aBundleWithASchemaWaitsForTheStoreWhileOthersGoOn() throws InterruptedException {
        Threshold threshold = new Threshold(framework());
        opener.start();
        threshold.open(opener);

        threshold.addingBundle(bundle("Bundle-Name"), null);
        Thread starter = new Thread(() -> threshold.addingBundle(bundle(SchemaExtender.HEADER), null));
        starter.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> starter.getState() == Thread.State.WAITING);

        opened.countDown();
        starter.join(60_000);
        assertThat(starter.isAlive()).isFalse();
    }

    // A store that is replaced finds the bundles that use it started, and nobody should find them without it.
    @Test
    void aStoreAmongBundlesThatRunIsStartedWhenItIsOpen() throws InterruptedException {
        Threshold threshold = new Threshold(framework(bundle(SchemaExtender.HEADER)));
        opener.start();
        Thread starter = new Thread(() -> threshold.open(opener));
        starter.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> starter.getState() == Thread.State.WAITING);

        opened.countDown();
        starter.join(60_000);
        assertThat(starter.isAlive()).isFalse();
    }

    private static BundleContext framework(Bundle... bundles) {
        return (BundleContext) Proxy.newProxyInstance(
                ThresholdTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> "getBundles".equals(method.getName()) ? bundles : null);
    }

    private static Bundle bundle(String header) {
        Dictionary<String, String> headers = FrameworkUtil.asDictionary(Map.of(header, "charging"));
        return (Bundle) Proxy.newProxyInstance(
                ThresholdTest.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> headers;
                    case "getState" -> Bundle.ACTIVE;
                    case "hashCode" -> header.hashCode();
                    case "equals" -> proxy == arguments[0];
                    default -> null;
                });
    }
}
