package io.voltwright.base.api;

/** The answer to a command: done, or refused with the reason a person can act on. */
public sealed interface Outcome {

    /** It was done as asked. */
    record Done() implements Outcome {}

    /**
     * Nothing was changed.
     *
     * @param reason names the thing, the value and the remedy
     */
    record Refused(String reason) implements Outcome {}

    static Outcome done() {
        return new Done();
    }

    static Outcome refused(String reason) {
        return new Refused(reason);
    }

    default boolean isDone() {
        return this instanceof Done;
    }

    /** The reason of a refusal, or {@code "done"}. */
    default String reasonOrDone() {
        return this instanceof Refused refused ? refused.reason() : "done";
    }
}
