package io.voltwright.security.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an auditor may see of a command line: which commands, and arguments only where they hold no secret and no person. */
final class CommandText {

    /** Scopes whose arguments are names of things: EVSEs, bundles, accounts. Of all others only the command is kept. */
    private static final Set<String> OPEN = Set.of(
            "bundle",
            "feature",
            "service",
            "scr",
            "evse",
            "site",
            "bus",
            "journal",
            "store",
            "system",
            "security",
            "user",
            "tx",
            "log",
            "package");

    /** Commands that only look. */
    private static final Set<String> LOOKS = Set.of(
            "list",
            "show",
            "status",
            "info",
            "tail",
            "verify",
            "display",
            "get",
            "help",
            "bans",
            "log",
            "audit",
            "diag",
            "headers",
            "tree-show",
            "version",
            "name",
            "whoami",
            "classes",
            "capabilities",
            "requirements",
            "services",
            "id",
            "exception-display",
            "property-list",
            "property-get",
            "exists",
            "meta",
            "report",
            "receipt",
            "repo-list",
            "version-list",
            "details",
            "components",
            "imports",
            "exports",
            "wait");

    /** Commands that only look, in their scope: ocpp:keys changes a key, security:keys does not. */
    private static final Set<String> LOOKS_THERE = Set.of(
            "security:keys",
            "tx:held",
            "tx:tariffs",
            "bus:doctor",
            "site:check",
            "site:whatif",
            "session:recovery",
            "evse:reservations",
            "journal:readers",
            "ocpp:profiles",
            "ocpp:schedule");

    /** Shell commands that start, read or write something outside the session; the others change nothing. */
    private static final Set<String> ACTS =
            Set.of("exec", "java", "source", "run", "new", "edit", "cat", "nano", "tac", "ls", "cd", "watch", "elif");

    private static final Pattern COMMAND =
            Pattern.compile("(?:^|[|;\\n({&]|\\$\\()\\s*([a-z*][a-z0-9*-]*):([A-Za-z0-9*._-]+)");

    private CommandText() {}

    /** The commands in a line that are worth a fact, as {@code scope:name}; empty where all of them only look. */
    static List<String> acting(CharSequence line) {
        List<String> acting = new ArrayList<>();
        Matcher found = COMMAND.matcher(line);
        while (found.find()) {
            String scope = found.group(1).toLowerCase(Locale.ROOT);
            String name = found.group(2);
            boolean looks = scope.equals("shell")
                    ? !ACTS.contains(name)
                    : LOOKS.contains(name) || LOOKS_THERE.contains(scope + ":" + name);
            if (!looks) {
                acting.add(scope + ":" + name);
            }
        }
        return acting;
    }

    /** The line for the audit; arguments are left out unless all its commands take names of things only. */
    static String shown(CharSequence line, List<String> commands) {
        boolean open = commands.stream().allMatch(command -> OPEN.contains(command.substring(0, command.indexOf(':'))))
                && !COMMAND_WITH_SECRET.matcher(line).find();
        return open ? line.toString().strip() : String.join(" | ", commands) + " ***";
    }

    private static final Pattern COMMAND_WITH_SECRET = Pattern.compile("(?i)passw|secret|token|(^|\\s)echo\\s|key-add");
}
