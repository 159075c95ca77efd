package io.voltwright.protocol.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.VirtualTime;
import io.voltwright.users.api.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {

    @ParameterizedTest(name = "{0} of a {1}: {2}")
    @CsvSource({
        "/api, viewer, true",
        "/api, driver, false",
        "/api/sessions/49c7930b-5d26-479f-835d-1e8535f04493, driver, false",
        "/api/sessions/49c7930b-5d26-479f-835d-1e8535f04493/wish, driver, true",
        "/api/sessions/49c7930b-5d26-479f-835d-1e8535f04493/wish, viewer, true",
        "/maintenance/sessions/49c7930b-5d26-479f-835d-1e8535f04493/wish, driver, false",
        "/maintenance, viewer, false",
        "/maintenance, maintainer, false",
        "/maintenance, admin, true"
    })
    void whatChangesSomethingIsForAdmins(String path, String role, boolean admitted) throws Exception {
        Credentials credentials = new Credentials(new VirtualTime(), (name, password, origin) -> Set.of(Role.of(role)));
        AtomicBoolean passed = new AtomicBoolean();
        new Gate(credentials, (listener, peer) -> true)
                .doFilter(request(path), response(), (request, response) -> passed.set(true));
        assertThat(passed.get()).isEqualTo(admitted);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"absent, /api/site", "absent, /healthz", "refusing, /api/site", "refusing, /healthz"})
    void withoutAdmissionNobodyIsAskedWhoItIs(String admission, String path) throws Exception {
        Credentials nobodyAsks = new Credentials(new VirtualTime(), (name, password, origin) -> {
            throw new AssertionError("asked for " + name);
        });
        AtomicInteger status = new AtomicInteger();
        HttpServletResponse response = proxy(HttpServletResponse.class, (method, arguments) -> {
            if (method.equals("sendError")) {
                status.set((Integer) arguments[0]);
            }
            return null;
        });
        new Gate(nobodyAsks, admission.equals("absent") ? null : (listener, peer) -> false)
                .doFilter(request(path), response, (request, passed) -> {
                    throw new AssertionError("let in");
                });
        assertThat(status).hasValue(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    private static HttpServletRequest request(String path) {
        String basic = Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.UTF_8));
        return proxy(HttpServletRequest.class, (method, arguments) -> switch (method) {
            case "getServletPath" -> path;
            case "getRemoteAddr" -> "127.0.0.1";
            case "getHeader" -> "Basic " + basic;
            default -> null;
        });
    }

    private static HttpServletResponse response() {
        return proxy(HttpServletResponse.class, (method, arguments) -> null);
    }

    private interface Answers {
        @org.jspecify.annotations.Nullable
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                GateTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.to(method.getName(), arguments)));
    }
}
