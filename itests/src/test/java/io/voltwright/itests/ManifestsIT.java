package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.header.OSGiHeader;
import aQute.bnd.header.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The import rules of the house, read from the manifests of everything that is delivered. */
class ManifestsIT {

    private static final String OURS = "io.voltwright.";
    private final Map<String, Attributes> bundles = read(Image.built().ownBundles());

    @Test
    void theImageCarriesAllFiveModules() {
        assertThat(bundles.keySet())
                .contains(
                        "io.voltwright.journal.derby",
                        "io.voltwright.charging.engine",
                        "io.voltwright.users.directory",
                        "io.voltwright.transactions.ledger",
                        "io.voltwright.protocol.ocpp",
                        "io.voltwright.security.gate");
    }

    @Test
    void aContractExportsItsOnePackage() {
        bundles.forEach((name, manifest) -> {
            if (isContract(name)) {
                assertThat(packages(manifest, "Export-Package").keySet())
                        .as(name)
                        .containsExactly(name);
            }
        });
    }

    @Test
    void anImplementationExportsNothing() {
        bundles.forEach((name, manifest) -> {
            if (!isContract(name) && !isLibrary(name)) {
                assertThat(packages(manifest, "Export-Package").keySet())
                        .as(name)
                        .isEmpty();
            }
        });
    }

    @Test
    void nobodyImportsAnImplementation() {
        bundles.forEach((name, manifest) ->
                assertThat(ownImports(manifest).keySet()).as(name).allMatch(ManifestsIT::isContract));
    }

    @Test
    void nobodyRequiresABundleByName() {
        bundles.forEach((name, manifest) ->
                assertThat(manifest.getValue("Require-Bundle")).as(name).isNull());
    }

    @Test
    void noPackageOfOursIsOptional() {
        bundles.forEach((name, manifest) -> assertThat(ownImports(manifest).values())
                .as(name)
                .allMatch(attributes -> !"optional".equals(attributes.get("resolution:"))));
        bundles.forEach((name, manifest) ->
                assertThat(manifest.getValue("DynamicImport-Package")).as(name).isNull());
    }

    @Test
    void driversCannotNameASession() {
        assertThat(importersOf("io.voltwright.charging.api")).noneMatch(name -> name.startsWith(OURS + "field."));
    }

    @Test
    void protocolsCannotNameADriver() {
        assertThat(importersOf("io.voltwright.field.api")).noneMatch(name -> name.startsWith(OURS + "protocol."));
    }

    @Test
    void contractsLeanOnlyOnContractsBelowThem() {
        Map<String, List<String>> below = Map.of(
                "base", List.of(),
                "journal", List.of("base"),
                "field", List.of("base", "journal"),
                "site", List.of("base", "journal"),
                "users", List.of("base", "journal"),
                "security", List.of("base", "journal"),
                "charging", List.of("base", "journal", "site", "users"),
                "transactions", List.of("base", "journal"));
        bundles.forEach((name, manifest) -> {
            if (isContract(name)) {
                List<String> allowed = below.getOrDefault(module(name), List.of());
                assertThat(ownImports(manifest).keySet())
                        .as(name)
                        .allMatch(imported -> imported.equals(name) || allowed.contains(module(imported)));
            }
        });
    }

    private List<String> importersOf(String contract) {
        return bundles.entrySet().stream()
                .filter(entry -> ownImports(entry.getValue()).containsKey(contract))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isContract(String name) {
        return name.endsWith(".api");
    }

    private static boolean isLibrary(String name) {
        return name.startsWith(OURS + "lib.");
    }

    private static String module(String name) {
        return name.substring(OURS.length(), name.indexOf('.', OURS.length()));
    }

    private static Map<String, Map<String, String>> ownImports(Attributes manifest) {
        Map<String, Map<String, String>> imports = packages(manifest, "Import-Package");
        imports.keySet().removeIf(name -> !name.startsWith(OURS));
        return imports;
    }

    private static Map<String, Map<String, String>> packages(Attributes manifest, String header) {
        Map<String, Map<String, String>> found = new TreeMap<>();
        String value = manifest.getValue(header);
        if (value != null) {
            Parameters parameters = OSGiHeader.parseHeader(value);
            parameters.forEach((name, attributes) -> found.put(name, Map.copyOf(attributes)));
        }
        return found;
    }

    private static Map<String, Attributes> read(List<Path> jars) {
        Map<String, Attributes> found = new TreeMap<>();
        for (Path path : jars) {
            try (JarFile jar = new JarFile(path.toFile())) {
                Attributes manifest = jar.getManifest().getMainAttributes();
                String name = String.valueOf(manifest.getValue("Bundle-SymbolicName"));
                found.put(name, manifest);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }
}
