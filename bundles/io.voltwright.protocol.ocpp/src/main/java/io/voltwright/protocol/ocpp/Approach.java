package io.voltwright.protocol.ocpp;

import io.voltwright.security.api.PeerCertificates;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the station goes to one back end: the security profile, whom it trusts, and what it shows.
 *
 * <p>A higher profile is tried; where it does not lead to a connection the one before it counts again (A05.FR.08). In the same
 * way a new root and a new certificate of the station give way to those before them. May be used from any thread; blocks on the
 * store and the key store.
 */
final class Approach {

    private static final Logger log = LoggerFactory.getLogger(Approach.class);

    /** A profile that fails so often in a row is given up. */
    private static final int MOST_FAILURES = 3;

    private static final String SETTING = "voltwright.SecurityProfile";

    /**
     * What one try to connect uses.
     *
     * @param roots whom it trusts; empty: the platform's
     * @param certificate of the station
     */
    record Plan(
            SecurityProfile profile,
            URI address,
            List<X509Certificate> roots,
            Optional<KeyStore.PrivateKeyEntry> certificate) {

        boolean same(Plan other) {
            return profile == other.profile
                    && address.equals(other.address)
                    && roots.equals(other.roots)
                    && certificate
                            .map(KeyStore.PrivateKeyEntry::getCertificate)
                            .equals(other.certificate.map(KeyStore.PrivateKeyEntry::getCertificate));
        }
    }

    private final Settings settings;
    private final OcppStore store;
    private final Supplier<Optional<PeerCertificates>> certificates;
    private final Supplier<Optional<SSLParameters>> parameters;
    private final Supplier<Optional<char[]>> password;
    private final Roots roots;
    private final Paths plainPaths;
    private final Paths securePaths;
    private SecurityProfile profile;
    private Optional<SecurityProfile> before = Optional.empty();
    private int failures;
    private int fallbacks;
    private Optional<SecurityEvent> told = Optional.empty();
    private volatile List<X509Certificate> presented = List.of();
    private volatile List<X509Certificate> proven = List.of();
    private volatile BiConsumer<SecurityEvent, String> listener = (event, detail) -> {};

    /**
     * @param password the AuthorizationKey as it is now; the array is wiped after use
     */
    Approach(
            Settings settings,
            OcppStore store,
            Supplier<Optional<PeerCertificates>> certificates,
            Supplier<Optional<SSLParameters>> parameters,
            Supplier<Optional<char[]>> password) {
        this.settings = settings;
        this.store = store;
        this.certificates = certificates;
        this.parameters = parameters;
        this.password = password;
        this.roots =
                new Roots(scope(), settings.authorities(), settings.protection().oneRoot(), certificates);
        this.plainPaths = paths(settings.address(), "ws");
        this.securePaths = paths(settings.protection().secureAddress(), "wss");
        this.profile = settings.security();
        restore(store.settings(settings.name()).getOrDefault(SETTING, ""));
    }

    private Paths paths(URI first, String scheme) {
        List<URI> all = new ArrayList<>(List.of(first));
        for (URI further : settings.furtherAddresses()) {
            all.add(URI.create(further.toString().replaceFirst("^wss?:", scheme + ":")));
        }
        return new Paths(all, settings.networkAttempts());
    }

    private Paths paths(SecurityProfile by) {
        return by.scheme().equals("ws") ? plainPaths : securePaths;
    }

    /** Where the certificates of the back end are kept. */
    String scope() {
        return "ocpp." + settings.name();
    }

    Roots roots() {
        return roots;
    }

    synchronized SecurityProfile profile() {
        return profile;
    }

    /** Hears of security events of the connection. */
    void listen(BiConsumer<SecurityEvent, String> heard) {
        listener = heard;
    }

    // now|before|of the file. A number in the file that is another one since then is the operator's newer word.
    private void restore(String kept) {
        String[] parts = kept.split("\\|", -1);
        if (parts.length == 3
                && parts[2].equals(String.valueOf(settings.security().number()))) {
            profile = SecurityProfile.of(Integer.parseInt(parts[0]));
            before =
                    parts[1].isEmpty() ? Optional.empty() : Optional.of(SecurityProfile.of(Integer.parseInt(parts[1])));
        }
    }

    private void keep() {
        store.setting(
                settings.name(),
                SETTING,
                profile.number() + "|"
                        + before.map(SecurityProfile::number)
                                .map(String::valueOf)
                                .orElse("") + "|" + settings.security().number());
    }

    /** Why the profile cannot be changed to this one; empty where it can (R-Z05, A05.FR.01 to 04). */
    synchronized Optional<String> objection(int wanted) {
        if (wanted < 0 || wanted > 3) {
            return Optional.of("0 to 3");
        }
        if (wanted <= profile.number()) {
            return Optional.of("more than " + profile.number());
        }
        if (wanted <= 2 && !password.get().filter(Approach::isKey).isPresent()) {
            return Optional.of("it once there is an AuthorizationKey");
        }
        if (wanted >= 2 && !validRoot()) {
            return Optional.of("it once a valid CentralSystemRootCertificate is installed");
        }
        return wanted == 3 && own().isEmpty()
                ? Optional.of("it once a valid certificate of the station is installed")
                : Optional.empty();
    }

