package io.voltwright.protocol.web;

import io.voltwright.charging.api.Charging;
import io.voltwright.journal.api.Journal;
import io.voltwright.site.api.SiteSource;
import io.voltwright.transactions.api.Transactions;
import io.voltwright.users.api.Authority;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Says whether the station can charge now, to whoever may reach the port: 200 or 503, and which part is away. */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("voltwright-health")
@HttpWhiteboardServletPattern(Health.PATH)
public final class Health extends HttpServlet {

    static final String PATH = "/healthz";

    private static final long serialVersionUID = 1;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile @Nullable Journal journal;

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
    private transient volatile @Nullable Authority authority;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile @Nullable Transactions transactions;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> parts = parts();
        boolean up = parts.values().stream().allMatch("up"::equals);
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        Json.write(response, Map.of("status", up ? "up" : "down", "parts", parts));
    }

    private Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        Journal spine = journal;
        parts.put("journal", spine == null ? "away" : spine.accepting() ? "up" : "refusing");
        parts.put("site", site == null ? "away" : "up");
        parts.put("charging", charging == null ? "away" : "up");
        parts.put("users", authority == null ? "away" : "up");
        parts.put("transactions", transactions == null ? "away" : "up");
        return parts;
    }
}
