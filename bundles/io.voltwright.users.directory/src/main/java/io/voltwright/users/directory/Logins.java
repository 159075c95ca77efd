package io.voltwright.users.directory;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Time;
import io.voltwright.security.api.Audit;
import io.voltwright.users.api.Accounts.Login;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks logins: delay first, then length, then the hash, and the same work whether the account exists or not. */
final class Logins {

    private static final Logger log = LoggerFactory.getLogger(Logins.class);

    private final AccountRows rows;
    private final Passwords passwords;
    private final Time time;
    private final Supplier<Optional<Audit>> audit;
    private final LoginDelays delays;

    Logins(AccountRows rows, Passwords passwords, LoginDelays delays, Time time, Supplier<Optional<Audit>> audit) {
        this.rows = rows;
        this.passwords = passwords;
        this.time = time;
        this.audit = audit;
        this.delays = delays;
    }

    Login login(String name, char[] password, String origin) {
        Duration wait = delays.wait(name, origin);
        if (!wait.isZero()) {
            record(name, origin, "too soon after failures", true);
            return new Login.Denied(wait);
        }
        if (password.length == 0
                || password.length > StationAccounts.LONGEST_PASSWORD
                || !StationAccounts.NAME.matcher(name).matches()) {
            record(name, origin, "malformed", true);
            return new Login.Denied(delays.failed(name, origin));
        }
        boolean isSetup = name.equals(SetupCode.ACCOUNT);
        Optional<AccountRows.Row> row = isSetup ? Optional.empty() : rows.find(name);
        Optional<String> hash = isSetup ? rows.setupHash() : row.map(AccountRows.Row::passwordHash);
        Passwords.Match match = passwords.match(password, hash);
        if (match == Passwords.Match.BUSY) {
            record(name, origin, "too many logins at once", true);
            return new Login.Denied(Duration.ofSeconds(1));
        }
        boolean closed = row.filter(found -> found.account().disabled()).isPresent();
        if (match == Passwords.Match.NO || closed) {
            record(name, origin, "wrong name or password", true);
            return new Login.Denied(delays.failed(name, origin));
        }
        delays.succeeded(name, origin);
        row.ifPresent(found -> rememberIfPossible(found, password));
        record(name, origin, isSetup ? "set-up code" : "password", false);
        return new Login.Accepted(
                name, row.map(found -> found.account().roles()).orElse(Set.of()));
    }

    // A full disk has to be cleared by somebody who is let in.
    private void rememberIfPossible(AccountRows.Row row, char[] password) {
        try {
            remember(row, password);
        } catch (IllegalStateException e) {
            log.warn("the login of {} is not remembered", row.account().name(), e);
        }
    }

    private void remember(AccountRows.Row row, char[] password) {
        String name = row.account().name();
        rows.update(
                "UPDATE USERS.ACCOUNT SET LAST_LOGIN_MS = ? WHERE NAME = ?",
                time.instant().toEpochMilli(),
                name);
        if (passwords.outdated(row.passwordHash())) {
            rows.update(
                    "UPDATE USERS.ACCOUNT SET PASSWORD_HASH = ? WHERE NAME = ? AND PASSWORD_HASH = ?",
                    passwords.hash(password),
                    name,
                    row.passwordHash());
        }
    }

    // What was typed as a name may be a password: only names of accounts are written down.
    private void record(String name, String origin, String detail, boolean refused) {
        audit.get().ifPresent(service -> {
            boolean known = name.equals(SetupCode.ACCOUNT) || rows.find(name).isPresent();
            String who = known ? name : "unknown";
            service.record(new Audit.Event(
                    refused ? Audit.Kind.LOGIN_REFUSED : Audit.Kind.LOGIN_ACCEPTED,
                    Actor.operator(who),
                    origin,
                    who,
                    detail,
                    refused));
        });
    }
}
