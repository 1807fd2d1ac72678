package org.onshi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Visits played at the first terminal of a demo through the API of its screens (docs/card.md §5),
 * by a patient who takes no time: what is left is how long reader, terminal and central system let
 * people wait.
 */
final class CounterVisits implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CALL = Duration.ofSeconds(40);

    /** Largest answer of a screen. */
    private static final long ANSWER_BYTES_MAX = 1L << 20;

    private static final Duration STEP = Duration.ofSeconds(40);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String patient;
    private final String reader;

    CounterVisits(MeasuredDemo demo) {
        this.patient = demo.url("patient-screen");
        this.reader = demo.url("sandbox") + "/readers/01";
    }

    /**
     * One visit with blanket consent; how long the machines took, seconds, from the card placed to
     * the screen ready for the next card.
     *
     * @param pin of the card; empty identifies by face
     */
    double visit(String card, String pin) {
        long version = get("/api/visit").path("version").asLong();
        long begin = System.nanoTime();
        send("PUT", reader + "/card", JSON.createObjectNode().put("card_id", card));
        try {
            await(version, Set.of("IDENTIFY"));
            JsonNode state =
                    pin.isEmpty()
                            ? post("/api/face", JSON.createObjectNode())
                            : post("/api/pin", JSON.createObjectNode().put("pin", pin));
            if (step(state).equals("REGISTER")) {
                state = post("/api/registration", JSON.createObjectNode().put("accept", true));
            }
            if (step(state).equals("CONSENT")) {
                state = post("/api/consents", JSON.createObjectNode().put("blanket", true));
            }
            if (!step(state).equals("DONE")) {
                throw new IllegalStateException(
                        "a visit ended at "
                                + step(state)
                                + " "
                                + state.path("refused").asString(""));
            }
        } finally {
            send("DELETE", reader + "/card", JSON.createObjectNode());
        }
        await(0, Set.of("WAITING"));
        return (System.nanoTime() - begin) / 1e9;
    }

    private void await(long after, Set<String> steps) {
        long end = System.nanoTime() + STEP.toNanos();
        long seen = after;
        while (System.nanoTime() < end) {
            JsonNode state = get("/api/visit?wait=2000&after=" + seen);
            seen = state.path("version").asLong();
            if (seen > after && steps.contains(step(state))) {
                return;
            }
        }
        throw new IllegalStateException("the terminal did not reach " + steps);
    }

    private static String step(JsonNode state) {
        return state.path("step").asString("");
    }

    private JsonNode get(String path) {
        return send("GET", patient + path, JSON.createObjectNode());
    }

    private JsonNode post(String path, ObjectNode body) {
        return send("POST", patient + path, body);
    }

    private JsonNode send(String method, String url, ObjectNode body) {
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .timeout(CALL)
                                    .header("Content-Type", "application/json")
                                    .method(
                                            method,
                                            HttpRequest.BodyPublishers.ofString(body.toString()))
                                    .build(),
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofString(), ANSWER_BYTES_MAX));
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        method + " " + url + " was answered with status " + answer.statusCode());
            }
            return answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
