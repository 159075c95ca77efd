package io.voltwright.security.watch;

import io.voltwright.security.api.Keys;
import io.voltwright.users.api.Accounts;
import io.voltwright.users.api.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Looks for weak settings, from the outside in: ports, credentials, certificates, files. */
final class Inspection {

    /**
     * What is inspected.
     *
     * @param proc {@code /proc}
     * @param home the station's home
     * @param etc its configuration folder
     * @param arguments those of the Java process
     * @param now to judge ages by
     */
    record Place(Path proc, Path home, Path etc, List<String> arguments, Instant now) {}

    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration UNUSED = Duration.ofDays(180);

    private Inspection() {}

    /** All findings, the worst first. */
    static List<Finding> of(Place place, Optional<Accounts> accounts, Optional<Keys> keys, long lostFacts) {
        List<Finding> all = new ArrayList<>();
        all.addAll(ports(place.proc()));
        all.addAll(accounts.map(present -> accounts(present.accounts(), place.now()))
                .orElseGet(() -> List.of(Finding.medium(
                        "accounts", "users.directory is not running: nobody can log in", "bundle:start it"))));
        all.addAll(keys.map(present -> certificates(present.held(), place.now()))
                .orElseGet(() -> List.of(Finding.high(
                        "key store",
                        "security.keys is not running: tokens stay sealed, TLS has no keys",
                        "look into the log; the key store may not open"))));
        all.addAll(FileInspection.of(place));
        all.addAll(process(place.arguments()));
        if (lostFacts > 0) {
            all.add(Finding.high(
                    "audit", lostFacts + " audit facts were lost since the start", "see why the journal was away"));
        }
        all.sort(Comparator.comparing(Finding::severity));
        return all;
    }

    static List<Finding> ports(Path proc) {
        List<Finding> found = new ArrayList<>();
        try {
            for (Ports.Open port : Ports.open(proc)) {
                String where = port.address().getHostAddress() + ":" + port.port();
                if (port.isLoopback()) {
                    found.add(Finding.ok("port " + port.port(), "listens on loopback only (" + where + ")"));
                } else {
                    found.add(Finding.medium(
                            "port " + port.port(),
                            "can be reached from the network (" + where + ")",
                            "bind it to loopback or to one network, and let a firewall say who may come"));
                }
            }
        } catch (IOException e) {
            found.add(Finding.low("ports", "this system does not tell which ports are open", "run ss -tlnp"));
        }
        return found;
    }

    static List<Finding> accounts(List<Accounts.Account> accounts, Instant now) {
        List<Finding> found = new ArrayList<>();
        if (accounts.isEmpty()) {
            found.add(Finding.medium(
                    "accounts",
                    "there is none yet: the set-up code is still good",
                    "log in as setup and run user:add"));
        }
        for (Accounts.Account account : accounts) {
            String subject = "account " + account.name();
            if (account.disabled()) {
                found.add(Finding.ok(subject, "is closed"));
                continue;
            }
            if (account.roles().contains(Role.ADMIN) && account.roles().contains(Role.SECURITY_OFFICER)) {
                found.add(Finding.low(
                        subject,
                        "is admin and security officer: nobody watches it",
                        "give the two roles to two people"));
            }
            found.add(age(account, subject, now));
        }
        long admins = accounts.stream()
                .filter(account -> !account.disabled() && account.roles().contains(Role.ADMIN))
                .count();
        if (admins == 1) {
            found.add(Finding.low("accounts", "there is one admin only", "add a second one and keep it sealed"));
        }
        return found;
    }

    private static Finding age(Accounts.Account account, String subject, Instant now) {
        if (account.lastLogin().isEmpty()) {
            return Finding.low(subject, "never logged in", "close it with user:disable if nobody needs it");
        }
        boolean unused = account.lastLogin().get().plus(UNUSED).isBefore(now);
        return unused
                ? Finding.medium(
                        subject,
                        "was last used at " + account.lastLogin().get(),
                        "close it with user:disable if nobody needs it")
                : Finding.ok(subject, "has no default password and is in use");
    }

    static List<Finding> certificates(List<Keys.Held> held, Instant now) {
        List<Finding> found = new ArrayList<>();
        for (Keys.Held one : held) {
            one.expires().ifPresent(end -> {
                String subject = one.kind() + " " + one.name();
                String remedy = one.kind().equals("identity")
                        ? "security:identity-renew " + one.name()
                        : "replace " + one.name() + " in the configuration folder";
                if (end.isBefore(now)) {
                    found.add(Finding.high(subject, "expired at " + end, remedy));
                } else if (end.isBefore(now.plus(SOON))) {
                    found.add(Finding.medium(subject, "expires at " + end, remedy));
                } else {
                    found.add(Finding.ok(subject, "is good until " + end));
                }
            });
        }
        return found;
    }

    static List<Finding> process(List<String> arguments) {
        List<Finding> found = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.contains("jdwp")) {
                found.add(
                        Finding.high("process", "a debugger may connect and run code", "start it without " + argument));
            }
            if (argument.startsWith("-Dcom.sun.management.jmxremote.port")) {
                found.add(Finding.high("process", "remote JMX is on", "start it without " + argument));
            }
        }
        return found;
    }
}
