package io.voltwright.protocol.ocpp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.voltwright.charging.api.Continuity;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Lets a test bench or an integrator on the machine itself preset what otherwise only a back end can, and cut the line.
 *
 * <p>It is there only where its own file says so, and answers only to loopback; that an admin asks is the web gate's care.
 */
@Component(
        configurationPid = Maintenance.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = Servlet.class)
@Designate(ocd = MaintenanceConfig.class)
@HttpWhiteboardServletName("voltwright-ocpp-maintenance")
@HttpWhiteboardServletPattern("/maintenance/*")
public final class Maintenance extends HttpServlet {

    static final String PID = "io.voltwright.protocol.ocpp.maintenance";

    private static final long serialVersionUID = 1;
    private static final long PATIENCE_SECONDS = 30;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private final transient List<BackEnd> backEnds = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile @Nullable Continuity continuity;

    private final transient JsonFactory json = new JsonFactory();
    private final boolean enabled;

    @Activate
    public Maintenance(MaintenanceConfig config) {
        this.enabled = config.enabled();
    }

    /** What is asked cannot be done; the status says whose fault it is. */
    private static final class Problem extends Exception {

        private static final long serialVersionUID = 1;

        private final int status;

        Problem(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** Writes an answer. */
    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, () -> switch (path(request)) {
            case "/ocpp/state" -> out -> MaintenanceState.write(out, backEnds);
            default -> throw nothing();
        });
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        answer(request, response, () -> switch (path(request)) {
            case "/ocpp/keys" -> keys(desk(request), body);
            case "/ocpp/cache" -> message(desk(request).cache(body));
            case "/ocpp/list" -> message(desk(request).list(body));
            case "/ocpp/connect" -> done(desk(request).connect());
            case "/ocpp/disconnect" -> done(desk(request).disconnect());
            case "/powerfail" -> done(MaintenanceDesk.powerFails(Optional.ofNullable(continuity), backEnds));
            default -> throw nothing();
        });
    }

    @FunctionalInterface
    private interface Work {
        Body find() throws Problem;
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Work work) throws IOException {
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        Body body;
        try {
            if (!enabled || !InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
                throw nothing();
            }
            body = work.find();
        } catch (Problem problem) {
            response.setStatus(problem.status);
            String why = String.valueOf(problem.getMessage());
            body = out -> out.writeStringField("error", why);
        }
        try (JsonGenerator out = json.createGenerator(response.getWriter())) {
            out.writeStartObject();
            body.write(out);
            out.writeEndObject();
        }
    }

    private static String path(HttpServletRequest request) {
        return Optional.ofNullable(request.getPathInfo()).orElse("/");
    }

    private static Problem nothing() {
        return new Problem(HttpServletResponse.SC_NOT_FOUND, "nothing here; docs/ocpp.md says what there is");
    }

    /** The back end that is named, or the only one. */
    private MaintenanceDesk desk(HttpServletRequest request) throws Problem {
        Optional<String> wanted = Optional.ofNullable(request.getParameter("backEnd"));
        List<ChargePoint> found = BackEndCommand.named(backEnds, wanted.orElse(null));
        if (found.size() != 1) {
            throw new Problem(
                    HttpServletResponse.SC_NOT_FOUND,
                    "name one of the back ends with ?backEnd=NAME: "
                            + BackEndCommand.all(backEnds).stream()
                                    .map(one -> one.settings().name())
                                    .sorted()
                                    .toList());
        }
        return new MaintenanceDesk(found.get(0).conversation());
    }

    private Body keys(MaintenanceDesk desk, String body) throws Problem {
        try {
            var wanted = desk.pairs(body);
            var answers = new java.util.LinkedHashMap<String, Answer>();
            for (var pair : wanted.entrySet()) {
                answers.put(pair.getKey(), await(desk.key(pair.getKey(), pair.getValue())));
            }
            return out -> {
                for (var answer : answers.entrySet()) {
                    out.writeFieldName(answer.getKey());
                    new JsonOut(out).message(answer.getValue());
                }
            };
        } catch (IOException e) {
            throw new Problem(HttpServletResponse.SC_BAD_REQUEST, "it is not a JSON object of texts");
        }
    }

    private static Body message(CompletionStage<? extends Message> stage) throws Problem {
        Message message = await(stage);
        return out -> message.write(new JsonOut(out));
    }

    private static Body done(CompletionStage<String> stage) throws Problem {
        String what = await(stage);
        return out -> out.writeStringField("done", what);
    }

    private static <T> T await(CompletionStage<T> stage) throws Problem {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "interrupted");
        } catch (TimeoutException e) {
            throw new Problem(HttpServletResponse.SC_GATEWAY_TIMEOUT, "not done within " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof Violation violation) {
                throw new Problem(HttpServletResponse.SC_BAD_REQUEST, violation.description());
            }
            if (cause instanceof UncheckedIOException || cause instanceof RuntimeException) {
                throw new Problem(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, String.valueOf(cause.getMessage()));
            }
            throw new Problem(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, cause.toString());
        }
    }
}
