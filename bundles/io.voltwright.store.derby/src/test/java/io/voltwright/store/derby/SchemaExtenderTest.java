package io.voltwright.store.derby;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.VirtualTime;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;

class SchemaExtenderTest {

    final TestStore store = TestStore.inMemory();
    final List<String> services = new ArrayList<>();
    final SchemaExtender extender =
            new SchemaExtender(context(), store.connections(), new Migrator(store.connections(), new VirtualTime()));

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aBundleThatAsksGetsItsSchemaAndLosesItWhenItStops(@TempDir Path files) throws IOException {
        Bundle bundle = bundle("charging", files, "CREATE TABLE CHARGING.SESSION (ID INTEGER)");

        SchemaExtender.Schema schema = Objects.requireNonNull(extender.addingBundle(bundle, null));

        assertThat(schema.step()).isEqualTo(1);
        assertThat(services).containsExactly("charging");
        extender.removedBundle(bundle, null, schema);
        assertThat(services).isEmpty();
        assertThat(extender.schemas()).isEmpty();
    }

    @Test
    void aBundleThatDoesNotAskIsLeftAlone(@TempDir Path files) {
        assertThat(extender.addingBundle(bundle("", files), null)).isNull();
    }

    @Test
    void aStepThatFailsMeansNoServiceButAReason(@TempDir Path files) throws IOException {
        SchemaExtender.Schema schema =
                Objects.requireNonNull(extender.addingBundle(bundle("charging", files, "CREATE NONSENSE"), null));

        assertThat(schema.refusal()).hasValueSatisfying(reason -> assertThat(reason)
                .contains("step 001-first failed at 'CREATE NONSENSE'"));
        assertThat(services).isEmpty();
        assertThat(extender.schemas()).containsExactly(schema);
    }

    @Test
    void aSchemaBelongsToTheFirstBundleThatAsks(@TempDir Path files) throws IOException {
        Bundle first = bundle("charging", files, "CREATE TABLE CHARGING.SESSION (ID INTEGER)");
        extender.addingBundle(first, null);

        SchemaExtender.Schema second = Objects.requireNonNull(extender.addingBundle(bundle("charging", files), null));

        assertThat(second.refusal()).contains("schema charging belongs to io.voltwright.charging 1.0.0");
        extender.removedBundle(first, null, second);
        assertThat(services).containsExactly("charging");
    }

    private static Bundle bundle(String schema, Path files, String... steps) throws IOException {
        for (int i = 0; i < steps.length; i++) {
            Files.writeString(files.resolve("00%d-first.sql".formatted(i + 1)), steps[i]);
        }
        return bundle(schema, files);
    }

    private static Bundle bundle(String schema, Path files) {
        Dictionary<String, String> headers =
                FrameworkUtil.asDictionary(schema.isEmpty() ? Map.of() : Map.of(SchemaExtender.HEADER, schema));
        return fake(Bundle.class, (method, arguments) -> switch (method) {
            case "getHeaders" -> headers;
            case "getState" -> Bundle.STARTING;
            case "getSymbolicName" -> "io.voltwright." + schema;
            case "getVersion" -> new Version(1, 0, 0);
            case "findEntries" -> {
                try (var all = Files.list(files)) {
                    List<URL> urls = new ArrayList<>();
                    for (Path file : all.toList()) {
                        urls.add(file.toUri().toURL());
                    }
                    yield Collections.enumeration(urls);
                }
            }
            default -> throw new AssertionError(method);
        });
    }

    private BundleContext context() {
        return fake(BundleContext.class, (method, arguments) -> switch (method) {
            case "registerService" -> {
                String schema = String.valueOf(((Dictionary<?, ?>) arguments[2]).get("schema"));
                assertThat(arguments[1]).isInstanceOf(DataSource.class);
                services.add(schema);
                yield fake(ServiceRegistration.class, (unregister, nothing) -> services.remove(schema));
            }
            default -> throw new AssertionError(method);
        });
    }

    private interface Answers {

        Object to(String method, Object[] arguments) throws Exception;
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                SchemaExtenderTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
    }
}
