package io.voltwright.users.directory;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Time;
import io.voltwright.base.api.TokenRef;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.Payload;
import io.voltwright.security.api.Keys;
import io.voltwright.users.api.Biller;
import io.voltwright.users.api.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The site's own tokens in the store, changed only together with a fact. */
@Component
public final class SiteTokens implements Tokens {

    private static final int LONGEST_LABEL = 100;
    private static final int LONGEST_GROUP = 36;

    private final TokenRows rows;
    private final Changes changes;
    private final Time time;

    @Activate
    public SiteTokens(
            @Reference(target = "(schema=users)") DataSource store,
            @Reference Journal journal,
            @Reference Keys keys,
            @Reference Time time) {
        this.rows = new TokenRows(store, keys);
        this.changes = new Changes(journal, time);
        this.time = time;
    }

    @Override
    public List<Token> tokens() {
        return rows.own().stream()
                .map(row -> new Token(
                        row.ref(), masked(row.token()), row.label(), row.group(), row.validUntil(), row.blocked()))
                .toList();
    }

    /** The last characters of a token, never more than a third of it. */
    static String masked(IdToken token) {
        String value = token.value();
        return "***" + value.substring(value.length() - Math.min(4, value.length() / 3));
    }

    @Override
    public Outcome add(
            IdToken token,
            String label,
            Optional<String> group,
            Optional<Instant> validUntil,
            Optional<Biller> biller,
            Actor by) {
        if (label.length() > LONGEST_LABEL) {
            return Outcome.refused("a label has at most " + LONGEST_LABEL + " characters, not " + label.length());
        }
        if (group.filter(name -> name.isBlank() || name.length() > LONGEST_GROUP)
                .isPresent()) {
            return Outcome.refused("a group's name has 1 to " + LONGEST_GROUP + " characters");
        }
        Optional<TokenRows.Row> known = rows.find(token);
        TokenRef ref = known.map(TokenRows.Row::ref).orElseGet(rows::newRef);
        boolean blocked = known.map(TokenRows.Row::blocked).orElse(false);
        var row = new TokenRows.Row(ref, token, label.strip(), true, blocked, group, validUntil, biller);
        Payload what = Payload.with()
                .put("group", group.map(rows::group).map(TokenRef::value))
                .put("validUntil", validUntil.map(Instant::toString))
                .put("biller", biller.map(Biller::toString))
                .done();
        Instant now = time.instant();
        return changes.commit("users.TokenAdded", ref.value(), by, what, connection -> rows.put(connection, row, now));
    }

    @Override
    public Outcome block(IdToken token, boolean blocked, Actor by) {
        Optional<TokenRows.Row> known = rows.find(token);
        if (known.isEmpty() && blocked) {
            // A lost card can be refused before it is ever seen.
            TokenRef ref = rows.newRef();
            var row = new TokenRows.Row(
                    ref, token, "", false, true, Optional.empty(), Optional.empty(), Optional.empty());
            Instant now = time.instant();
            return changes.commit(
                    "users.TokenBlocked", ref.value(), by, Payload.EMPTY, connection -> rows.put(connection, row, now));
        }
        return known.map(row -> block(row, blocked, by))
                .orElseGet(() -> Outcome.refused("there is no token " + masked(token) + "; see token:list"));
    }

    @Override
    public Outcome block(TokenRef token, boolean blocked, Actor by) {
        return rows.find(token)
                .map(row -> block(row, blocked, by))
                .orElseGet(() -> Outcome.refused("there is no token '" + token + "'; see token:list"));
    }

    private Outcome block(TokenRows.Row row, boolean blocked, Actor by) {
        var changed = new TokenRows.Row(
                row.ref(), row.token(), row.label(), row.own(), blocked, row.group(), row.validUntil(), row.biller());
        Instant now = time.instant();
        return changes.commit(
                blocked ? "users.TokenBlocked" : "users.TokenUnblocked",
                row.ref().value(),
                by,
                Payload.EMPTY,
                connection -> rows.put(connection, changed, now));
    }
}
