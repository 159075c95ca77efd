package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Time;
import io.voltwright.transactions.api.Tariff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each form that a tariff ever had, and since when: a session keeps the one in force when it started, whenever its start is read.
 * The newest forms come from a file; a file that is refused changes nothing, also over a restart.
 */
final class TariffBook {

    private static final Logger log = LoggerFactory.getLogger(TariffBook.class);

    /**
     * A form of a tariff.
     *
     * @param since when it came into force
     * @param version SHA-256 of its form; empty from when it was withdrawn
     * @param tariff empty from when it was withdrawn
     */
    record Form(Instant since, String version, Optional<Tariff> tariff) {}

    private final DataSource store;
    private final Path file;
    private final Time time;
    private final TariffNews news;
    private volatile Map<String, List<Form>> forms = Map.of();
    private volatile Optional<String> refused = Optional.empty();
    private Optional<String> judged = Optional.empty();
    private Optional<String> changing = Optional.empty();

    TariffBook(DataSource store, Path file, Time time, TariffNews news) throws SQLException {
        this.store = store;
        this.file = file;
        this.time = time;
        this.news = news;
        forms = load();
        look();
    }

    /** Reads the file if it changed and is not changing any more. Blocks on disk and store; one call at a time. */
    void look() {
        Optional<String> text = text();
        if (text.isPresent() && text.equals(judged)) {
            changing = text;
            return;
        }
        // Whoever writes the file may not be done: it is read once it looks the same twice. At the start nobody waits.
        if (judged.isPresent() && !text.equals(changing)) {
            changing = text;
            return;
        }
        TariffParser.Result result = text.map(found -> TariffParser.parse(String.valueOf(file.getFileName()), found))
                .orElseGet(() -> new TariffParser.Result(
                        List.of(),
                        List.of(file.getFileName() + ":1: there is no " + file + "; write one, see docs/money.md")));
        if (!result.problems().isEmpty()) {
            refuse(String.join("\n", result.problems()));
            judged = text;
            return;
        }
        try {
            apply(result.tariffs());
            refused = Optional.empty();
            judged = text;
        } catch (SQLException e) {
            log.warn("The tariffs in {} wait for the store: {}", file.getFileName(), e.getMessage());
        }
    }

    /** Why the file on disk is not in force; empty while it is. */
    Optional<String> refused() {
        return refused;
    }

    /** The tariffs in force, by id. */
    List<Tariff> tariffs() {
        return forms.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> newest(entry.getValue()).tariff().stream())
                .toList();
    }

    /**
     * The form of a tariff at a time. The clock may have been wrong, so where none is that old the oldest is taken.
     */
    Optional<Form> at(String id, Instant started) {
        List<Form> all = forms.getOrDefault(id, List.of());
        Optional<Form> found = all.stream()
                .filter(form -> !form.since().isAfter(started))
                .reduce((older, newer) -> newer)
                .or(() -> all.stream().findFirst());
        return found.filter(form -> form.tariff().isPresent());
    }

    /** A form by its hash. */
    Optional<Tariff> version(String version) {
        return forms.values().stream()
                .flatMap(List::stream)
                .filter(form -> form.version().equals(version))
                .findFirst()
                .flatMap(Form::tariff);
    }

    private Optional<String> text() {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void refuse(String why) {
        if (!refused.equals(Optional.of(why))) {
            log.warn("{} is refused, the tariffs in force stay:\n{}", file.getFileName(), why);
            news.refused(String.valueOf(file.getFileName()), why);
        }
        refused = Optional.of(why);
    }

    private Map<String, List<Form>> load() throws SQLException {
        Map<String, List<Form>> found = new HashMap<>();
        try (Connection connection = store.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT ID, SINCE_NS, VERSION, FORM FROM TRANSACTIONS.TARIFF ORDER BY ID, SINCE_NS");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String form = rows.getString(4);
                found.computeIfAbsent(rows.getString(1), id -> new ArrayList<>())
                        .add(new Form(
                                Nanos.instant(rows.getLong(2)),
                                rows.getString(3),
                                form.isEmpty() ? Optional.empty() : Optional.of(TariffForm.read(form))));
            }
        }
        return found;
    }

    private void apply(List<Tariff> tariffs) throws SQLException {
        Map<String, Tariff> wanted = new HashMap<>();
        tariffs.forEach(tariff -> wanted.put(tariff.id(), tariff));
        Map<String, Optional<Tariff>> changes = new HashMap<>();
        wanted.forEach((id, tariff) -> {
            List<Form> known = forms.getOrDefault(id, List.of());
            if (known.isEmpty() || !newest(known).tariff().equals(Optional.of(tariff))) {
                changes.put(id, Optional.of(tariff));
            }
        });
        forms.forEach((id, known) -> {
            if (!wanted.containsKey(id) && newest(known).tariff().isPresent()) {
                changes.put(id, Optional.empty());
            }
        });
        if (changes.isEmpty()) {
            return;
        }
        write(changes);
        changes.forEach((id, after) -> {
            List<Form> known = forms.getOrDefault(id, List.of());
            news.changed(id, known.isEmpty() ? Optional.empty() : newest(known).tariff(), after);
        });
        forms = load();
        log.info("Tariffs in force: {}", tariffs.stream().map(Tariff::id).toList());
    }

    private void write(Map<String, Optional<Tariff>> changes) throws SQLException {
        long now = Nanos.of(time.instant());
        try (Connection connection = store.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO TRANSACTIONS.TARIFF (ID, SINCE_NS, VERSION, FORM) VALUES (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (Map.Entry<String, Optional<Tariff>> change : changes.entrySet()) {
                List<Form> known = forms.getOrDefault(change.getKey(), List.of());
                // A clock that was set back must not put the new form behind the old one.
                long since = known.isEmpty()
                        ? now
                        : Math.max(now, Nanos.of(newest(known).since()) + 1);
                String form = change.getValue().map(TariffForm::write).orElse("");
                insert.setString(1, change.getKey());
                insert.setLong(2, since);
                insert.setString(3, form.isEmpty() ? "" : Hash.of(form));
                insert.setString(4, form);
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    private static Form newest(List<Form> known) {
        return known.get(known.size() - 1);
    }
}
