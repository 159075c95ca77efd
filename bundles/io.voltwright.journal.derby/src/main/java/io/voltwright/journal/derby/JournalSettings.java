package io.voltwright.journal.derby;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration as values.
 *
 * @param retention empty: entries stay for ever
 * @param export empty: entries are dropped without
 */
record JournalSettings(long segmentEntries, Optional<Duration> retention, Optional<Export> export, int queue) {

    /**
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    static JournalSettings of(JournalConfig config) {
        String folder = config.exportFolder().replace("${karaf.data}", System.getProperty("karaf.data", "data"));
        int days = within("retentionDays", config.retentionDays(), 0, 36_500);
        return new JournalSettings(
                within("segmentEntries", config.segmentEntries(), 1_000, 10_000_000),
                days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days)),
                folder.isBlank() ? Optional.empty() : Optional.of(new Export(Path.of(folder))),
                within("queue", config.queue(), 100, 1_000_000));
    }

    private static int within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    JournalConfig.PID + ": " + name + " = " + value + " is not " + least + " to " + most);
        }
        return value;
    }
}
