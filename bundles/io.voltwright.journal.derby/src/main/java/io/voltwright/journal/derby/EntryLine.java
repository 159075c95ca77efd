package io.voltwright.journal.derby;

import io.voltwright.journal.api.Entry;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** An entry as one line for a person. */
final class EntryLine {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private EntryLine() {}

    static String of(Entry entry) {
        return "%8d  %s  %-32s %-20s %s"
                .formatted(
                        entry.position(),
                        TIME.format(entry.fact().time().utc()),
                        entry.fact().type(),
                        entry.fact().subject(),
                        String.valueOf(entry.fact().payload()).replaceAll("\\R", "; "));
    }
}
