package io.voltwright.journal.derby;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How the journal behaves. */
@ObjectClassDefinition(name = "Journal")
public @interface JournalConfig {

    String PID = "io.voltwright.journal.derby";

    @AttributeDefinition(
            description = "Entries after which a segment is sealed, 1000 to 10000000; each day ends one as well")
    int segmentEntries() default 100_000;

    @AttributeDefinition(description = "Days that sealed entries stay before they are dropped; 0: for ever")
    int retentionDays() default 400;

    @AttributeDefinition(
            description = "Folder that entries are exported to before they are dropped; ${karaf.data} is replaced;"
                    + " empty: they are dropped without")
    String exportFolder() default "${karaf.data}/journal-export";

    @AttributeDefinition(description = "Appends that may wait, 100 to 1000000; beyond that the journal refuses")
    int queue() default 10_000;
}
