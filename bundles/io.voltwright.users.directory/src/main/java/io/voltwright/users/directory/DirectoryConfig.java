package io.voltwright.users.directory;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings in {@code etc/io.voltwright.users.directory.cfg}. */
@ObjectClassDefinition(name = "Users")
public @interface DirectoryConfig {

    @AttributeDefinition(
            description = "Who decides on tokens that the site does not know: EVSE=BACKEND, the first that matches;"
                    + " * stands for any letters. None: they are unknown",
            cardinality = Integer.MAX_VALUE)
    String[] route() default {};

    @AttributeDefinition(description = "Who bills the site's own tokens: local, free or backend:NAME")
    String biller() default "local";

    @AttributeDefinition(
            description = "Whether a fresh acceptance of a back end is used without asking it again while it is there")
    boolean preauthorize() default true;

    @AttributeDefinition(
            description = "Unknown tokens while their back end is away",
            options = {
                @Option(label = "refuse", value = "refuse"),
                @Option(label = "accept those the back end accepted before", value = "cached")
            })
    String offline() default "refuse";

    @AttributeDefinition(description = "How long a back end's answer is fresh, in minutes", min = "0", max = "43200")
    int cache_minutes() default 1440;

    @AttributeDefinition(
            description = "How long a token that was only seen is kept, in days: until then reports can name it",
            min = "1",
            max = "3650")
    int seen_days() default 400;

    @AttributeDefinition(description = "Memory of a password hash, in KiB", min = "19456", max = "262144")
    int argon2_memory_kib() default 19456;

    @AttributeDefinition(description = "Passes of a password hash", min = "2", max = "20")
    int argon2_iterations() default 2;
}
