package io.voltwright.field.profiles;

import io.voltwright.base.api.Outcome;
import io.voltwright.field.api.RegisterBus.Priority;
import io.voltwright.field.profiles.ActionSpec.Check;
import io.voltwright.field.profiles.ActionSpec.Expect;
import io.voltwright.field.profiles.ActionSpec.OrElse;
import io.voltwright.field.profiles.ActionSpec.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One action on its way: runs its steps one after another on the device's lane, until done, refused or overtaken. */
final class ActionRun {

    private static final Logger log = LoggerFactory.getLogger(ActionRun.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

    private final String who;
    private final Device device;
    private final Priority priority;
    private final Expression.Scope scope;
    private final Deque<Step> steps = new ArrayDeque<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private boolean fault;

    private ActionRun(String who, Device device, Priority priority, Map<String, Value> parameters) {
        this.who = who;
        this.device = device;
        this.priority = priority;
        Expression.Scope given = name -> Optional.ofNullable(parameters.get(name));
        this.scope = given.or(device.knowledge().scope());
    }

    /** Begins at once; call it on the device's lane. */
    static ActionRun begin(
            String who, Device device, List<ActionSpec> actions, Map<String, Value> parameters, Priority priority) {
        ActionRun run = new ActionRun(who, device, priority, parameters);
        actions.forEach(action -> run.steps.addAll(action.steps()));
        run.next();
        return run;
    }

    /** Completes on the lane. */
    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** Whether what was missed counts as a fault of the device. */
    boolean fault() {
        return fault;
    }

    /** No further step starts, and a write that waits for its turn is taken back. */
    void overtake() {
        steps.clear();
        writing.cancel(false);
        outcome.complete(Outcome.refused("overtaken by a later command"));
    }

    private void next() {
        if (outcome.isDone()) {
            return;
        }
        Step step = steps.poll();
        if (step == null) {
            outcome.complete(Outcome.done());
        } else if (step instanceof ActionSpec.Write write) {
            write(new ArrayDeque<>(write.values().entrySet()));
        } else if (step instanceof Expect expect) {
            expect(expect, device.now().plus(expect.within()));
        } else if (step instanceof ActionSpec.Pause pause) {
            device.lane().after(pause.duration(), this::next);
        } else if (step instanceof ActionSpec.Require require) {
            if (require.condition().holds(scope)) {
                next();
            } else {
                refuse("'" + require.condition() + "' does not hold");
            }
        } else if (step instanceof ActionSpec.Do inner) {
            List<Step> more = Optional.ofNullable(device.profile().actions().get(inner.action()))
                    .map(ActionSpec::steps)
                    .orElse(List.of());
            for (int i = more.size() - 1; i >= 0; i--) {
                steps.addFirst(more.get(i));
            }
            next();
        } else {
            throw new AssertionError(step);
        }
    }

    private void write(Deque<Map.Entry<String, Expression>> values) {
        Map.Entry<String, Expression> entry = values.poll();
        if (entry == null) {
            next();
            return;
        }
        if (outcome.isDone()) {
            return;
        }
        Optional<Value> value = entry.getValue().value(scope);
        if (value.isEmpty()) {
            refuse("'" + entry.getValue() + "' is not known yet");
            return;
        }
        writing = device.write(entry.getKey(), value.get(), priority);
        Async.then(writing, (done, failure) -> {
            if (failure == null) {
                write(values);
            } else {
                refuse("writing " + entry.getKey() + " failed: " + failure.getMessage());
            }
        });
    }

    private void expect(Expect expect, Duration deadline) {
        if (outcome.isDone()) {
            return;
        }
        List<String> points =
                expect.checks().stream().map(Check::point).distinct().toList();
        Priority reading = priority == Priority.RAISE ? Priority.POLL : priority;
        Async.then(device.read(points, reading), (done, failure) -> {
            if (failure == null && expect.checks().stream().allMatch(check -> check.holds(scope))) {
                next();
            } else if (device.now().compareTo(deadline) < 0) {
                device.lane().after(LOOK_AGAIN, () -> expect(expect, deadline));
            } else {
                missed(expect);
            }
        });
    }

    private void missed(Expect expect) {
        Check check = expect.checks().stream()
                .filter(each -> !each.holds(scope))
                .findFirst()
                .orElse(expect.checks().get(0));
        String reads = device.knowledge()
                .scope()
                .apply(check.point())
                .map(Value::toString)
                .orElse("nothing");
        String problem =
                check.point() + " reads " + reads + " after " + expect.within().toSeconds() + " s";
        if (expect.orElse() == OrElse.WARN) {
            log.info("{}: {}; going on", who, problem);
            next();
            return;
        }
        fault = expect.orElse() == OrElse.FAULT;
        refuse(problem);
    }

    private void refuse(String reason) {
        steps.clear();
        outcome.complete(Outcome.refused(reason));
    }
}