    private static boolean isKey(char[] secret) {
        boolean key = Credentials.isKey(java.nio.CharBuffer.wrap(secret));
        java.util.Arrays.fill(secret, '\0');
        return key;
    }

    private boolean validRoot() {
        return certificates
                .get()
                .map(known -> roots.all().stream().anyMatch(root -> known.flaw(List.of(root), List.of(root))
                        .isEmpty()))
                .orElse(false);
    }

    private List<KeyStore.PrivateKeyEntry> own() {
        return certificates.get().map(known -> known.own(scope())).orElse(List.of());
    }

    /** Tries a higher profile from the next connection on; {@link #objection} was asked before. */
    synchronized void upgrade(int wanted) {
        before = Optional.of(profile);
        profile = SecurityProfile.of(wanted);
        failures = 0;
        fallbacks = 0;
        keep();
    }

    /** The newest certificate of the station is tried first again. */
    synchronized void certificateChanged() {
        fallbacks = 0;
    }

    /** How to go there now. */
    synchronized Plan plan() {
        if (profile.scheme().equals("ws")) {
            return new Plan(profile, plainPaths.address(), List.of(), Optional.empty());
        }
        List<X509Certificate> fallback = roots.fallback();
        boolean old = !fallback.isEmpty() && fallbacks % 2 == 1;
        Optional<KeyStore.PrivateKeyEntry> shown = Optional.empty();
        if (profile == SecurityProfile.CERTIFICATE) {
            List<KeyStore.PrivateKeyEntry> own = own();
            if (own.isEmpty()) {
                throw new IllegalStateException("the station has no valid certificate for security profile 3");
            }
            int step = fallback.isEmpty() ? fallbacks : fallbacks / 2;
            shown = Optional.of(own.get(step % own.size()));
        }
        return new Plan(profile, securePaths.address(), old ? fallback : roots.current(), shown);
    }

    /** What TLS needs for a plan; empty without TLS. */
    Optional<WebSocketDialer.Armour> armour(Plan plan) {
        if (!plan.profile().scheme().equals("wss")) {
            return Optional.empty();
        }
        PeerCertificates known = certificates.get().orElseThrow(Approach::away);
        return Optional.of(new WebSocketDialer.Armour(
                known.client(plan.roots(), plan.certificate(), chain -> presented = chain),
                parameters.get().orElseThrow(Approach::away)));
    }

    /** What TLS needs with servers of files, who get no certificate of the station. */
    WebSocketDialer.Armour armour(List<X509Certificate> trusted) {
        return new WebSocketDialer.Armour(
                certificates.get().orElseThrow(Approach::away).client(trusted, Optional.empty(), chain -> {}),
                parameters.get().orElseThrow(Approach::away));
    }

    private static IllegalStateException away() {
        return new IllegalStateException("the security module, which knows TLS, is not there");
    }

    /** What stands in the Authorization header for a plan. */
    Optional<String> authorization(Plan plan) {
        return plan.profile().basic() ? new Credentials(settings.identity(), password).header() : Optional.empty();
    }

    /** A connection was opened. */
    synchronized void succeeded(Plan plan) {
        if (!paths(plan.profile()).first()) {
            log.warn("{}: connected by {}, for the better ways failed", settings.name(), plan.address());
        }
        paths(plan.profile()).succeeded();
        failures = 0;
        told = Optional.empty();
        proven = plan.profile().scheme().equals("wss") ? presented : List.of();
        if (plan.profile() == profile && before.isPresent()) {
            log.info("{}: security profile {} works", settings.name(), profile.number());
            before = Optional.empty();
            keep();
        }
        if (plan.profile().scheme().equals("wss")) {
            roots.proved(plan.roots());
        }
    }

    /** No connection came about; says so once where security is the reason, and goes back where there is a way back. */
    synchronized void failed(Plan plan, Throwable failure) {
        paths(plan.profile()).failed();
        Optional<SecurityEvent> event = TlsTrouble.event(failure);
        if (event.isPresent() && !event.equals(told)) {
            listener.accept(event.get(), String.valueOf(failure.getMessage()));
        }
        told = event;
        if (plan.profile() != profile) {
            return;
        }
        fallbacks++;
        failures++;
        if (before.isPresent() && failures >= MOST_FAILURES) {
            log.warn(
                    "{}: security profile {} leads to no connection; back to {}",
                    settings.name(),
                    profile.number(),
                    before.get().number());
            profile = before.get();
            before = Optional.empty();
            failures = 0;
            fallbacks = 0;
            keep();
        }
    }

    /** Whether a root vouches for the back end on the connection that is open (M04.FR.06). */
    boolean inUse(X509Certificate root) {
        List<X509Certificate> chain = proven;
        return !chain.isEmpty()
                && certificates
                        .get()
                        .map(known -> known.flaw(chain, List.of(root)).isEmpty())
                        .orElse(true);
    }
}
