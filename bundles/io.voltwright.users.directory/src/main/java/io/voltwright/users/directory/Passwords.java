package io.voltwright.users.directory;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Hashes passwords, two at a time, so that a flood of logins cannot take the memory of the station. */
final class Passwords {

    private static final int CONCURRENT = 2;
    private static final int QUEUE_SECONDS = 5;

    private final Argon2 argon2;
    private final Semaphore turns = new Semaphore(CONCURRENT, true);
    /** Compared with when there is no such account, so that the answer takes as long. */
    private final String nobody;

    Passwords(Argon2 argon2) {
        this.argon2 = argon2;
        this.nobody = argon2.decoy();
    }

    /** Result of a comparison. */
    enum Match {
        YES,
        NO,
        /** Too many others are being compared. */
        BUSY
    }

    /**
     * Compares with a stored hash.
     *
     * @param hash empty if there is no such account: takes as long, and says no
     */
    Match match(char[] password, Optional<String> hash) {
        try {
            if (!turns.tryAcquire(QUEUE_SECONDS, TimeUnit.SECONDS)) {
                return Match.BUSY;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Match.BUSY;
        }
        try {
            boolean same = argon2.matches(password, hash.orElse(nobody));
            return same && hash.isPresent() ? Match.YES : Match.NO;
        } finally {
            turns.release();
        }
    }

    String hash(char[] password) {
        turns.acquireUninterruptibly();
        try {
            return argon2.hash(password);
        } finally {
            turns.release();
        }
    }

    boolean outdated(String hash) {
        return argon2.outdated(hash);
    }

    /** Why a new password is not taken; empty if it is. */
    static Optional<String> objection(String account, char[] password) {
        String lower = new String(password).toLowerCase(Locale.ROOT);
        if (password.length < 12 || password.length > StationAccounts.LONGEST_PASSWORD) {
            return Optional.of(
                    "a password has 12 to " + StationAccounts.LONGEST_PASSWORD + " characters, not " + password.length);
        }
        if (lower.chars().distinct().count() < 6) {
            return Optional.of("the password has fewer than 6 different characters; take a longer mix");
        }
        if (lower.replace(account, "").length() < 8
                || lower.replace("voltwright", "").length() < 6) {
            return Optional.of("the password is hardly more than the account's or the product's name; take another");
        }
        return Optional.empty();
    }
}
