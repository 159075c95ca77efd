package io.voltwright.field.profiles;

import io.voltwright.base.api.Actor;
import io.voltwright.security.api.Audit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells log and audit which files of the folder came, changed or went, and whether they were refused; what the audit cannot hear yet waits. */
final class ProfileNews {

    /**
     * A file of the folder.
     *
     * @param hash of its bytes
     * @param refused why it is left out; empty if it is used
     */
    record State(String hash, Optional<String> refused) {}

    private static final Logger log = LoggerFactory.getLogger(ProfileNews.class);
    private static final Actor BY = Actor.station("profile-folder");
    private static final int MOST = 1_000;

    private final Supplier<Optional<Audit>> audit;
    private final Deque<Audit.Event> waiting = new ArrayDeque<>();
    private Map<String, State> told = new HashMap<>();

    ProfileNews(Supplier<Optional<Audit>> audit) {
        this.audit = audit;
    }

    /** What is there at the start. */
    synchronized void found(Map<String, State> files) {
        told = new HashMap<>(files);
        files.forEach((id, file) -> add(id, "at the start SHA-256 " + file.hash() + outcome(file), file));
    }

    /** What is there now. */
    synchronized void now(Map<String, State> files) {
        TreeSet<String> ids = new TreeSet<>(told.keySet());
        ids.addAll(files.keySet());
        for (String id : ids) {
            Optional<State> before = Optional.ofNullable(told.get(id));
            Optional<State> after = Optional.ofNullable(files.get(id));
            if (!before.equals(after)) {
                String detail = "SHA-256 " + before.map(State::hash).orElse("none") + " -> "
                        + after.map(file -> file.hash() + outcome(file)).orElse("gone");
                log.warn("The file of profile {} changed: {}", id, detail);
                add(id, detail, after.orElse(new State("", Optional.empty())));
            }
        }
        told = new HashMap<>(files);
    }

    private static String outcome(State file) {
        return file.refused().map(reason -> ", refused: " + reason).orElse("");
    }

    private void add(String id, String detail, State file) {
        if (waiting.size() >= MOST) {
            log.warn("The audit is away for long; this change is not kept for it: {}", waiting.remove());
        }
        waiting.add(new Audit.Event(
                Audit.Kind.CONFIGURATION,
                BY,
                "local",
                "profile " + id,
                detail,
                file.refused().isPresent()));
    }

    /** Hands on what waits, where somebody listens. */
    synchronized void flush() {
        Optional<Audit> to = audit.get();
        while (to.isPresent() && !waiting.isEmpty()) {
            to.orElseThrow().record(waiting.remove()).exceptionally(failed -> {
                log.warn("The change of a profile was not audited: {}", failed.getMessage());
                return null;
            });
        }
    }
}
