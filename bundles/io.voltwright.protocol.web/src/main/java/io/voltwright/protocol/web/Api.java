package io.voltwright.protocol.web;

import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.PowerControl;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.Wish;
import io.voltwright.security.api.Audit;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteSource;
import io.voltwright.transactions.api.Documents;
import io.voltwright.transactions.api.Transactions;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The REST interface: site, EVSEs, sessions, limits and transactions as JSON, to read; and the wishes of sessions, to say.
 *
 * <p>It also answers where nothing else does: a filter is asked only where a servlet is behind it, and so {@link Gate} would not
 * be asked there.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("voltwright-api")
@HttpWhiteboardServletPattern({"/api/*", "/"})
public final class Api extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final int MOST_ROWS = 1000;
    private static final int USUAL_ROWS = 100;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile @Nullable SiteSource site;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile @Nullable Charging charging;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile @Nullable Transactions transactions;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile @Nullable Documents documents;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile @Nullable PowerControl power;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile @Nullable Audit audit;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(path(request), request, response);
        } catch (Problem problem) {
            refuse(response, problem);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<String> path = path(request);
        if (path.size() != 3 || !path.get(0).equals("sessions") || !path.get(2).equals("wish")) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        try {
            Session session = session(path.get(1));
            PowerControl control = there(power, "charging");
            new WishDoor(audit).post(request, session, control);
            Json.write(response, Views.wish(session, evseOf(session), control.wish(session.evse())));
        } catch (Problem problem) {
            refuse(response, problem);
        }
    }

    private static void refuse(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status);
        Json.write(response, Map.of("error", problem.sentence()));
    }

    private static List<String> path(HttpServletRequest request) {
        String info = Optional.ofNullable(request.getPathInfo()).orElse("/");
        return List.of(info.substring(1).split("/"));
    }

    private void answer(List<String> path, HttpServletRequest request, HttpServletResponse response)
            throws IOException, Problem {
        String what = path.get(0);
        if (path.size() == 1 && what.equals("site")) {
            Json.write(response, site(there(site, "the site description"), there(charging, "charging")));
        } else if (path.size() == 1 && what.equals("evses")) {
            Json.write(
                    response,
                    there(charging, "charging").evses().stream()
                            .map(Views::evse)
                            .toList());
        } else if (path.size() == 2 && what.equals("evses")) {
            Json.write(response, evse(path.get(1)));
        } else if (path.size() == 1 && what.equals("sessions")) {
            Json.write(
                    response,
                    there(charging, "charging").sessions().stream()
                            .map(session -> Views.session(session, evseOf(session), wishOf(session)))
                            .toList());
        } else if (path.size() == 2 && what.equals("sessions")) {
            Session session = session(path.get(1));
            Json.write(response, Views.session(session, evseOf(session), wishOf(session)));
        } else if (path.size() == 3 && what.equals("sessions") && path.get(2).equals("wish")) {
            Session session = session(path.get(1));
            Json.write(response, Views.wish(session, evseOf(session), wishOf(session)));
        } else if (path.size() == 1 && what.equals("limits")) {
            Json.write(
                    response,
                    there(power, "charging").limits().stream().map(Views::limit).toList());
        } else if (path.size() == 1 && what.equals("transactions")) {
            Json.write(response, transactions(request));
        } else if (path.size() == 2 && what.equals("transactions")) {
            Json.write(response, transaction(path.get(1)));
        } else if (path.size() == 3
                && what.equals("transactions")
                && path.get(2).equals("receipt")) {
            String receipt = receipt(path.get(1)); // before the writer is taken, for a refusal is JSON
            response.setContentType("text/plain");
            response.setCharacterEncoding("UTF-8");
            response.getWriter().write(receipt);
        } else {
            throw new Problem(
                    HttpServletResponse.SC_NOT_FOUND,
                    "nothing here; there is /api/site, /api/evses, /api/sessions, /api/limits and /api/transactions");
        }
    }

    private static Map<String, Object> site(SiteSource source, Charging charging) {
        Site site = source.site();
        return Views.object(
                "name", site.name(),
                "zone", site.zone().getId(),
                "voltage_v", site.voltage().volts(),
                "evses", site.evses().stream().map(evse -> evse.id().value()).toList(),
                "grid", Views.node(charging.grid()),
                "refused", source.refused().orElse(""));
    }

    private Map<String, Object> evse(String id) throws Problem {
        return there(charging, "charging").evses().stream()
                .filter(evse -> evse.id().value().equals(id))
                .findFirst()
                .map(Views::evse)
                .orElseThrow(() -> missing("EVSE", id));
    }

    private Session session(String id) throws Problem {
        return there(charging, "charging").sessions().stream()
                .filter(session -> session.id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> missing("open session", id));
    }

    private Optional<Evse> evseOf(Session session) {
        Charging now = charging;
        return now == null ? Optional.empty() : now.evse(session.evse());
    }

    private Wish wishOf(Session session) {
        PowerControl control = power;
        return control == null ? Wish.NONE : control.wish(session.evse());
    }

    private List<Map<String, Object>> transactions(HttpServletRequest request) throws Problem {
        Transactions books = there(transactions, "transactions");
        Optional<String> from = Optional.ofNullable(request.getParameter("from"));
        Optional<String> to = Optional.ofNullable(request.getParameter("to"));
        int limit = limit(request.getParameter("limit"));
        if (from.isEmpty() && to.isEmpty()) {
            return books.latest(limit).stream().map(Views::transaction).toList();
        }
        Instant start = instant("from", from.orElse("1970-01-01T00:00:00Z"));
        Instant end = instant("to", to.orElse("9999-01-01T00:00:00Z"));
        return books.between(start, end, limit).stream().map(Views::transaction).toList();
    }

    private Map<String, Object> transaction(String id) throws Problem {
        return there(transactions, "transactions")
                .find(sessionId(id))
                .map(Views::transaction)
                .orElseThrow(() -> missing("transaction", id));
    }

    private String receipt(String id) throws Problem {
        return there(documents, "reports")
                .receiptText(sessionId(id))
                .orElseThrow(() -> missing("finished transaction", id));
    }

    private static SessionId sessionId(String id) throws Problem {
        try {
            return new SessionId(id);
        } catch (IllegalArgumentException e) {
            throw missing("transaction", id);
        }
    }

    private static int limit(@Nullable String value) throws Problem {
        if (value == null) {
            return USUAL_ROWS;
        }
        if (!value.matches("[0-9]{1,4}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > MOST_ROWS) {
            throw new Problem(HttpServletResponse.SC_BAD_REQUEST, "limit '" + value + "': use 1 to " + MOST_ROWS);
        }
        return Integer.parseInt(value);
    }

    private static Instant instant(String name, String value) throws Problem {
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            throw new Problem(
                    HttpServletResponse.SC_BAD_REQUEST,
                    name + " '" + value + "': use ISO 8601, as 2026-03-02T00:00:00Z");
        }
    }

    private static <T> T there(@Nullable T service, String what) throws Problem {
        if (service == null) {
            throw new Problem(HttpServletResponse.SC_SERVICE_UNAVAILABLE, what + " is not running; try again");
        }
        return service;
    }

    private static Problem missing(String what, String id) {
        return new Problem(HttpServletResponse.SC_NOT_FOUND, "there is no " + what + " '" + id + "'");
    }
}
