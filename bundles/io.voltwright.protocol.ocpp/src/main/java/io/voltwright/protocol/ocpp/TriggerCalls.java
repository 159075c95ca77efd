package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.MessageTrigger;
import io.voltwright.protocol.ocpp.Ocpp16.TriggerMessageAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.TriggerMessageRequest;
import io.voltwright.protocol.ocpp.Ocpp16.TriggerMessageStatus;
import java.util.Optional;

/** Sends a message because the back end wants it now (R-G01, R-T20, R-B04, R-B16). */
final class TriggerCalls {

    private final Rpc rpc;
    private final Registration registration;
    private final StatusReports reports;
    private final LiveMeter meter;
    private final Points points;
    private final Guardian guardian;

    /**
     * @param guardian knows of firmware and logs
     */
    TriggerCalls(
            Rpc rpc,
            Registration registration,
            StatusReports reports,
            LiveMeter meter,
            Points points,
            Guardian guardian) {
        this.rpc = rpc;
        this.guardian = guardian;
        this.registration = registration;
        this.reports = reports;
        this.meter = meter;
        this.points = points;
        rpc.on(TriggerMessageRequest.class, this::trigger);
    }

    Rpc.Reply<TriggerMessageAnswer> trigger(TriggerMessageRequest request) {
        Optional<Integer> connector = request.connectorId();
        MessageTrigger wanted = request.requestedMessage();
        return switch (wanted) {
            case BOOT_NOTIFICATION -> registration.accepted()
                    ? answer(TriggerMessageStatus.REJECTED)
                    : answer(TriggerMessageStatus.ACCEPTED).then(registration::sendBoot);
            case HEARTBEAT -> answer(TriggerMessageStatus.ACCEPTED).then(registration::beat);
            case STATUS_NOTIFICATION -> known(connector)
                    ? answer(TriggerMessageStatus.ACCEPTED).then(() -> reports.repeat(connector))
                    : answer(TriggerMessageStatus.REJECTED);
            case METER_VALUES -> known(connector)
                    ? answer(TriggerMessageStatus.ACCEPTED)
                            .then(() -> meter.trigger(connector.filter(number -> number != 0)))
                    : answer(TriggerMessageStatus.REJECTED);
            case DIAGNOSTICS_STATUS_NOTIFICATION -> answer(TriggerMessageStatus.ACCEPTED)
                    .then(() -> rpc.callAnyway(guardian.logs().diagnosticsStatus()));
            case FIRMWARE_STATUS_NOTIFICATION -> answer(TriggerMessageStatus.ACCEPTED)
                    .then(() -> rpc.callAnyway(
                            FirmwareWords.askedBefore(guardian.firmware().order())));
        };
    }

    private boolean known(Optional<Integer> connector) {
        return connector
                .filter(number -> number != 0)
                .map(number -> points.find(number).isPresent())
                .orElse(true);
    }

    private static Rpc.Reply<TriggerMessageAnswer> answer(TriggerMessageStatus status) {
        return Rpc.Reply.of(new TriggerMessageAnswer(status));
    }
}
