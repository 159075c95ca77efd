package io.voltwright.security.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for weak settings in the files of the station. */
final class FileInspection {

    private static final Pattern PLAIN = Pattern.compile("\\b(ws|http|mqtt|tcp|ftp)://[^\\s,\"'\\]]+");
    private static final Pattern SECRET = Pattern.compile("(?i).*(passw|secret|api.?key|auth.?key).*");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private FileInspection() {}

    static List<Finding> of(Inspection.Place place) {
        List<Finding> found = new ArrayList<>();
        keyStore(place.home().resolve("keys"), found);
        karaf(place, found);
        for (String users : List.of("users.properties", "keys.properties")) {
            if (!settings(place.etc().resolve(users)).isEmpty()) {
                found.add(Finding.high(
                        users,
                        "holds accounts of Karaf's own; they are good while security.gate is away",
                        "empty " + place.etc().resolve(users)));
            }
        }
        modules(place.etc(), found);
        return found;
    }

    private static void keyStore(Path folder, List<Finding> found) {
        if (!Files.exists(folder)) {
            return;
        }
        int before = found.size();
        closed(folder, found);
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(file -> closed(file, found));
        } catch (IOException e) {
            found.add(Finding.medium("key store", folder + " cannot be listed", "look at its owner"));
        }
        if (found.size() == before) {
            found.add(Finding.ok("key store", "only the station may read " + folder));
        }
        if (Files.exists(folder.resolve("passphrase"))) {
            found.add(Finding.low(
                    "key store",
                    "its passphrase lies beside it: who copies the folder has the keys",
                    "give VOLTWRIGHT_KEYSTORE_PASSWORD or a systemd credential (docs/security.md)"));
        }
    }

    private static void closed(Path file, List<Finding> found) {
        try {
            boolean open = Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
            if (open) {
                found.add(Finding.high("key store", "others may open " + file, "chmod go-rwx " + file));
            }
        } catch (IOException | UnsupportedOperationException e) {
            found.add(Finding.medium("key store", "the rights of " + file + " are unknown", "look at them"));
        }
    }

    private static void karaf(Inspection.Place place, List<Finding> found) {
        if (Files.exists(place.etc().resolve("org.apache.felix.fileinstall-deploy.cfg"))
                || Files.exists(place.home().resolve("deploy"))) {
            found.add(Finding.high(
                    "hot deployment",
                    "a file dropped into a folder is run as code",
                    "delete etc/org.apache.felix.fileinstall-deploy.cfg and the folder deploy"));
        }
        Properties maven = settings(place.etc().resolve("org.ops4j.pax.url.mvn.cfg"));
        String remote = maven.getProperty("org.ops4j.pax.url.mvn.repositories", "");
        if (remote.contains("http") || maven.isEmpty()) {
            found.add(Finding.high(
                    "remote Maven",
                    "bundles may be fetched from the network" + (maven.isEmpty() ? " (no setting forbids it)" : ""),
                    "leave org.ops4j.pax.url.mvn.repositories empty"));
        } else {
            found.add(Finding.ok("remote Maven", "is off"));
        }
    }

    private static void modules(Path etc, List<Finding> found) {
        try (Stream<Path> files = Files.list(etc)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith("io.voltwright.") && name.endsWith(".cfg")) {
                    settings(file)
                            .forEach((key, value) -> setting(name, String.valueOf(key), String.valueOf(value), found));
                }
            }
        } catch (IOException e) {
            found.add(Finding.medium("settings", etc + " cannot be listed", "look at its owner"));
        }
    }

    private static void setting(String file, String key, String value, List<Finding> found) {
        Matcher plain = PLAIN.matcher(value);
        while (plain.find()) {
            if (!isLoopback(plain.group())) {
                found.add(Finding.high(
                        file,
                        key + " leads over the network without TLS",
                        "use wss, https or ssl and a PEM of its CA"));
            }
        }
        if (SECRET.matcher(key).matches() && !value.isBlank() && !looksLikeName(value)) {
            found.add(Finding.high(
                    file, key + " seems to hold a secret", "put it into the key store with security:password-set"));
        }
    }

    // Settings name an entry of the key store, as ocpp.acme, or take a value from outside.
    private static boolean looksLikeName(String value) {
        return value.startsWith("${") || value.matches("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+|true|false|\\d+");
    }

    private static boolean isLoopback(String url) {
        try {
            String host = URI.create(url).getHost();
            if (host == null) {
                return false;
            }
            boolean literal = host.matches("[0-9.]+|\\[.*]");
            return host.equalsIgnoreCase("localhost")
                    || (literal && InetAddress.getByName(host).isLoopbackAddress());
        } catch (IllegalArgumentException | UnknownHostException e) {
            return false;
        }
    }

    private static Properties settings(Path file) {
        Properties settings = new Properties();
        if (Files.isReadable(file)) {
            try (var in = Files.newBufferedReader(file)) {
                settings.load(in);
            } catch (IOException | IllegalArgumentException e) {
                // What cannot be read is not in force either.
                settings.clear();
            }
        }
        return settings;
    }
}
