package io.voltwright.protocol.opcua;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.AccessContext;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;
import org.eclipse.milo.opcua.sdk.server.methods.AbstractMethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.jspecify.annotations.Nullable;

/** The methods of an EVSE; each answers whether it was done and, if not, why. */
final class Commands {

    /** Who may command; everybody who may log in may read. */
    private static final Set<Role> COMMANDERS = Set.of(Role.OPERATOR, Role.MAINTAINER, Role.ADMIN, Role.SERVICE);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OWNER = "plant";

    private final Services services;

    Commands(Services services) {
        this.services = services;
    }

    /** What a method does with the arguments it was given. */
    private interface Action {

        CompletionStage<Outcome> run(Charging charging, Actor by, Variant[] arguments);
    }

    void addTo(SiteSpace.Folder folder, EvseId evse) {
        method(
                folder,
                "Start",
                "Starts a session for a token",
                List.of(argument("Token", NodeIds.String, "The token, as on the card")),
                (charging, by, arguments) -> start(charging, evse, by, arguments[0].value()));
        method(folder, "Stop", "Stops the session", List.of(), (charging, by, arguments) -> stop(charging, evse, by));
        method(
                folder,
                "SetLimit",
                "Caps the EVSE",
                List.of(
                        argument("Amperes", NodeIds.Double, "Per phase; below 6 A means 0"),
                        argument("Seconds", NodeIds.UInt32, "How long; 0: until it is cleared")),
                (charging, by, arguments) -> limit(charging, evse, by, arguments, services.now()));
        method(
                folder,
                "ClearLimit",
                "Removes the cap that plant control set",
                List.of(),
                (charging, by, arguments) -> charging.unlimit(Optional.of(evse), OWNER, by));
    }

    private static CompletionStage<Outcome> start(Charging charging, EvseId evse, Actor by, @Nullable Object given) {
        if (!(given instanceof String token)) {
            return refused("Token is missing");
        }
        try {
            return charging.start(evse, IdToken.card(token), Optional.empty(), by);
        } catch (IllegalArgumentException e) {
            return refused(String.valueOf(e.getMessage()));
        }
    }

    private static CompletionStage<Outcome> stop(Charging charging, EvseId evse, Actor by) {
        Optional<Session> session = charging.evse(evse).flatMap(Evse::session);
        return session.isPresent()
                ? charging.stop(session.get().id(), StopReason.REMOTE, by)
                : refused("there is no session at " + evse);
    }

    private static CompletionStage<Outcome> limit(
            Charging charging, EvseId evse, Actor by, Variant[] arguments, Instant now) {
        if (!(arguments[0].value() instanceof Double amperes) || !(amperes >= 0 && amperes <= 1000)) {
            return refused("Amperes " + arguments[0].value() + ": use 0 to 1000");
        }
        if (!(arguments[1].value() instanceof UInteger seconds)) {
            return refused("Seconds is missing; 0 means until it is cleared");
        }
        Optional<Instant> until =
                seconds.longValue() == 0 ? Optional.empty() : Optional.of(now.plusSeconds(seconds.longValue()));
        return charging.limit(Optional.of(evse), OWNER, Current.amperes(amperes.doubleValue()), until, by);
    }

    private static CompletionStage<Outcome> refused(String reason) {
        return CompletableFuture.completedFuture(Outcome.refused(reason));
    }

    private static Argument argument(String name, NodeId type, String description) {
        return new Argument(name, type, -1, null, LocalizedText.english(description));
    }

    private void method(
            SiteSpace.Folder folder, String name, String description, List<Argument> inputs, Action action) {
        UaMethodNode node = UaMethodNode.builder(folder.context())
                .setNodeId(folder.id(name))
                .setBrowseName(folder.name(name))
                .setDisplayName(LocalizedText.english(name))
                .setDescription(LocalizedText.english(description))
                .build();
        Handler handler = new Handler(node, inputs, action);
        node.setInputArguments(handler.getInputArguments());
        node.setOutputArguments(handler.getOutputArguments());
        node.setInvocationHandler(handler);
        folder.add(node);
        node.addReference(new Reference(
                node.getNodeId(),
                NodeIds.HasComponent,
                folder.node().getNodeId().expanded(),
                Reference.Direction.INVERSE));
    }

    private final class Handler extends AbstractMethodInvocationHandler {

        private final List<Argument> inputs;
        private final Action action;

        Handler(UaMethodNode node, List<Argument> inputs, Action action) {
            super(node);
            this.inputs = List.copyOf(inputs);
            this.action = action;
        }

        @Override
        public Argument[] getInputArguments() {
            return inputs.toArray(Argument[]::new);
        }

        @Override
        public Argument[] getOutputArguments() {
            return new Argument[] {
                argument("Done", NodeIds.Boolean, "Whether it was done"),
                argument("Reason", NodeIds.String, "Why not, where it was refused")
            };
        }

        @Override
        protected Variant[] invoke(InvocationContext context, Variant[] arguments) throws UaException {
            Actor by = Actor.plant(commander(context));
            Outcome outcome = services.charging()
                    .map(charging -> await(action.run(charging, by, arguments)))
                    .orElse(Outcome.refused("charging is not running; try again"));
            return new Variant[] {new Variant(outcome.isDone()), new Variant(outcome.reasonOrDone())};
        }

        /** The role is looked up at each call, so that one taken away is gone at once. */
        private String commander(AccessContext context) throws UaException {
            String name = context.getSession()
                    .map(session -> session.getIdentity())
                    .filter(Identity.UsernameIdentity.class::isInstance)
                    .map(identity -> ((Identity.UsernameIdentity) identity).getUsername())
                    .orElse("");
            boolean may = services.accounts()
                    .flatMap(accounts -> accounts.roles(name))
                    .map(roles -> roles.stream().anyMatch(COMMANDERS::contains))
                    .orElse(false);
            if (!may) {
                throw new UaException(StatusCodes.Bad_UserAccessDenied, "'" + name + "' may read, not command");
            }
            return name;
        }

        private static Outcome await(CompletionStage<Outcome> stage) {
            try {
                return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Outcome.refused("interrupted");
            } catch (ExecutionException e) {
                return Outcome.refused("failed: " + e.getCause());
            } catch (TimeoutException e) {
                return Outcome.refused("no answer within " + PATIENCE.toSeconds() + " s");
            }
        }
    }
}
