package io.voltwright.protocol.web;

import io.voltwright.base.api.Time;
import io.voltwright.security.api.Admission;
import io.voltwright.users.api.AccountListener;
import io.voltwright.users.api.Role;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

/** Stands before every page: asks admission first, then who it is; without security it denies all. */
@Component(service = {Filter.class, AccountListener.class})
@HttpWhiteboardFilterName("voltwright-gate")
@HttpWhiteboardFilterPattern("/*")
public final class Gate implements Filter, AccountListener {

    /** What changes something is for admins only. */
    private static final String MAINTENANCE = "/maintenance";

    /** Who knows the id of a session may see what was said of it; who may say it is asked there. */
    private static final Pattern WISH = Pattern.compile("/api/sessions/[0-9a-f-]{36}/wish");

    private static final Set<Role> READERS = EnumSet.complementOf(EnumSet.of(Role.DRIVER));

    private final Credentials credentials;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Admission admission;

    @Activate
    public Gate(@Reference Time time) {
        this(new Credentials(time, new Realm()), null);
    }

    Gate(Credentials credentials, @Nullable Admission admission) {
        this.credentials = credentials;
        this.admission = admission;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain next)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        harden(answer);
        Admission guard = admission;
        if (guard == null || !guard.admits("http", InetAddress.getByName(asked.getRemoteAddr()))) {
            answer.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        if (asked.getServletPath().equals(Health.PATH)) {
            next.doFilter(request, response);
            return;
        }
        String header = asked.getHeader("Authorization");
        Set<Role> roles = credentials.roles(header, asked.getRemoteAddr());
        if (header != null && roles.stream().anyMatch(admitted(asked)::contains)) {
            next.doFilter(new Caller(asked, Credentials.name(header), roles), response);
            return;
        }
        answer.setHeader("WWW-Authenticate", "Basic realm=\"voltwright\", charset=\"UTF-8\"");
        answer.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }

    private static Set<Role> admitted(HttpServletRequest request) {
        if (request.getServletPath().startsWith(MAINTENANCE)) {
            return EnumSet.of(Role.ADMIN);
        }
        String path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        return WISH.matcher(path).matches() ? EnumSet.allOf(Role.class) : READERS;
    }

    @Override
    public void accountChanged(String name, Set<Role> roles) {
        credentials.forget();
    }

    private static void harden(HttpServletResponse answer) {
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Cache-Control", "no-store");
        answer.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
}
