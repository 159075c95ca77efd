package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.ExtendedMessageTrigger;
import io.voltwright.protocol.ocpp.Ocpp16.ExtendedTriggerMessageAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.ExtendedTriggerMessageRequest;
import io.voltwright.protocol.ocpp.Ocpp16.MessageTrigger;
import io.voltwright.protocol.ocpp.Ocpp16.TriggerMessageRequest;
import io.voltwright.protocol.ocpp.Ocpp16.TriggerMessageStatus;

/** Sends a message because the back end wants it now, by the trigger of the security whitepaper (R-G03). */
final class ExtendedTriggerCalls {

    private final Rpc rpc;
    private final TriggerCalls triggers;
    private final Guardian guardian;

    /**
     * @param triggers for what both messages know
     */
    ExtendedTriggerCalls(Rpc rpc, TriggerCalls triggers, Guardian guardian) {
        this.rpc = rpc;
        this.triggers = triggers;
        this.guardian = guardian;
        rpc.on(ExtendedTriggerMessageRequest.class, this::trigger);
    }

    private Rpc.Reply<ExtendedTriggerMessageAnswer> trigger(ExtendedTriggerMessageRequest request) {
        return switch (request.requestedMessage()) {
            case LOG_STATUS_NOTIFICATION -> accepted(
                    () -> rpc.callAnyway(guardian.logs().logStatus()));
            case FIRMWARE_STATUS_NOTIFICATION -> accepted(
                    () -> rpc.callAnyway(FirmwareWords.asked(guardian.firmware().order())));
            case SIGN_CHARGE_POINT_CERTIFICATE -> guardian.canSign()
                    ? accepted(guardian::sign)
                    : Rpc.Reply.of(new ExtendedTriggerMessageAnswer(TriggerMessageStatus.REJECTED));
            case BOOT_NOTIFICATION, HEARTBEAT, METER_VALUES, STATUS_NOTIFICATION -> asBefore(request);
        };
    }

    private static Rpc.Reply<ExtendedTriggerMessageAnswer> accepted(Runnable then) {
        return Rpc.Reply.of(new ExtendedTriggerMessageAnswer(TriggerMessageStatus.ACCEPTED))
                .then(then);
    }

    private Rpc.Reply<ExtendedTriggerMessageAnswer> asBefore(ExtendedTriggerMessageRequest request) {
        var reply =
                triggers.trigger(new TriggerMessageRequest(same(request.requestedMessage()), request.connectorId()));
        return Rpc.Reply.of(new ExtendedTriggerMessageAnswer(reply.answer().status()))
                .then(reply.afterwards());
    }

    private static MessageTrigger same(ExtendedMessageTrigger wanted) {
        return java.util.Arrays.stream(MessageTrigger.values())
                .filter(trigger -> trigger.text().equals(wanted.text()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(wanted.text()));
    }
}
