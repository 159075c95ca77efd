package io.voltwright.users.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one-time code of the first start: printed, kept only as a hash, gone with the first admin. */
final class SetupCode {

    /** The account it logs in to. */
    static final String ACCOUNT = "setup";

    static final String VARIABLE = "VOLTWRIGHT_SETUP_CODE";

    private static final Logger log = LoggerFactory.getLogger(SetupCode.class);
    private static final int SHORTEST = 12;
    /** Crockford's base 32: nothing in it is mistaken for something else. */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final AccountRows rows;
    private final Argon2 argon2;
    private final Path file;
    private final Optional<String> preset;
    private final Consumer<String> console;

    SetupCode(AccountRows rows, Argon2 argon2, Path file, Optional<String> preset, Consumer<String> console) {
        this.rows = rows;
        this.argon2 = argon2;
        this.file = file;
        this.preset = preset;
        this.console = console;
    }

    /** Makes the code at the first start; a later start without an account changes it only for a new preset. */
    void prepare(long nowMs) {
        if (!rows.all().isEmpty()) {
            used();
            return;
        }
        Optional<String> given = preset.filter(this::longEnough);
        Optional<String> known = rows.setupHash();
        if (given.isPresent()) {
            if (known.isEmpty() || !argon2.matches(given.get().toCharArray(), known.get())) {
                keep(given.get(), nowMs);
            }
            console.accept("Voltwright has no account yet: log in as '" + ACCOUNT + "' with the code of " + VARIABLE
                    + " and run user:add --role admin NAME.");
        } else if (known.isEmpty()) {
            String code = random();
            keep(code, nowMs);
            write(code);
            console.accept("Voltwright has no account yet: log in over SSH as '" + ACCOUNT + "' with the one-time code "
                    + code + " (also in " + file + ") and run user:add --role admin NAME.");
        } else {
            console.accept("Voltwright has no account yet: log in as '" + ACCOUNT + "' with the code in " + file + ".");
        }
    }

    /** Removes the readable copy once the code is of no use any more. */
    void used() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("the used set-up code in {} cannot be deleted", file, e);
        }
    }

    private boolean longEnough(String code) {
        boolean longEnough = code.length() >= SHORTEST && code.length() <= StationAccounts.LONGEST_PASSWORD;
        if (!longEnough) {
            log.error(
                    "{} is not used: it must have {} to {} characters",
                    VARIABLE,
                    SHORTEST,
                    StationAccounts.LONGEST_PASSWORD);
        }
        return longEnough;
    }

    private void keep(String code, long nowMs) {
        String hash = argon2.hash(code.toCharArray());
        rows.update("DELETE FROM USERS.SETUP");
        rows.update("INSERT INTO USERS.SETUP (ID, CODE_HASH, MADE_MS) VALUES (1, ?, ?)", hash, nowMs);
    }

    private void write(String code) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, (code + "\n").getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        } catch (IOException e) {
            log.warn("the set-up code cannot be written to {}; it was printed only", file, e);
        }
    }

    private static String random() {
        SecureRandom random = new SecureRandom();
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            code.append(i > 0 && i % 5 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    /** Names that stand for somebody else in audits. */
    static Set<String> reserved() {
        return Set.of(ACCOUNT, "console", "local", "shell", "unknown", "karaf");
    }
}
