package io.voltwright.protocol.web;

import io.voltwright.base.api.Actor;
import io.voltwright.users.api.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.Set;

/** A request of somebody whom the gate knows. */
final class Caller extends HttpServletRequestWrapper {

    private final String name;
    private final Set<Role> roles;

    Caller(HttpServletRequest request, String name, Set<Role> roles) {
        super(request);
        this.name = name;
        this.roles = Set.copyOf(roles);
    }

    @Override
    public String getRemoteUser() {
        return name;
    }

    @Override
    public Principal getUserPrincipal() {
        return () -> name;
    }

    @Override
    public boolean isUserInRole(String role) {
        return roles.stream().anyMatch(own -> own.key().equals(role));
    }

    /** As the audit names them. */
    static Actor actor(HttpServletRequest request) {
        boolean driver = !mayCommand(request) && request.isUserInRole(Role.DRIVER.key());
        return new Actor(driver ? Actor.Kind.DRIVER : Actor.Kind.OPERATOR, String.valueOf(request.getRemoteUser()));
    }

    /** As in the shell: operators and admins command. */
    static boolean mayCommand(HttpServletRequest request) {
        return request.isUserInRole(Role.OPERATOR.key()) || request.isUserInRole(Role.ADMIN.key());
    }
}
