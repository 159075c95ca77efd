package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.Session;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingProfile;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingProfileStatus;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingRateUnit;
import io.voltwright.protocol.ocpp.Ocpp16.ClearChargingProfileAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.ClearChargingProfileRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ClearChargingProfileStatus;
import io.voltwright.protocol.ocpp.Ocpp16.GetCompositeScheduleAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.GetCompositeScheduleRequest;
import io.voltwright.protocol.ocpp.Ocpp16.GetCompositeScheduleStatus;
import io.voltwright.protocol.ocpp.Ocpp16.SetChargingProfileAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.SetChargingProfileRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the back end set, clear and ask for charging profiles in OCPP 1.6 (R-K01 to R-K04, R-K13, R-K14). */
final class ProfileCalls {

    private static final Logger log = LoggerFactory.getLogger(ProfileCalls.class);

    private final String backend;
    private final Standing standing;
    private final Points points;
    private final SmartCharging charging;
    private final Map<SessionId, OpenTransaction> open;
    private final InstantSource time;

    ProfileCalls(
            String backend,
            Standing standing,
            Rpc rpc,
            Points points,
            SmartCharging charging,
            Map<SessionId, OpenTransaction> open,
            InstantSource time) {
        this.backend = backend;
        this.standing = standing;
        this.points = points;
        this.charging = charging;
        this.open = open;
        this.time = time;
        rpc.onLater(SetChargingProfileRequest.class, this::set);
        rpc.onLater(ClearChargingProfileRequest.class, this::clear);
        rpc.on(GetCompositeScheduleRequest.class, this::composite);
    }

    private CompletionStage<Rpc.Reply<SetChargingProfileAnswer>> set(SetChargingProfileRequest request) {
        if (charging.wires().isEmpty()) {
            return answer(ChargingProfileStatus.REJECTED);
        }
        Optional<Evse> evse = points.find(request.connectorId());
        if (request.connectorId() != 0 && evse.isEmpty()) {
            // Errata v4 3.39: not Rejected.
            throw new Violation(
                    ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, "there is no connector " + request.connectorId());
        }
        Optional<Profile> profile = profile(request.csChargingProfiles(), evse.map(Evse::id))
                .flatMap(valid -> valid.purpose() == Purpose.TX
                        ? evse.flatMap(there -> ofTransaction(valid, request.csChargingProfiles(), there))
                        : Optional.of(valid));
        return profile.map(valid -> charging.install(valid)
                        .handle((room, failure) -> {
                            if (failure != null) {
                                log.error("{}: a charging profile could not be kept", backend, failure);
                            }
                            return failure == null && room
                                    ? ChargingProfileStatus.ACCEPTED
                                    : ChargingProfileStatus.REJECTED;
                        })
                        .thenCompose(ProfileCalls::answer))
                .orElseGet(() -> answer(ChargingProfileStatus.REJECTED));
    }

    /** The profile if it keeps the rules; for a remote start too (R-K21). */
    private Optional<Profile> profile(ChargingProfile message, Optional<EvseId> evse) {
        Optional<Profile> profile = Profiles16.profile(message, evse, time.instant());
        Optional<String> refusal = profile.isEmpty()
                ? Optional.of("a recurring profile needs recurrencyKind")
                : charging.wires().flatMap(wires -> ProfileRules.refusal(profile.get(), wires));
        refusal.ifPresent(why -> log.info("{}: profile {}: {}", backend, message.chargingProfileId(), why));
        return profile.filter(valid -> refusal.isEmpty());
    }

    /** Bound to the transaction that runs there; empty if none does or another was meant (R-K01). */
    private Optional<Profile> ofTransaction(Profile profile, ChargingProfile message, Evse evse) {
        return evse.session()
                .filter(session -> Points.inTransaction(evse))
                .filter(session -> session.biller()
                        .map(biller -> standing.hears(session.id(), biller))
                        .orElse(false))
                .map(Session::id)
                .filter(session -> message.transactionId()
                        .map(id -> Optional.ofNullable(open.get(session))
                                .filter(known -> known.acknowledged() && known.id() == id)
                                .isPresent())
                        .orElse(true))
                .map(profile::of);
    }

    /** The profile that comes with a remote start; empty if it makes the start impossible (R-X13, R-K21). */
    Optional<Profile> forStart(ChargingProfile message, EvseId evse) {
        return profile(message, Optional.of(evse))
                .filter(profile -> profile.purpose() == Purpose.TX
                        && message.transactionId().isEmpty());
    }

    private CompletionStage<Rpc.Reply<ClearChargingProfileAnswer>> clear(ClearChargingProfileRequest request) {
        return charging.remove(meant(request))
                .thenApply(any -> Rpc.Reply.of(new ClearChargingProfileAnswer(
                        any ? ClearChargingProfileStatus.ACCEPTED : ClearChargingProfileStatus.UNKNOWN)));
    }

    // With an id the other fields do not count; without any field all are meant (errata v4 3.25, 3.26).
    private Predicate<Profile> meant(ClearChargingProfileRequest request) {
        if (request.id().isPresent()) {
            return profile -> profile.id() == request.id().get();
        }
        Optional<EvseId> evse = request.connectorId().flatMap(points::find).map(Evse::id);
        boolean nowhere = request.connectorId().filter(number -> number != 0).isPresent() && evse.isEmpty();
        return profile -> !nowhere
                && profile.purpose() != Purpose.EXTERNAL
                && (request.connectorId().isEmpty() || profile.evse().equals(evse))
                && request.chargingProfilePurpose()
                        .map(purpose -> Profiles16.purpose(purpose) == profile.purpose())
                        .orElse(true)
                && request.stackLevel()
                        .map(level -> level == profile.stackLevel())
                        .orElse(true);
    }

    private Rpc.Reply<GetCompositeScheduleAnswer> composite(GetCompositeScheduleRequest request) {
        Optional<EvseId> evse = points.find(request.connectorId()).map(Evse::id);
        Optional<Wires> wires = charging.wires();
        if (wires.isEmpty() || (request.connectorId() != 0 && evse.isEmpty())) {
            return Rpc.Reply.of(new GetCompositeScheduleAnswer(
                    GetCompositeScheduleStatus.REJECTED, Optional.empty(), Optional.empty(), Optional.empty()));
        }
        Optional<Plan> plan = charging.plan(evse, Duration.ofSeconds(request.duration()), ProfileRules.MOST_PERIODS);
        ChargingRateUnit unit = request.chargingRateUnit().orElse(ChargingRateUnit.A);
        return Rpc.Reply.of(new GetCompositeScheduleAnswer(
                GetCompositeScheduleStatus.ACCEPTED,
                Optional.of(request.connectorId()),
                plan.map(Plan::start),
                plan.map(known -> Profiles16.schedule(known, unit, wires.get().voltage()))));
    }

    private static CompletionStage<Rpc.Reply<SetChargingProfileAnswer>> answer(ChargingProfileStatus status) {
        return CompletableFuture.completedFuture(Rpc.Reply.of(new SetChargingProfileAnswer(status)));
    }
}
