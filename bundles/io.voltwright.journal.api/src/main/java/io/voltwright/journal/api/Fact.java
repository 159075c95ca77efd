package io.voltwright.journal.api;

import io.voltwright.base.api.Moment;

/**
 * Something that happened and must not be forgotten: an open envelope, so that a reader of an older version can keep what it
 * does not know.
 *
 * @param type {@code module.PastParticiple}, as {@code charging.SessionStarted}; 1 to 64 characters
 * @param version of the payload's form, from 1
 * @param key unique for ever, chosen by the writer; appending it again changes nothing; 1 to 120 characters
 * @param subject what it is about: an EVSE, a session, an account; 1 to 64 characters
 * @param time when it happened
 * @param mustUnderstand a reader that does not know the type has to stop instead of stepping over it
 * @param payload what happened; never personal data
 */
public record Fact(
        String type, int version, String key, String subject, Moment time, boolean mustUnderstand, Payload payload) {

    public Fact {
        require("type", type, 64);
        require("key", key, 120);
        require("subject", subject, 64);
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " of " + type + " is not 1 or more");
        }
    }

    private static void require(String what, String value, int most) {
        if (value.isEmpty() || value.length() > most) {
            throw new IllegalArgumentException(
                    "a fact's " + what + " has 1 to " + most + " characters: '" + value + "'");
        }
    }
}
