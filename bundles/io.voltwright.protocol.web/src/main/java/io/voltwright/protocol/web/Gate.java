package io.voltwright.protocol.web;

import io.voltwright.base.api.Time;
import io.voltwright.security.api.Admission;
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
import java.util.Set;
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
@Component(service = Filter.class)
@HttpWhiteboardFilterName("voltwright-gate")
@HttpWhiteboardFilterPattern("/*")
public final class Gate implements Filter {

    /** What changes something is for admins only. */
    private static final String MAINTENANCE = "/maintenance";

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
        if (asked.getServletPath().equals(Health.PATH) || mayRead(asked)) {
            next.doFilter(request, response);
            return;
        }
        answer.setHeader("WWW-Authenticate", "Basic realm=\"voltwright\", charset=\"UTF-8\"");
        answer.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }

    private boolean mayRead(HttpServletRequest request) {
        Set<Role> admitted = request.getServletPath().startsWith(MAINTENANCE) ? EnumSet.of(Role.ADMIN) : READERS;
        return credentials.roles(request.getHeader("Authorization"), request.getRemoteAddr()).stream()
                .anyMatch(admitted::contains);
    }

    private static void harden(HttpServletResponse answer) {
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Cache-Control", "no-store");
        answer.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
}
