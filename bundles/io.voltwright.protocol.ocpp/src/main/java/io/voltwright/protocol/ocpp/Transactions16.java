package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.api.StopReason;
import io.voltwright.protocol.ocpp.Ocpp16.MeterValue;
import io.voltwright.protocol.ocpp.Ocpp16.MeterValuesRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ReadingContext;
import io.voltwright.protocol.ocpp.Ocpp16.Reason;
import io.voltwright.protocol.ocpp.Ocpp16.SampledValue;
import io.voltwright.protocol.ocpp.Ocpp16.StartTransactionRequest;
import io.voltwright.protocol.ocpp.Ocpp16.StopTransactionRequest;
import io.voltwright.protocol.ocpp.Ocpp16.UnitOfMeasure;
import io.voltwright.protocol.ocpp.TransactionEvent.Ended;
import io.voltwright.protocol.ocpp.TransactionEvent.Started;
import io.voltwright.protocol.ocpp.TransactionEvent.Updated;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The form that transactions and samples have in OCPP 1.6. */
final class Transactions16 {

    private final KeyBook keys;

    Transactions16(KeyBook keys) {
        this.keys = keys;
    }

    /** What is sent; empty where nothing is to be said: none of the configured measurands was measured. */
    Optional<Request<?>> of(TransactionEvent event) {
        if (event instanceof Started begin) {
            return Optional.of(start(begin));
        }
        if (event instanceof Updated sample) {
            return meterValues(sample).map(request -> request);
        }
        if (event instanceof Ended end) {
            return Optional.of(stop(end));
        }
        throw new AssertionError(event);
    }

    private StartTransactionRequest start(Started event) {
        return new StartTransactionRequest(
                event.connector(),
                event.idToken(),
                Math.toIntExact(event.register().wholeWattHours()),
                event.reservation(),
                event.time());
    }

    private Optional<MeterValuesRequest> meterValues(Updated event) {
        List<MeterValue> values = values(event, keys.measures(Keys16.SAMPLED_DATA), keys.measures(Keys16.ALIGNED_DATA));
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(new MeterValuesRequest(
                        event.open().connector(), Optional.of(event.open().id()), values));
    }

    private static List<MeterValue> values(Updated event, List<Measure> sampled, List<Measure> aligned) {
        List<MeterValue> values = new ArrayList<>();
        if (event.clock()) {
            meterValue(event.sample(), ReadingContext.SAMPLE_CLOCK, aligned).ifPresent(values::add);
        }
        if (event.periodic()) {
            meterValue(event.sample(), ReadingContext.SAMPLE_PERIODIC, sampled).ifPresent(values::add);
        }
        return values;
    }

    private StopTransactionRequest stop(Ended event) {
        return new StopTransactionRequest(
                event.idToken(),
                Math.toIntExact(event.register().wholeWattHours()),
                event.time(),
                event.open().id(),
                Optional.of(reason(event.reason())),
                transactionData(event));
    }

    // With begin and end, and the samples between in the order in which they were taken (R-X08).
    private List<MeterValue> transactionData(Ended event) {
        List<Measure> sampled = keys.measures(Keys16.STOP_SAMPLED_DATA);
        List<Measure> aligned = keys.measures(Keys16.STOP_ALIGNED_DATA);
        if (sampled.isEmpty() && aligned.isEmpty()) {
            return List.of();
        }
        List<Measure> ends = sampled.isEmpty() ? aligned : sampled;
        List<MeterValue> data = new ArrayList<>();
        meterValue(
                        Sample.of(event.open().startRegister(), event.open().started()),
                        ReadingContext.TRANSACTION_BEGIN,
                        ends)
                .ifPresent(data::add);
        for (Updated sample : event.samples()) {
            data.addAll(values(sample, sampled, aligned));
        }
        meterValue(Sample.of(event.register(), event.time()), ReadingContext.TRANSACTION_END, ends)
                .ifPresent(data::add);
        return data;
    }

    /** One sample; empty if none of the measures was measured. */
    static Optional<MeterValue> meterValue(Sample sample, ReadingContext context, List<Measure> measures) {
        List<SampledValue> values = new ArrayList<>();
        for (Measure measure : measures) {
            values.addAll(sampled(sample, context, measure));
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new MeterValue(sample.time(), values));
    }

    private static List<SampledValue> sampled(Sample sample, ReadingContext context, Measure measure) {
        return switch (measure.measurand()) {
            case ENERGY_ACTIVE_IMPORT_REGISTER -> sample
                    .register()
                    .map(energy -> value(
                            String.valueOf(energy.wholeWattHours()),
                            context,
                            measure,
                            Optional.empty(),
                            UnitOfMeasure.WH))
                    .stream()
                    .toList();
            case POWER_ACTIVE_IMPORT -> sample
                    .power()
                    .map(power ->
                            value(decimal(power.milliwatts()), context, measure, Optional.empty(), UnitOfMeasure.W))
                    .stream()
                    .toList();
            case CURRENT_OFFERED -> sample
                    .offer()
                    .map(offer ->
                            value(decimal(offer.milliamperes()), context, measure, Optional.empty(), UnitOfMeasure.A))
                    .stream()
                    .toList();
            case CURRENT_IMPORT -> sample.currents().map(currents -> currents(currents, context, measure)).stream()
                    .flatMap(List::stream)
                    .toList();
            default -> throw new AssertionError(measure);
        };
    }

    // All phases that are measured, unless one is asked for (R-M04).
    private static List<SampledValue> currents(PhaseCurrents currents, ReadingContext context, Measure measure) {
        List<SampledValue> values = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            Ocpp16.Phase name = Ocpp16.Phase.of(phase.name()).orElseThrow();
            if (measure.phase().filter(wanted -> wanted != name).isEmpty()) {
                String amperes = decimal(currents.on(phase).milliamperes());
                values.add(value(amperes, context, measure, Optional.of(name), UnitOfMeasure.A));
            }
        }
        return values;
    }

    private static SampledValue value(
            String value, ReadingContext context, Measure measure, Optional<Ocpp16.Phase> phase, UnitOfMeasure unit) {
        return new SampledValue(
                value,
                Optional.of(context),
                Optional.empty(),
                Optional.of(measure.measurand()),
                phase,
                Optional.empty(),
                Optional.of(unit));
    }

    private static String decimal(long thousandths) {
        return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    }

    private static Reason reason(StopReason reason) {
        return switch (reason) {
            case LOCAL -> Reason.LOCAL;
            case REMOTE -> Reason.REMOTE;
            case EV_DISCONNECTED -> Reason.EV_DISCONNECTED;
            case DEAUTHORIZED -> Reason.DE_AUTHORIZED;
            case EMERGENCY_STOP -> Reason.EMERGENCY_STOP;
            case HARD_RESET -> Reason.HARD_RESET;
            case SOFT_RESET -> Reason.SOFT_RESET;
            case POWER_LOSS -> Reason.POWER_LOSS;
            case REBOOT -> Reason.REBOOT;
            case UNLOCK_COMMAND -> Reason.UNLOCK_COMMAND;
            case TIMEOUT, ENERGY_LIMIT, TIME_LIMIT, COST_LIMIT, SOC_LIMIT, METER_FAILED, FAULT, OTHER -> Reason.OTHER;
        };
    }
}
