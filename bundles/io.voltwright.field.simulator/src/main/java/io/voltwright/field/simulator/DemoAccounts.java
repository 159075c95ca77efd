package io.voltwright.field.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares what four books say of one charge: the pile's register, the journal, the ledger and the back end. */
final class DemoAccounts {

    /** Registers are exact to a tenth of a Wh. */
    private static final double EXACT = 0.05;

    private final List<String> mismatches = new ArrayList<>();
    private final StringBuilder table = new StringBuilder(String.format(
            Locale.ROOT, "  %-6s %-9s %12s %12s %12s%n", "EVSE", "book", "start Wh", "stop Wh", "energy Wh"));

    /**
     * Where a register stood.
     *
     * @param start Wh
     * @param stop Wh
     */
    record Span(double start, double stop) {

        double energy() {
            return stop - start;
        }

        /** As OCPP reports it: whole Wh. */
        Span whole() {
            return new Span(Math.floor(start + EXACT), Math.floor(stop + EXACT));
        }
    }

    void add(String evse, Span pile, Span journal, Span ledger, Span backend) {
        row(evse, "pile", pile);
        row(evse, "journal", journal);
        row(evse, "ledger", ledger);
        row(evse, "back end", backend);
        compare(evse, "journal", journal, "pile", pile);
        compare(evse, "ledger", ledger, "pile", pile);
        compare(evse, "back end", backend, "pile in whole Wh", pile.whole());
        if (pile.energy() <= 0) {
            mismatches.add(evse + ": no energy was delivered");
        }
    }

    private void row(String evse, String book, Span span) {
        table.append(String.format(
                Locale.ROOT,
                "  %-6s %-9s %12.1f %12.1f %12.1f%n",
                evse,
                book,
                span.start(),
                span.stop(),
                span.energy()));
    }

    private void compare(String evse, String what, Span span, String with, Span other) {
        compare(evse, "start", what, span.start(), with, other.start());
        compare(evse, "stop", what, span.stop(), with, other.stop());
    }

    private void compare(String evse, String end, String what, double value, String with, double other) {
        if (Math.abs(value - other) > EXACT) {
            mismatches.add(String.format(
                    Locale.ROOT,
                    "%s, %s register: the %s says %.1f Wh, the %s %.1f Wh",
                    evse,
                    end,
                    what,
                    value,
                    with,
                    other));
        }
    }

    String table() {
        return table.toString();
    }

    /** One sentence each; empty if all agree. */
    List<String> mismatches() {
        return List.copyOf(mismatches);
    }
}
