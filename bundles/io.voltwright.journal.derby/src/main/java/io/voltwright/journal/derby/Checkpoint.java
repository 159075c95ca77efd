package io.voltwright.journal.derby;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;

/**
 * What the station vouches for at the end of a segment, as a text that can be printed and sent: origin, size, hash and time,
 * one a line, after the form of C2SP tlog-checkpoint.
 */
record Checkpoint(String text) {

    static Checkpoint of(String origin, Link end, Instant time) {
        return new Checkpoint("voltwright.io/journal/" + origin + "\n" + end.position() + "\n"
                + Base64.getEncoder().encodeToString(end.hash()) + "\n" + time.truncatedTo(ChronoUnit.SECONDS) + "\n");
    }

    /** What is signed. */
    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it vouches for this end of the chain. */
    boolean covers(Link end) {
        String[] lines = text.split("\n", -1);
        return lines.length == 5
                && lines[1].equals(Long.toString(end.position()))
                && Arrays.equals(
                        lines[2].getBytes(StandardCharsets.US_ASCII),
                        Base64.getEncoder().encode(end.hash()));
    }

    /** The note with its signature, after the form of C2SP signed-note. */
    String note(SegmentTable.Seal seal) {
        return text + "\n— " + seal.keyId() + " " + seal.signature() + "\n";
    }
}
