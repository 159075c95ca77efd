package io.voltwright.users.directory;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings in {@code etc/io.voltwright.users.directory.cfg}. */
@ObjectClassDefinition(name = "Users")
public @interface DirectoryConfig {

    @AttributeDefinition(
            description = "Who decides on tokens that the site does not know: the first rule that fits, as *=acme,"
                    + " left-*=acme, or 'card:04A2* time:MO-FR/06:00-20:00 left-* = acme'. With group:NAME a rule is for"
                    + " the site's own tokens of that group. None: they are unknown",
            cardinality = Integer.MAX_VALUE)
    String[] route() default {};

    @AttributeDefinition(
            description =
                    "Who bills the site's own tokens, and those of a back end that does not bill: local, free or backend:NAME")
    String biller() default "local";

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
