package io.voltwright.transactions.reports;

import io.voltwright.base.api.SessionId;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteSource;
import io.voltwright.transactions.api.Documents;
import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transaction.State;
import io.voltwright.transactions.api.Transactions;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Writes receipts and reports from the books, in the site's time. */
@Component(service = {Documents.class, Papers.class})
public final class Papers implements Documents {

    private final Transactions transactions;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable SiteSource site;

    @Activate
    public Papers(@Reference Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<String> receiptText(SessionId session) {
        return finished(session).map(transaction -> new ReceiptText(name(), zone()).write(transaction));
    }

    @Override
    public Optional<String> receiptJson(SessionId session) {
        return finished(session).map(transaction -> new ReceiptJson(name(), zone()).write(transaction));
    }

    @Override
    public long csv(Instant from, Instant to, Writer out) throws IOException {
        return report(from, to, out).count();
    }

    /** As {@link #csv}, and what it sums to. */
    Totals report(Instant from, Instant to, Writer out) throws IOException {
        return new CsvReport(transactions, zone()).write(from, to, out);
    }

    /** The site's zone; UTC until a site is in force. */
    ZoneId zone() {
        return current().map(Site::zone).orElse(ZoneOffset.UTC);
    }

    private String name() {
        return current().map(Site::name).orElse("Voltwright");
    }

    private Optional<Site> current() {
        SiteSource source = site;
        return source == null ? Optional.empty() : Optional.of(source.site());
    }

    private Optional<Transaction> finished(SessionId session) {
        return transactions.find(session).filter(transaction -> transaction.state() != State.RUNNING);
    }
}
