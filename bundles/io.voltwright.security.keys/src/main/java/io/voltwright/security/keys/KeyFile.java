package io.voltwright.security.keys;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PKCS#12 file; each change replaces it as a whole. */
final class KeyFile {

    private final Path file;
    private final char[] passphrase;
    private final KeyStore entries;
    /** Entries in the clear: opening one takes ten thousand rounds of a hash, by design of the format. */
    private final Map<String, KeyStore.Entry> opened = new HashMap<>();

    private KeyFile(Path file, char[] passphrase, KeyStore entries) {
        this.file = file;
        this.passphrase = passphrase;
        this.entries = entries;
    }

    /**
     * Opens the file, or begins an empty one.
     *
     * @throws IllegalStateException if it does not open with this passphrase; it is left as it is
     */
    static KeyFile open(Path file, char[] passphrase) {
        try {
            KeyStore entries = KeyStore.getInstance("PKCS12");
            if (Files.exists(file)) {
                entries.load(new ByteArrayInputStream(Files.readAllBytes(file)), passphrase);
            } else {
                entries.load(null, passphrase);
            }
            return new KeyFile(file, passphrase, entries);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "key store " + file + " does not open; check " + Passphrase.VARIABLE + " or the file "
                            + Passphrase.FILE + " beside it",
                    e);
        }
    }

    synchronized Optional<KeyStore.Entry> entry(String alias) {
        KeyStore.Entry known = opened.get(alias);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Optional<KeyStore.Entry> found =
                    Optional.ofNullable(entries.getEntry(alias, protection(entries.isCertificateEntry(alias))));
            found.ifPresent(entry -> opened.put(alias, entry));
            return found;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key store entry '" + alias + "' cannot be read", e);
        }
    }

    /** Keeps the entry on disk before it is used. */
    synchronized void put(String alias, KeyStore.Entry entry) {
        opened.remove(alias);
        change(() -> entries.setEntry(alias, entry, protection(entry instanceof KeyStore.TrustedCertificateEntry)));
    }

    /** Forgets entries, on disk before it returns. */
    synchronized void remove(List<String> aliases) {
        aliases.forEach(opened::remove);
        change(() -> {
            for (String alias : aliases) {
                entries.deleteEntry(alias);
            }
        });
    }

    @FunctionalInterface
    private interface Change {
        void apply() throws GeneralSecurityException;
    }

    // Certificates are public, and the format knows no protection for them.
    private KeyStore.@Nullable ProtectionParameter protection(boolean certificate) {
        return certificate ? null : new KeyStore.PasswordProtection(passphrase);
    }

    private void change(Change change) {
        try {
            change.apply();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            entries.store(bytes, passphrase);
            SafeFile.write(file, bytes.toByteArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("key store " + file + " cannot be written", e);
        }
    }

    synchronized List<String> aliases() {
        try {
            return Collections.list(entries.aliases()).stream().sorted().toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key store " + file + " cannot be read", e);
        }
    }
}
