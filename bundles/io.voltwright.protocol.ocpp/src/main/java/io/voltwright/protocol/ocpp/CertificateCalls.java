package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.protocol.ocpp.Ocpp16.CertificateHashData;
import io.voltwright.protocol.ocpp.Ocpp16.CertificateSignedAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.CertificateSignedRequest;
import io.voltwright.protocol.ocpp.Ocpp16.CertificateSignedStatus;
import io.voltwright.protocol.ocpp.Ocpp16.CertificateUse;
import io.voltwright.protocol.ocpp.Ocpp16.DeleteCertificateAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.DeleteCertificateRequest;
import io.voltwright.protocol.ocpp.Ocpp16.DeleteCertificateStatus;
import io.voltwright.protocol.ocpp.Ocpp16.GetInstalledCertificateIdsAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.GetInstalledCertificateIdsRequest;
import io.voltwright.protocol.ocpp.Ocpp16.GetInstalledCertificateStatus;
import io.voltwright.protocol.ocpp.Ocpp16.HashAlgorithm;
import io.voltwright.protocol.ocpp.Ocpp16.InstallCertificateAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.InstallCertificateRequest;
import io.voltwright.protocol.ocpp.Ocpp16.InstallCertificateStatus;
import io.voltwright.security.api.PeerCertificates;
import io.voltwright.security.api.PeerCertificates.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the back end see, install and remove root certificates, and give the station its own one (A02, A03, M03 to M05). */
final class CertificateCalls {

    private static final Logger log = LoggerFactory.getLogger(CertificateCalls.class);

    private final String name;
    private final Roles roles;
    private final Lane lane;
    private final Executor blocking;
    private final KeyBook keys;
    private final Protection protection;
    private final Guard guard;
    private final MakerRoots makers;
    private final BiConsumer<SecurityEvent, String> events;
    private final Consumer<X509Certificate> accepted;

    /**
     * @param events hears of security events
     * @param accepted hears of a new certificate of the station, on the lane after the answer
     */
    CertificateCalls(
            Settings settings,
            House house,
            Rpc rpc,
            KeyBook keys,
            BiConsumer<SecurityEvent, String> events,
            Consumer<X509Certificate> accepted) {
        this.name = settings.name();
        this.roles = settings.roles();
        this.lane = house.lane();
        this.blocking = house.blocking();
        this.keys = keys;
        this.protection = settings.protection();
        this.guard = house.guard();
        this.makers = new MakerRoots(guard.certificates());
        this.events = events;
        this.accepted = accepted;
        rpc.onLater(InstallCertificateRequest.class, request -> later(() -> install(request)));
        rpc.onLater(DeleteCertificateRequest.class, request -> later(() -> delete(request)));
        rpc.onLater(GetInstalledCertificateIdsRequest.class, request -> later(() -> list(request)));
        rpc.onLater(CertificateSignedRequest.class, request -> later(() -> signed(request)));
    }

    @FunctionalInterface
    private interface Work<A extends Answer> {
        Rpc.Reply<A> run();
    }

    // The key store is a file.
    private <A extends Answer> CompletionStage<Rpc.Reply<A>> later(Work<A> work) {
        return CompletableFuture.supplyAsync(work::run, blocking);
    }

    private Rpc.Reply<InstallCertificateAnswer> install(InstallCertificateRequest request) {
        InstallCertificateStatus status;
        try {
            List<X509Certificate> found = guard.certificates()
                    .get()
                    .orElseThrow(() -> new IllegalStateException("the security module is not there"))
                    .read(request.certificate());
            status =
                    switch (found.size() == 1
                            ? install(request.certificateType(), found.get(0))
                            : Roots.Installed.REFUSED) {
                        case DONE -> InstallCertificateStatus.ACCEPTED;
                        case REFUSED -> InstallCertificateStatus.REJECTED;
                        case FAILED -> InstallCertificateStatus.FAILED;
                    };
        } catch (IllegalArgumentException e) {
            status = InstallCertificateStatus.REJECTED;
        } catch (IllegalStateException e) {
            log.error("{}: a certificate could not be installed", name, e);
            status = InstallCertificateStatus.FAILED;
        }
        if (status == InstallCertificateStatus.ACCEPTED) {
            events.accept(
                    SecurityEvent.RECONFIGURATION_OF_SECURITY_PARAMETERS,
                    request.certificateType().text() + " installed");
        }
        return Rpc.Reply.of(new InstallCertificateAnswer(status));
    }

    // Whose firmware runs is the affair of who controls the station.
    private Roots.Installed install(CertificateUse use, X509Certificate root) {
        if (use == CertificateUse.CENTRAL_SYSTEM_ROOT_CERTIFICATE) {
            return guard.approach().roots().install(root);
        }
        return roles.controls() ? makers.install(root) : Roots.Installed.REFUSED;
    }

