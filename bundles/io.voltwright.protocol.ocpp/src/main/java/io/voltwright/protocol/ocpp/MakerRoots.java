package io.voltwright.protocol.ocpp;

import io.voltwright.security.api.PeerCertificates;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The root certificates that vouch for firmware, the same for all back ends. Blocks on the key store. */
final class MakerRoots {

    private static final String SCOPE = "manufacturer";

    private final Supplier<Optional<PeerCertificates>> certificates;

    MakerRoots(Supplier<Optional<PeerCertificates>> certificates) {
        this.certificates = certificates;
    }

    List<X509Certificate> all() {
        return certificates.get().map(store -> store.authorities(SCOPE)).orElse(List.of());
    }

    Roots.Installed install(X509Certificate root) {
        Optional<PeerCertificates> store = certificates.get();
        if (store.isEmpty()) {
            return Roots.Installed.FAILED;
        }
        List<X509Certificate> all = all();
        boolean bad = root.getBasicConstraints() < 0
                || store.get().flaw(List.of(root), List.of(root)).isPresent();
        if (bad || (all.size() >= Roots.most() && !all.contains(root))) {
            return Roots.Installed.REFUSED;
        }
        store.get().install(SCOPE, root);
        return Roots.Installed.DONE;
    }

    boolean remove(X509Certificate root) {
        return certificates.get().map(store -> store.remove(SCOPE, root)).orElse(false);
    }

    /** What is wrong with a certificate that signed firmware; empty where it is good. No intermediate ones (L01). */
    Optional<String> flaw(X509Certificate signer) {
        return certificates
                .get()
                .map(store -> store.flaw(List.of(signer), all()).or(() -> Signing.flaw(signer)))
                .orElse(Optional.of("the security module is not there"));
    }
}
