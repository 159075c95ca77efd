package io.voltwright.site.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears of each site that comes into force; register one as a service.
 *
 * <p>It is called once with the current site when it is registered and again on each change, one call at a time. It applies the
 * difference to what it has: parts that are equal as records stay untouched.
 */
@ConsumerType
public interface SiteListener {

    /** Must return at once: what takes time goes to a lane. */
    void siteChanged(Site site);
}
