package io.voltwright.protocol.ocpp;

import io.voltwright.security.api.PeerCertificates;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The root certificates that vouch for one back end: those of the operator's file, and those that the back end installed.
 *
 * <p>Where only one is allowed (AdditionalRootCertificateCheck), the newest one counts, and the one before it is a fallback until
 * a connection worked without it (M05.FR.08 to 13). Everything here may block on the disk.
 */
final class Roots {

    private static final int MOST = 20;

    /** What became of a certificate that was sent. */
    enum Installed {
        DONE,
        REFUSED,
        FAILED
    }

    private final String scope;
    private final Optional<String> file;
    private final boolean one;
    private final Supplier<Optional<PeerCertificates>> certificates;

    /**
     * @param scope where the back end's certificates are kept
     * @param file name of the operator's PEM file
     * @param one whether a new one must be signed by the one it replaces
     */
    Roots(String scope, Optional<String> file, boolean one, Supplier<Optional<PeerCertificates>> certificates) {
        this.scope = scope;
        this.file = file;
        this.one = one;
        this.certificates = certificates;
    }

    static int most() {
        return MOST;
    }

    /** All there are, the operator's first, the newest last. */
    List<X509Certificate> all() {
        List<X509Certificate> all = new ArrayList<>(ofFile());
        installed().stream().filter(root -> !all.contains(root)).forEach(all::add);
        return all;
    }

    private List<X509Certificate> installed() {
        return certificates.get().map(store -> store.authorities(scope)).orElse(List.of());
    }

    // Once a root that was installed has proved itself the file counts no more, where only one may count.
    private List<X509Certificate> ofFile() {
        if (file.isEmpty() || (one && proved())) {
            return List.of();
        }
        return certificates.get().map(store -> store.configured(file.get())).orElse(List.of());
    }

    private boolean proved() {
        return certificates
                .get()
                .map(store -> !store.authorities(provedScope()).isEmpty())
                .orElse(false);
    }

    private String provedScope() {
        return scope + ".proved";
    }

    /** Whom to trust at first. */
    List<X509Certificate> current() {
        List<X509Certificate> installed = installed();
        return one && !installed.isEmpty() ? installed.subList(installed.size() - 1, installed.size()) : all();
    }

    /** Whom to trust where the first did not do; may be empty. */
    List<X509Certificate> fallback() {
        List<X509Certificate> current = current();
        return one ? all().stream().filter(root -> !current.contains(root)).toList() : List.of();
    }

    /** Takes a new root (R-Z09). */
    Installed install(X509Certificate root) {
        Optional<PeerCertificates> store = certificates.get();
        if (store.isEmpty()) {
            return Installed.FAILED;
        }
        List<X509Certificate> all = all();
        if (all.contains(root)) {
            return Installed.DONE;
        }
        if (all.size() >= MOST
                || !isAuthority(root)
                || store.get().flaw(List.of(root), List.of(root)).isPresent()) {
            return Installed.REFUSED;
        }
        List<X509Certificate> old = current();
        if (one && !old.isEmpty() && old.stream().noneMatch(issuer -> signed(root, issuer))) {
            return Installed.REFUSED;
        }
        // Of fallbacks only the youngest is kept.
        if (one) {
            fallback().forEach(former -> store.get().remove(scope, former));
        }
        store.get().install(scope, root);
        return Installed.DONE;
    }

    private static boolean isAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0;
    }

    private static boolean signed(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** False where it is the operator's, or not there. */
    boolean remove(X509Certificate root) {
        return certificates.get().map(store -> store.remove(scope, root)).orElse(false);
    }

    /** A connection worked with {@link #current()}: the fallback goes (M05.FR.12). */
    void proved(List<X509Certificate> used) {
        if (one && used.equals(current()) && !fallback().isEmpty()) {
            List<X509Certificate> old = fallback();
            certificates.get().ifPresent(store -> {
                old.forEach(root -> store.remove(scope, root));
                used.forEach(root -> store.install(provedScope(), root));
            });
        }
    }
}
