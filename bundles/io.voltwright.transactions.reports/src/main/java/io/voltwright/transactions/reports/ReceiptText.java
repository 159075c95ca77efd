package io.voltwright.transactions.reports;

import io.voltwright.base.api.Money;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Tariff.Dimension;
import io.voltwright.transactions.api.Transaction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;

/** A receipt for a printer of 64 columns. */
final class ReceiptText {

    static final int WIDTH = 64;

    private static final int MORE_DIGITS = 2;

    private final String site;
    private final ZoneId zone;
    private final StringBuilder paper = new StringBuilder();

    ReceiptText(String site, ZoneId zone) {
        this.site = site;
        this.zone = zone;
    }

    String write(Transaction transaction) {
        head(transaction);
        rule('-');
        session(transaction);
        transaction.cost().ifPresent(cost -> cost(transaction, cost));
        rule('=');
        foot(transaction);
        return paper.toString();
    }

    private void head(Transaction transaction) {
        Kind kind = Kind.of(transaction);
        rule('=');
        centre(site);
        centre(kind.title);
        rule('=');
        transaction.receiptNumber().ifPresent(number -> row("Receipt number", String.valueOf(number)));
        transaction.stopped().ifPresent(stop -> row("Date", Forms.local(stop.utc(), zone)));
        row("Billed by", Kind.biller(transaction));
        row("Session", transaction.session().value());
        row("Charging point", transaction.evse().value());
        row("Token", transaction.token().value());
    }

    private void session(Transaction transaction) {
        row("Started", Forms.local(transaction.started().utc(), zone));
        transaction.stopped().ifPresent(stop -> row("Stopped", Forms.local(stop.utc(), zone)));
        row("Duration (h:mm:ss)", Forms.clock(transaction.duration()));
        row("Meter at start", Forms.kilowattHours(transaction.startRegister()) + " kWh");
        row("Meter at end", Forms.kilowattHours(transaction.stopRegister()) + " kWh");
        row("Energy", Forms.kilowattHours(transaction.energy()) + " kWh");
    }

    private void cost(Transaction transaction, Cost cost) {
        rule('-');
        String version = transaction.tariffVersion();
        row("Tariff " + transaction.tariff(), version.substring(0, Math.min(12, version.length())));
        for (Cost.Line line : cost.lines()) {
            row(quantity(transaction, line) + " x " + price(line.price(), cost.net()), exact(line.net(), cost.net()));
        }
        rule('-');
        for (Cost.Tax tax : cost.taxes()) {
            row("Net at " + tax.percent().toPlainString() + " % VAT", tax.net().toString());
            row("VAT " + tax.percent().toPlainString() + " %", tax.vat().toString());
        }
        row("TOTAL", cost.gross().toString());
    }

    private static String quantity(Transaction transaction, Cost.Line line) {
        if (line.dimension() == Dimension.ENERGY) {
            return "Energy " + Forms.kilowattHours(transaction.energy()) + " kWh";
        }
        return line.dimension() == Dimension.TIME
                ? "Time " + Forms.clock(transaction.duration()) + " h"
                : "Start " + line.quantity().toPlainString();
    }

    /** As it is, but with all the digits that can be paid. */
    private static String price(BigDecimal price, Money like) {
        int digits = Math.max(price.scale(), like.currency().getDefaultFractionDigits());
        return price.setScale(digits, RoundingMode.UNNECESSARY).toPlainString();
    }

    /** Two digits more than can be paid, for lines are rounded together at the end only. */
    private static String exact(BigDecimal net, Money like) {
        int digits = like.currency().getDefaultFractionDigits() + MORE_DIGITS;
        return net.setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }

    private void foot(Transaction transaction) {
        Kind kind = Kind.of(transaction);
        if (kind == Kind.RECEIPT) {
            line("Prices without VAT. Rounded half up, once per VAT rate; the");
            line("VAT is taken of the rounded net.");
        } else if (kind == Kind.RECORD) {
            line("Amounts are for information; " + Kind.biller(transaction)
                    + (transaction.biller().equals("free") ? "." : " bills."));
        } else {
            line("A person has to look at this charge before it is billed:");
            transaction.heldBecause().ifPresent(this::line);
        }
    }

    private void row(String left, String right) {
        int gap = WIDTH - left.length() - right.length();
        if (gap >= 1) {
            line(left + " ".repeat(gap) + right);
        } else {
            line(left);
            line(" ".repeat(Math.max(0, WIDTH - right.length())) + right);
        }
    }

    private void centre(String text) {
        line(" ".repeat(Math.max(0, (WIDTH - text.length()) / 2)) + text);
    }

    private void rule(char with) {
        line(String.valueOf(with).repeat(WIDTH));
    }

    /** Longer text goes on in the next line. */
    private void line(String text) {
        String rest = text;
        while (rest.length() > WIDTH) {
            int space = rest.lastIndexOf(' ', WIDTH);
            int end = space > 0 ? space : WIDTH;
            paper.append(rest, 0, end).append('\n');
            rest = rest.substring(end).stripLeading();
        }
        paper.append(rest.stripTrailing()).append('\n');
    }
}
