package io.voltwright.security.watch;

import io.voltwright.base.api.Moment;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Payload;
import io.voltwright.security.api.Audit;
import java.time.Duration;
import java.util.UUID;

/** The facts of this module. */
final class SecurityFacts {

    static final String AUDITED = "security.Audited";
    static final String ATTACK = "security.AttackDetected";
    static final String RAISED = "security.AlarmRaised";
    static final String CLEARED = "security.AlarmCleared";
    static final String RULE = "login-brute-force";

    private static final int LONGEST = 300;

    private SecurityFacts() {}

    static Fact audited(Audit.Event event, Moment now) {
        Payload payload = Payload.with()
                .put("kind", event.kind().name())
                .put("actor", plain(event.actor().toString()))
                .put("origin", plain(event.origin()))
                .put("object", plain(event.object()))
                .put("detail", plain(event.detail()))
                .put("refused", event.refused())
                .done();
        String subject = plain(event.actor().name());
        return fact(AUDITED, subject.isEmpty() ? "unknown" : subject, now, payload);
    }

    static Fact attack(Ban ban, int failures, Duration window, Moment now) {
        Payload payload = Payload.with()
                .put("rule", RULE)
                .put("address", ban.address())
                .put("failures", failures)
                .put("windowSeconds", window.toSeconds())
                .put("bannedUntil", ban.until().toString())
                .put("times", ban.times())
                .done();
        return fact(ATTACK, ban.address(), now, payload);
    }

    static Fact raised(Ban ban, Moment now) {
        Payload payload = Payload.with()
                .put("alarm", RULE + ":" + ban.address())
                .put("severity", "high")
                .put("text", "Somebody at " + ban.address() + " guesses passwords; banned until " + ban.until())
                .done();
        return fact(RAISED, ban.address(), now, payload);
    }

    static Fact cleared(String address, String cause, Moment now) {
        Payload payload = Payload.with()
                .put("alarm", RULE + ":" + address)
                .put("cause", plain(cause))
                .done();
        return fact(CLEARED, address, now, payload);
    }

    private static Fact fact(String type, String subject, Moment now, Payload payload) {
        String about = subject.length() > 64 ? subject.substring(0, 64) : subject;
        return new Fact(type, 1, type + ":" + UUID.randomUUID(), about, now, false, payload);
    }

    /** One line without control characters, so that nobody can forge lines or paint the auditor's terminal. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                plain.append(String.format("\\u%04x", c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }
}
