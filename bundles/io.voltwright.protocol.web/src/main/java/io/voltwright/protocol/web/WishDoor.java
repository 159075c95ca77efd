package io.voltwright.protocol.web;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import io.voltwright.charging.api.PowerControl;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.Wish;
import io.voltwright.security.api.Audit;
import io.voltwright.users.api.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the car of a session needs: from operators, and from drivers who know the id of their session.
 *
 * <p>A browser sends kept credentials along with whatever page asks it to, but no page of elsewhere may send JSON without asking
 * first, and nobody here ever says yes to such a question.
 */
final class WishDoor {

    private static final int LONGEST = 4096;
    private static final int PATIENCE_SECONDS = 10;

    private final Optional<Audit> audit;

    WishDoor(@Nullable Audit audit) {
        this.audit = Optional.ofNullable(audit);
    }

    /** Passes the wish on to charging, which audits it; what does not get there is audited here. */
    void post(HttpServletRequest request, Session session, PowerControl power) throws IOException, Problem {
        Actor by = Caller.actor(request);
        try {
            Outcome outcome = answer(power, session, read(request), by);
            if (!outcome.isDone()) {
                throw new Problem(HttpServletResponse.SC_CONFLICT, outcome.reasonOrDone());
            }
        } catch (Problem problem) {
            if (problem.status != HttpServletResponse.SC_CONFLICT) {
                audit.ifPresent(to -> to.record(new Audit.Event(
                        Audit.Kind.COMMAND,
                        by,
                        request.getRemoteAddr(),
                        session.id().value(),
                        "wish: " + problem.sentence(),
                        true)));
            }
            throw problem;
        }
    }

    private static Wish read(HttpServletRequest request) throws IOException, Problem {
        if (!Caller.mayCommand(request) && !request.isUserInRole(Role.DRIVER.key())) {
            throw new Problem(HttpServletResponse.SC_FORBIDDEN, "a wish is for operators, admins and drivers to say");
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new Problem(HttpServletResponse.SC_FORBIDDEN, "a page of elsewhere may not say wishes");
        }
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
            throw new Problem(
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type '" + type + "': send application/json");
        }
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            throw new Problem(
                    HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "the body is over " + LONGEST + " bytes long");
        }
        Wish wish = WishForm.read(body);
        if (wish.priority().isPresent() && !Caller.mayCommand(request)) {
            throw new Problem(
                    HttpServletResponse.SC_FORBIDDEN,
                    "priority " + wish.priority().orElseThrow() + ": it is for operators to say; leave it out");
        }
        return wish;
    }

    private static Outcome answer(PowerControl power, Session session, Wish wish, Actor by) throws Problem {
        try {
            return power.wish(session.evse(), wish, by).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "interrupted; try again");
        } catch (ExecutionException | TimeoutException e) {
            throw new Problem(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "charging does not answer; try again");
        }
    }
}
