package io.voltwright.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What a station says of its charges, waited for with the patience that a loaded machine needs. */
public final class Charges {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Rest rest;

    public Charges(Rest rest) {
        this.rest = rest;
    }

    /** Waits until a charging point has this status. */
    public void awaitStatus(String evse, String status) throws IOException {
        try {
            await(
                    evse + " is " + status,
                    () -> evse(evse).path("status").asText().equals(status));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(evse + " did not become " + status + " but is " + evse(evse), e);
        }
    }

    /** Waits until something is so; a station that does not answer, or does not know its sessions yet, is asked again. */
    public void await(String what, Callable<Boolean> so) {
        await(what, PATIENCE, so);
    }

    /** As {@link #await(String, Callable)} for what needs a minute by itself. */
    public void awaitLong(String what, Callable<Boolean> so) {
        await(what, PATIENCE.multipliedBy(2), so);
    }

    private static void await(String what, Duration patience, Callable<Boolean> so) {
        Awaitility.await(what)
                .atMost(patience)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .ignoreExceptionsMatching(thrown -> thrown instanceof IOException || thrown instanceof AssertionError)
                .until(so);
    }

    /** Waits until a charging point was read some times more. */
    public void awaitReadings(String evse, int times) throws IOException {
        Set<String> seen = new HashSet<>();
        await(evse + " was read " + times + " times", () -> {
            seen.add(read(evse));
            return seen.size() > times;
        });
    }

    /** When the current of a charging point was asked for last, as the station says it. */
    public String read(String evse) throws IOException {
        for (JsonNode reading : evse(evse).path("readings")) {
            if (reading.path("point").asText().equals("current.l1")) {
                return reading.path("requested").asText();
            }
        }
        return "";
    }

    public JsonNode evse(String evse) throws IOException {
        return rest.evse(evse);
    }

    /** The id of the open session. */
    public String sessionAt(String evse) throws IOException {
        return rest.session(evse)
                .map(session -> session.path("id").asText())
                .orElseThrow(() -> new AssertionError("no session is open at " + evse));
    }

    /** What the open session has counted, Wh. */
    public double delivered(String evse) throws IOException {
        return rest.session(evse)
                .map(session -> session.path("delivered_wh").asDouble())
                .orElseThrow(() -> new AssertionError("no session is open at " + evse));
    }

    /** Waits until the books hold the end of a session. */
    public JsonNode awaitBooked(String session) throws IOException {
        await("the books close " + session, () -> rest.transaction(session)
                .filter(booked ->
                        booked.has("stopped") && !booked.path("state").asText().equals("RUNNING"))
                .isPresent());
        return rest.transaction(session).orElseThrow();
    }
}
