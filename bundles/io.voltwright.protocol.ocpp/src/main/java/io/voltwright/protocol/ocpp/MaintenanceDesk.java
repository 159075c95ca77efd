package io.voltwright.protocol.ocpp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import io.voltwright.charging.api.Continuity;
import io.voltwright.protocol.ocpp.Ocpp16.AuthorizationData;
import io.voltwright.protocol.ocpp.Ocpp16.ChangeConfigurationRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ClearCacheRequest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What {@link Maintenance} does with one back end: mostly what that one could ask for itself, whether it is there or not. */
final class MaintenanceDesk {

    private static final Actor ACTOR = Actor.station("maintenance");
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int MOST_LOOKS = 100;

    private final JsonFactory json = new JsonFactory();
    private final Conversation conversation;

    MaintenanceDesk(Conversation conversation) {
        this.conversation = conversation;
    }

    /** A JSON object of texts. */
    Map<String, String> pairs(String body) throws IOException {
        try (JsonParser parser = json.createParser(body)) {
            parser.nextToken();
            JsonIn in = new JsonIn(parser, true);
            Map<String, String> pairs = new LinkedHashMap<>();
            for (String name = in.first(); !name.isEmpty(); name = in.next()) {
                pairs.put(name, in.text());
            }
            return pairs;
        }
    }

    /** As ChangeConfiguration. */
    CompletionStage<Answer> key(String name, String value) {
        return conversation.rpc().order("ChangeConfiguration", text(new ChangeConfigurationRequest(name, value)));
    }

    /** As SendLocalList. */
    CompletionStage<Answer> list(String body) {
        return conversation.rpc().order("SendLocalList", body);
    }

    /** Clears the cache, then puts in what is in the body's list of AuthorizationData. */
    CompletionStage<Answer> cache(String body) {
        List<AuthorizationData> entries;
        try (JsonParser parser = json.createParser(body)) {
            parser.nextToken();
            entries = new JsonIn(parser, true).list(AuthorizationData::read);
        } catch (IOException | Violation e) {
            return CompletableFuture.failedFuture(new Violation(
                    ErrorCode.FORMATION_VIOLATION, "it is not a list of idTag and idTagInfo: " + e.getMessage()));
        }
        return conversation
                .rpc()
                .order("ClearCache", text(new ClearCacheRequest()))
                .thenApply(cleared -> {
                    entries.forEach(conversation::remember);
                    return cleared;
                });
    }

    CompletionStage<String> connect() {
        conversation.connect();
        return CompletableFuture.completedFuture("connecting");
    }

    CompletionStage<String> disconnect() {
        return conversation.disconnect().thenApply(closed -> "disconnected");
    }

    /**
     * The supply fails and a reserve lets the station put its affairs in order; what is to be told is told as far as back ends
     * are there. What comes next is dark.
     */
    static CompletionStage<String> powerFails(Optional<Continuity> continuity, List<BackEnd> backEnds) {
        return continuity
                .map(there -> there.powerFailing(ACTOR))
                .orElse(CompletableFuture.completedFuture(Outcome.refused("charging is not there")))
                .thenCompose(outcome -> CompletableFuture.allOf(BackEndCommand.all(backEnds).stream()
                                .map(ChargePoint::conversation)
                                .map(MaintenanceDesk::told)
                                .toArray(CompletableFuture<?>[]::new))
                        .thenApply(nothing -> outcome.reasonOrDone()));
    }

    private static CompletableFuture<Void> told(Conversation conversation) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        conversation.lane().execute(() -> look(conversation, 0, told));
        return told;
    }

    // One that is away is told after the power is back.
    private static void look(Conversation conversation, int looks, CompletableFuture<Void> told) {
        boolean done = conversation.transactions().isEmpty()
                || !conversation.progress().state().equals("accepted");
        if (done || looks == MOST_LOOKS) {
            told.complete(null);
        } else {
            conversation.lane().after(LOOK, () -> look(conversation, looks + 1, told));
        }
    }

    private String text(Message message) {
        StringWriter text = new StringWriter();
        try (var out = json.createGenerator(text)) {
            new JsonOut(out).message(message);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
        return text.toString();
    }
}
