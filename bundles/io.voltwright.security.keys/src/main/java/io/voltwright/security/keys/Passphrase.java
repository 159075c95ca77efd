package io.voltwright.security.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** Finds the passphrase of the key store: in the environment, in a systemd credential, or in a file that it makes. */
final class Passphrase {

    static final String VARIABLE = "VOLTWRIGHT_KEYSTORE_PASSWORD";
    static final String CREDENTIAL = "voltwright.keystore";
    static final String FILE = "passphrase";

    private Passphrase() {}

    static char[] find(Map<String, String> environment, Path folder) throws IOException {
        String given = environment.get(VARIABLE);
        if (given != null && !given.isBlank()) {
            return given.toCharArray();
        }
        String credentials = environment.get("CREDENTIALS_DIRECTORY");
        if (credentials != null && Files.isReadable(Path.of(credentials, CREDENTIAL))) {
            return read(Path.of(credentials, CREDENTIAL));
        }
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            // Guards against a copied key store file, not against who can read the whole folder: docs/security.md says
            // so.
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            SafeFile.write(file, Base64.getUrlEncoder().withoutPadding().encode(random));
        }
        return read(file);
    }

    private static char[] read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip().toCharArray();
    }
}
