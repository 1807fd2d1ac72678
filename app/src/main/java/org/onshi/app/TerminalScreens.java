package org.onshi.app;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A terminal as patient and clerk use it: the card on its reader, and the API of its two screens
 * (docs/card.md §1 and §5). What a screen refuses is an answer here, for the caller to judge.
 */
public final class TerminalScreens implements AutoCloseable {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long WAIT_MILLIS = 5_000;

    private final LoopbackClient reader;
    private final LoopbackClient patient;
    private final LoopbackClient counter;

    /**
     * @param reader URL of the simulated reader
     * @param patientScreen URL of the patient's screen
     * @param counterScreen URL of the clerk's
     */
    public TerminalScreens(String reader, String patientScreen, String counterScreen) {
        this.reader = new LoopbackClient(reader);
        this.patient = new LoopbackClient(patientScreen);
        this.counter = new LoopbackClient(counterScreen);
    }

    /** The reader itself, for whoever sets the scene. */
    public LoopbackClient reader() {
        return reader;
    }

    /** Puts a card on the reader. */
    public LoopbackClient.Answer place(String card) {
        return reader.put("/card", JSON.objectNode().put("card_id", card));
    }

    /** Takes it off again; 404 where none lies there. */
    public LoopbackClient.Answer takeAway() {
        return reader.delete("/card");
    }

    /** A step of the patient, {@code face}, {@code pin}, {@code consents}, …. */
    public LoopbackClient.Answer patient(String step, JsonNode body) {
        return patient.post("/api/" + step, body);
    }

    /** A step of the clerk, {@code visual}, {@code mismatch}, {@code finish}, …. */
    public LoopbackClient.Answer counter(String step, JsonNode body) {
        return counter.post("/api/" + step, body);
    }

    /** What the patient's screen shows. */
    public JsonNode patientState() {
        return patient.get("/api/visit").needGood().body();
    }

    /** What the clerk's screen shows. */
    public JsonNode counterState() {
        return counter.get("/api/visit").needGood().body();
    }

    /**
     * The patient's state once it is as wished and newer than the version; at least one look.
     *
     * @param after version that is not new any more; 0 takes any
     * @return empty when it does not come in time
     */
    public Optional<JsonNode> await(long after, Predicate<JsonNode> wished, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        long seen = after;
        while (true) {
            long left = Math.max(0, (end - System.nanoTime()) / 1_000_000);
            JsonNode state =
                    patient.get("/api/visit?after=" + seen + "&wait=" + Math.min(WAIT_MILLIS, left))
                            .needGood()
                            .body();
            seen = version(state);
            if (seen > after && wished.test(state)) {
                return Optional.of(state);
            }
            if (System.nanoTime() >= end) {
                return Optional.empty();
            }
        }
    }

    /** Which step a state is at. */
    public static String step(JsonNode state) {
        return state.path("step").asString("");
    }

    /** Its version, from 1 and growing. */
    public static long version(JsonNode state) {
        return state.path("version").asLong();
    }

    @Override
    public void close() {
        reader.close();
        patient.close();
        counter.close();
    }
}
