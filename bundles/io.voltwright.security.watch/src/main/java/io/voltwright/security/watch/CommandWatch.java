package io.voltwright.security.watch;

import io.voltwright.base.api.Actor;
import io.voltwright.security.api.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.AccessController;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.security.auth.Subject;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes a fact of each shell session and of each command in it that does more than look. */
@Component
public final class CommandWatch implements CommandSessionListener {

    private final Audit audit;
    private final Map<CommandSession, Boolean> sessions = new WeakHashMap<>();

    @Activate
    public CommandWatch(@Reference Audit audit) {
        this.audit = audit;
    }

    @Override
    public void beforeExecute(CommandSession session, CharSequence command) {
        Actor who = Actor.caller();
        boolean isNew;
        synchronized (sessions) {
            isNew = who.kind() == Actor.Kind.OPERATOR && sessions.put(session, true) == null;
        }
        if (isNew) {
            // A key counts from here on only: before, SSH asks about keys that nobody has proved to own.
            audit.record(new Audit.Event(Audit.Kind.STARTED, who, origin(), "shell", "session opened", false));
        }
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, @Nullable Exception failure) {
        String detail = failure == null ? "" : ": " + failure.getClass().getSimpleName();
        boolean refused = failure instanceof SecurityException || detail.contains("CommandNotFound");
        record(command, refused ? " refused" + detail : " failed" + detail, refused);
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, @Nullable Object result) {
        record(command, "", false);
    }

    private void record(CharSequence line, String outcome, boolean refused) {
        if (isStartScript(line)) {
            return;
        }
        List<String> commands = CommandText.acting(line);
        Actor who = Actor.caller();
        if (!commands.isEmpty() && who.kind() == Actor.Kind.OPERATOR) {
            String shown = CommandText.shown(line, commands) + outcome;
            audit.record(new Audit.Event(Audit.Kind.COMMAND, who, origin(), commands.get(0), shown, refused));
        }
    }

    // Karaf runs it in each new session; what it defines is not what somebody did.
    private static boolean isStartScript(CharSequence line) {
        String text = line.toString();
        try {
            Path script = Path.of(System.getProperty("karaf.etc", "."))
                    .resolve(System.getProperty("karaf.shell.init.script", "shell.init.script"));
            // The shell hands over what follows the comments at the top, with blanks of its own.
            return text.contains("\n") && dense(Files.readString(script)).endsWith(dense(text));
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private static String dense(String text) {
        return text.replaceAll("\\s", "");
    }

    @SuppressWarnings("removal") // Java 17 has no other way to the subject of a login
    private static String origin() {
        Subject subject = Subject.getSubject(AccessController.getContext());
        return Optional.ofNullable(subject).stream()
                .flatMap(login -> login.getPrincipals().stream())
                .filter(principal -> principal.getClass().getSimpleName().equals("ClientPrincipal"))
                .map(Principal::getName)
                .map(CommandWatch::address)
                .findFirst()
                .orElse("local");
    }

    /** The address in {@code ssh(/127.0.0.1:4711)}. */
    static String address(String client) {
        String inner = client.replaceAll("^[a-z]+\\(|\\)$", "");
        String host = inner.substring(inner.indexOf('/') + 1);
        int port = host.lastIndexOf(':');
        String bare = port > 0 && (host.indexOf(':') == port || host.contains("]:")) ? host.substring(0, port) : host;
        return bare.replace("[", "").replace("]", "");
    }
}
