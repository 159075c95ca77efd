package io.voltwright.site.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Knows the site in force; there as a service once a valid {@code site.yaml} was read. */
@ProviderType
public interface SiteSource {

    /** The site in force. */
    Site site();

    /** Why the file on disk is not the one in force: file, line, value and remedy; empty while it is. */
    Optional<String> refused();
}