    private List<X509Certificate> all(CertificateUse use) {
        return use == CertificateUse.CENTRAL_SYSTEM_ROOT_CERTIFICATE
                ? guard.approach().roots().all()
                : makers.all();
    }

    private Rpc.Reply<GetInstalledCertificateIdsAnswer> list(GetInstalledCertificateIdsRequest request) {
        List<X509Certificate> all = all(request.certificateType());
        List<CertificateHashData> hashes = all.stream()
                .map(one -> HashData.of(one, all, HashAlgorithm.SHA256))
                .toList();
        return Rpc.Reply.of(new GetInstalledCertificateIdsAnswer(
                hashes,
                hashes.isEmpty() ? GetInstalledCertificateStatus.NOT_FOUND : GetInstalledCertificateStatus.ACCEPTED));
    }

    private Rpc.Reply<DeleteCertificateAnswer> delete(DeleteCertificateRequest request) {
        CertificateHashData wanted = request.certificateHashData();
        DeleteCertificateStatus status = DeleteCertificateStatus.NOT_FOUND;
        for (CertificateUse use : CertificateUse.values()) {
            List<X509Certificate> all = all(use);
            for (X509Certificate one : all) {
                if (HashData.same(wanted, HashData.of(one, all, wanted.hashAlgorithm()))) {
                    status = delete(use, one) ? DeleteCertificateStatus.ACCEPTED : DeleteCertificateStatus.FAILED;
                }
            }
        }
        if (status == DeleteCertificateStatus.NOT_FOUND && isOwn(wanted)) {
            status = DeleteCertificateStatus.FAILED;
        }
        if (status == DeleteCertificateStatus.ACCEPTED) {
            events.accept(SecurityEvent.RECONFIGURATION_OF_SECURITY_PARAMETERS, "root certificate deleted");
        }
        return Rpc.Reply.of(new DeleteCertificateAnswer(status));
    }

    // Not the one that vouches for this very connection (M04.FR.06), and not the operator's.
    private boolean delete(CertificateUse use, X509Certificate one) {
        if (use == CertificateUse.MANUFACTURER_ROOT_CERTIFICATE) {
            return roles.controls() && makers.remove(one);
        }
        return !guard.approach().inUse(one) && guard.approach().roots().remove(one);
    }

    // The station's own certificate cannot be deleted (M04.FR.05).
    private boolean isOwn(CertificateHashData wanted) {
        List<X509Certificate> roots = guard.approach().roots().all();
        return guard
                .certificates()
                .get()
                .map(store -> store.own(guard.approach().scope()))
                .orElse(List.of())
                .stream()
                .map(entry -> (X509Certificate) entry.getCertificate())
                .anyMatch(own -> HashData.same(wanted, HashData.of(own, roots, wanted.hashAlgorithm())));
    }

    private Rpc.Reply<CertificateSignedAnswer> signed(CertificateSignedRequest request) {
        Verdict verdict = request.certificateChain().length() > keys.number(GuardKeys.MOST_CHAIN)
                ? new Verdict.Refused("the chain is longer than " + keys.text(GuardKeys.MOST_CHAIN))
                : verdict(request.certificateChain());
        if (verdict instanceof Verdict.Accepted taken) {
            log.info(
                    "{}: new certificate of the station, valid until {}",
                    name,
                    taken.certificate().getNotAfter());
            guard.approach().certificateChanged();
            events.accept(SecurityEvent.RECONFIGURATION_OF_SECURITY_PARAMETERS, "certificate of the station replaced");
            return Rpc.Reply.of(new CertificateSignedAnswer(CertificateSignedStatus.ACCEPTED))
                    .thenAnyway(() -> lane.execute(() -> accepted.accept(taken.certificate())));
        }
        String why = ((Verdict.Refused) verdict).reason();
        log.warn("{}: the certificate that it sent is refused: {}", name, why);
        events.accept(SecurityEvent.INVALID_CHARGE_POINT_CERTIFICATE, why);
        return Rpc.Reply.of(new CertificateSignedAnswer(CertificateSignedStatus.REJECTED));
    }

    private Verdict verdict(String chain) {
        Optional<PeerCertificates> store = guard.certificates().get();
        return store.isEmpty()
                ? new Verdict.Refused("the security module is not there")
                : store.get()
                        .accept(
                                guard.approach().scope(),
                                chain,
                                protection.subject(keys.text(GuardKeys.CPO_NAME)),
                                guard.approach().roots().all());
    }
}
