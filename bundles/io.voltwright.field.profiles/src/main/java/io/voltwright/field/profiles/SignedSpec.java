package io.voltwright.field.profiles;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How a meter signs a transaction (P20); all addresses are holding registers, texts have the first byte in the high one.
 *
 * @param state whether a transaction runs
 * @param command what begins and ends one
 * @param status how the last command went
 * @param clock of the meter
 * @param prepare registers with what is written to them before a start
 * @param identification where it is told for whom
 * @param payload the signed bytes
 * @param key the public key
 * @param signature over the payload
 */
public record SignedSpec(
        State state,
        Command command,
        Status status,
        Clock clock,
        Map<Integer, Integer> prepare,
        Identification identification,
        Blob payload,
        Key key,
        Blob signature) {

    /** The word while nothing runs, and the one after a start; any other counts as a transaction that runs. */
    public record State(int at, int idle, int active) {}

    /** The words that begin and end a transaction. */
    public record Command(int at, int start, int stop) {}

    /**
     * How a command went; a word that is neither busy nor done is an error.
     *
     * @param busy words while it works
     * @param done the word of success
     * @param within how long it may take
     * @param errors names of other words
     */
    public record Status(int at, Set<Integer> busy, int done, Duration within, Map<Integer, String> errors) {

        boolean isError(int word) {
            return word != done && !busy.contains(word);
        }

        String title(int word) {
            return word + (errors.containsKey(word) ? " (" + errors.get(word) + ")" : "");
        }
    }

    /**
     * Seconds since 1970 in UTC, high word first.
     *
     * @param sure registers with what is written to them only if the station's clock is known to be right
     */
    public record Clock(int at, Map<Integer, Integer> sure) {}

    /**
     * A text that is written before a start.
     *
     * @param length register that takes its length in bytes
     * @param most bytes that fit
     * @param text with {@link #HOLE} where the identification stands
     */
    public record Identification(int at, int length, int most, String text) {

        static final String HOLE = "$identification";
    }

    /**
     * Bytes of varying length.
     *
     * @param length register with their number
     * @param most bytes that fit
     */
    public record Blob(int at, int length, int most) {}

    /**
     * Bytes of one length.
     *
     * @param count registers
     */
    public record Key(int at, int count) {}
}
