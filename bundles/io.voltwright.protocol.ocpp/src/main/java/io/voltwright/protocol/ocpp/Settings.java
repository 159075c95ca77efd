package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.BootNotificationRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How one back end is configured.
 *
 * @param name of the back end in routing, reports and cursors; for ever the same
 * @param address with the identity at its end
 * @param identity of the station at this back end
 * @param authorities whom TLS trusts; empty: the platform's
 * @param authorizationKey used until another one is in the key store; may be empty
 * @param boot what the station says of itself
 * @param furtherAddresses other ways to the same back end, the better first
 * @param networkAttempts on each way before the next
 * @param traceSessions files with messages of a session that are kept
 * @param traceKilobytes longest of these files
 */
record Settings(
        String name,
        URI address,
        String identity,
        SecurityProfile security,
        Optional<String> authorities,
        String password,
        String authorizationKey,
        Roles roles,
        BootNotificationRequest boot,
        Duration backOff,
        Duration backOffRange,
        int backOffDoublings,
        Protection protection,
        List<URI> furtherAddresses,
        int networkAttempts,
        int traceSessions,
        int traceKilobytes) {

    private static final String PID = BackEnd.PID;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    /** With one way to the back end. */
    Settings(
            String name,
            URI address,
            String identity,
            SecurityProfile security,
            Optional<String> authorities,
            String password,
            String authorizationKey,
            Roles roles,
            BootNotificationRequest boot,
            Duration backOff,
            Duration backOffRange,
            int backOffDoublings,
            Protection protection) {
        this(
                name,
                address,
                identity,
                security,
                authorities,
                password,
                authorizationKey,
                roles,
                boot,
                backOff,
                backOffRange,
                backOffDoublings,
                protection,
                List.of(),
                1,
                200,
                256);
    }

    /**
     * @throws IllegalArgumentException names the key and what is allowed
     */
    static Settings of(BackEndConfig config, String pid, String firmware) {
        String name = name(config.name().isEmpty() ? pid.replaceFirst("^.*[~]", "") : config.name());
        SecurityProfile security = SecurityProfile.of(config.securityProfile());
        URI address = address(name, config, security);
        if (security.basic() && config.identity().contains(":")) {
            throw wrong(name, "identity", config.identity(), "no colon, for Basic authentication ends the name at it");
        }
        return new Settings(
                name,
                address,
                config.identity(),
                security,
                Optional.of(config.authorities()).filter(text -> !text.isEmpty()),
                config.password().isEmpty() ? "ocpp." + name : config.password(),
                config.authorizationKey(),
                new Roles(config.authorises(), config.bills(), config.listens(), config.controls()),
                boot(config, firmware),
                Duration.ofSeconds(config.retryBackOffWaitMinimumSeconds()),
                Duration.ofSeconds(config.retryBackOffRandomRangeSeconds()),
                config.retryBackOffRepeatTimes(),
                protection(name, config, address),
                paths(name, config.furtherUrls(), config.identity(), security),
                config.networkAttempts(),
                config.traceSessions(),
                config.traceKilobytes());
    }

    private static Protection protection(String name, BackEndConfig config, URI address) {
        try {
            return Protection.of(config, address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PID + "-" + name + ".cfg: " + e.getMessage(), e);
        }
    }

    private static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw wrong(
                    name,
                    "name",
                    name,
                    "1 to 32 lower-case letters, digits, hyphens; or name the file " + PID + "-NAME.cfg");
        }
        return name;
    }

    private static URI address(String name, BackEndConfig config, SecurityProfile security) {
        if (config.identity().isEmpty() || config.identity().length() > 48) {
            throw wrong(name, "identity", config.identity(), "1 to 48 characters");
        }
        return address(name, "url", config.url(), config.identity(), security);
    }

    private static URI address(String name, String key, String url, String identity, SecurityProfile security) {
        URI address;
        try {
            address = WebSocketDialer.address(url, identity);
        } catch (IllegalArgumentException e) {
            throw wrong(name, key, url, "an address as wss://csms.example/ocpp");
        }
        if (!security.scheme().equals(address.getScheme()) || address.getHost() == null) {
            throw wrong(
                    name,
                    key,
                    url,
                    "an address that begins with " + security.scheme() + ":// for securityProfile = "
                            + security.number());
        }
        return address;
    }

    /** How the messages of sessions are written down, in the logs folder. */
    SessionTrace.Limits trace(Path logs) {
        return new SessionTrace.Limits(logs.resolve("ocpp").resolve(name), traceSessions, traceKilobytes * 1024L);
    }

    /** From a list with commas or spaces between. */
    static List<URI> paths(String name, String urls, String identity, SecurityProfile security) {
        return Pattern.compile("[,\\s]+")
                .splitAsStream(urls.strip())
                .filter(url -> !url.isEmpty())
                .map(url -> address(name, "furtherUrls", url, identity, security))
                .toList();
    }

    private static BootNotificationRequest boot(BackEndConfig config, String firmware) {
        return new BootNotificationRequest(
                config.vendor(),
                config.model(),
                some(config.serialNumber()),
                Optional.empty(),
                some(firmware),
                some(config.iccid()),
                some(config.imsi()),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(given -> !given.isEmpty());
    }

    private static IllegalArgumentException wrong(String name, String key, String value, String allowed) {
        return new IllegalArgumentException(
                PID + "-" + name + ".cfg: " + key + " = '" + value + "' is wrong; allowed: " + allowed);
    }
}
