package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.protocol.ocpp.Ocpp16.BootNotificationRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the station, or one pile of it, stands to one back end.
 *
 * @param name of the back end in reports and cursors, for ever the same; with a dot and the EVSE where each pile is a station
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
    private static final String SEPARATOR = ".";
    /** With what is put around it no more than 64. */
    private static final int MOST_NAME = 46;

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
     * Of a back end to which the site is one station.
     *
     * @throws IllegalArgumentException names the key and what is allowed
     */
    static Settings of(BackEndConfig config, String pid, String firmware) {
        String name = backEnd(config, pid);
        return of(config, name, "", identities(config, pid).template(), config.serialNumber(), firmware);
    }

    /**
     * Of a pile that is a station of its own; empty where the back end does not know it.
     *
     * @throws IllegalArgumentException names the key and what is allowed
     */
    static Optional<Settings> of(BackEndConfig config, String pid, String firmware, EvseId evse) {
        String name = backEnd(config, pid) + SEPARATOR + evse;
        if (name.length() > MOST_NAME) {
            throw wrong(
                    backEnd(config, pid),
                    "as",
                    "pile",
                    "names of back end and EVSE with at most " + (MOST_NAME - 1) + " characters together; " + name
                            + " has more");
        }
        Optional<String> identity;
        try {
            identity = identities(config, pid).pile(evse);
        } catch (Identities.Unclear e) {
            throw wrong(name, e);
        }
        return identity.map(own ->
                of(config, name, SEPARATOR + evse.value(), own, Identities.put(config.serialNumber(), evse), firmware));
    }

    /**
     * Looks at what holds for all piles.
     *
     * @throws IllegalArgumentException names the key and what is allowed
     */
    static void probe(BackEndConfig config, String pid, String firmware) {
        of(
                config,
                backEnd(config, pid),
                "",
                "pile",
                Identities.put(config.serialNumber(), new EvseId("pile")),
                firmware);
    }

    /**
     * What the station is called there.
     *
     * @throws IllegalArgumentException names the key and what is allowed
     */
    static Identities identities(BackEndConfig config, String pid) {
        try {
            return Identities.of(config.as(), config.identity());
        } catch (Identities.Unclear e) {
            throw wrong(backEnd(config, pid), e);
        }
    }

    /**
     * The name of the back end.
     *
     * @throws IllegalArgumentException says what is allowed
     */
    static String backEnd(BackEndConfig config, String pid) {
        return name(config.name().isEmpty() ? pid.replaceFirst("^.*[~]", "") : config.name());
    }

    private static Settings of(
            BackEndConfig config, String name, String pile, String identity, String serial, String firmware) {
        SecurityProfile security = SecurityProfile.of(config.securityProfile());
        URI address = address(name, "url", config.url(), identity, security);
        if (security.basic() && identity.contains(":")) {
            throw wrong(name, "identity", identity, "no colon, for Basic authentication ends the name at it");
        }
        return new Settings(
                name,
                address,
                identity,
                security,
                Optional.of(config.authorities()).filter(text -> !text.isEmpty()),
                config.password().isEmpty() ? "ocpp." + name : config.password() + pile,
                config.authorizationKey(),
                new Roles(config.authorises(), config.bills(), config.listens(), config.controls()),
                boot(config, serial, firmware),
                Duration.ofSeconds(config.retryBackOffWaitMinimumSeconds()),
                Duration.ofSeconds(config.retryBackOffRandomRangeSeconds()),
                config.retryBackOffRepeatTimes(),
                protection(name, config, identity, serial, address),
                paths(name, config.furtherUrls(), identity, security),
                config.networkAttempts(),
                config.traceSessions(),
                config.traceKilobytes());
    }

    /** Where the password is that counts for all piles while one has none of its own. */
    String sharedPassword() {
        int end = name.indexOf(SEPARATOR);
        return end < 0 ? password : password.substring(0, password.length() - (name.length() - end));
    }

    /** The name of the back end, in routes and as biller; also of one that knows each pile as a station. */
    String backEnd() {
        int end = name.indexOf(SEPARATOR);
        return end < 0 ? name : name.substring(0, end);
    }

    private static Protection protection(
            String name, BackEndConfig config, String identity, String serial, URI address) {
        try {
            return Protection.of(config, identity, serial, address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    PID + "-" + name.replaceFirst("[.].*", "") + ".cfg: " + e.getMessage(), e);
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

    private static BootNotificationRequest boot(BackEndConfig config, String serial, String firmware) {
        return new BootNotificationRequest(
                config.vendor(),
                config.model(),
                some(serial),
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

    private static IllegalArgumentException wrong(String name, Identities.Unclear why) {
        return wrong(name, why.key(), why.value(), String.valueOf(why.getMessage()));
    }

    private static IllegalArgumentException wrong(String name, String key, String value, String allowed) {
        return new IllegalArgumentException(PID + "-" + name.replaceFirst("[.].*", "") + ".cfg: " + key + " = '" + value
                + "' is wrong; allowed: " + allowed);
    }
}
