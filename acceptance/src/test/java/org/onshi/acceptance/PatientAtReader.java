package org.onshi.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A patient at the reader of one terminal of a demo, and the clerk behind the counter: cards are
 * issued and placed by the simulated outside, everything else goes through the API of the two
 * screens (docs/card.md §1 and §5). Every step returns the state that the screen answered with.
 */
final class PatientAtReader implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CALL = Duration.ofSeconds(40);
    private static final Duration STATE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final String sandbox;
    private final JsonNode terminal;

    private PatientAtReader(String sandbox, JsonNode terminal) {
        this.sandbox = sandbox;
        this.terminal = terminal;
    }

    /** At the terminal of that number, from 1. */
    static PatientAtReader of(RunningDemo demo, int number) {
        JsonNode terminal = demo.terminal(number);
        if (terminal.isMissingNode()) {
            throw new IllegalStateException("the demo has no terminal " + number);
        }
        return new PatientAtReader(demo.url("sandbox"), terminal);
    }

    /** Code of the facility the terminal stands in. */
    String facility() {
        return terminal.path("facility").asString();
    }

    // ---- cards ----

    /**
     * Issues a card.
     *
     * @param wishes {@code kind}, {@code expires}, {@code pin}, as {@code POST /cards} takes them
     * @return the card object: {@code card_id}, {@code pin}, {@code certificate_expires_on}, …
     */
    JsonNode issue(String person, Map<String, String> wishes) {
        ObjectNode body = JSON.createObjectNode().put("person", person);
        wishes.forEach(body::put);
        return good("POST", sandbox + "/cards", body);
    }

    /** {@code hold}, {@code release}, {@code revoke} or {@code renew}; the card object. */
    JsonNode change(String card, String action) {
        return good("POST", sandbox + "/cards/" + card + "/" + action, JSON.createObjectNode());
    }

    JsonNode card(String card) {
        return good("GET", sandbox + "/cards/" + card, MissingNode.getInstance());
    }

    /** Places a card and returns the state once it is read: IDENTIFY, or REFUSED. */
    JsonNode place(String card) {
        long before = patient().path("version").asLong();
        good(
                "PUT",
                terminal.path("reader").asString() + "/card",
                JSON.createObjectNode().put("card_id", card));
        return await(before, state -> Set.of("IDENTIFY", "REFUSED").contains(step(state)));
    }

    /** Takes the card away and returns the state once the screen waits again. */
    JsonNode takeAway() {
        call("DELETE", terminal.path("reader").asString() + "/card", MissingNode.getInstance());
        return awaitStep("WAITING");
    }

    /** Who stands before the camera, or how well it sees: body of {@code PUT …/camera}. */
    void camera(String name, String value) {
        good(
                "PUT",
                terminal.path("reader").asString() + "/camera",
                JSON.createObjectNode().put(name, value));
    }

    // ---- the patient's screen ----

    JsonNode patient() {
        return good("GET", screen() + "/api/visit", MissingNode.getInstance());
    }

    JsonNode face() {
        return touch("face", JSON.createObjectNode());
    }

    JsonNode pin(String pin) {
        return touch("pin", JSON.createObjectNode().put("pin", pin));
    }

    JsonNode register(boolean accept) {
        return touch("registration", JSON.createObjectNode().put("accept", accept));
    }

    JsonNode consentToAll() {
        return touch("consents", JSON.createObjectNode().put("blanket", true));
    }

    /** Consents to these kinds and refuses the rest; none refuses all. */
    JsonNode consent(String... kinds) {
        ObjectNode body = JSON.createObjectNode();
        Arrays.stream(kinds).forEach(body.putArray("given")::add);
        body.putArray("refused");
        return touch("consents", body);
    }

    /** Any other call of the patient's screen: {@code mode}, {@code cancel}, {@code retry}, … */
    JsonNode touch(String call, JsonNode body) {
        return call("POST", screen() + "/api/" + call, body);
    }

    // ---- the clerk's screen ----

    JsonNode counter() {
        return good("GET", counterScreen() + "/api/visit", MissingNode.getInstance());
    }

    JsonNode visual(String clerk) {
        return clerk("visual", JSON.createObjectNode().put("clerk", clerk));
    }

    JsonNode visual(String clerk, String companion) {
        return clerk(
                "visual", JSON.createObjectNode().put("clerk", clerk).put("companion", companion));
    }

    /** Any other call of the clerk's screen: {@code check}, {@code mismatch}, {@code finish}, … */
    JsonNode clerk(String call, JsonNode body) {
        return call("POST", counterScreen() + "/api/" + call, body);
    }

    // ---- whole visits ----

    /** Face and consent to all, card taken away: what the clerk saw, with {@code coverages}. */
    JsonNode visitByFace(String card) {
        return visit(card, this::face, this::consentToAll);
    }

    /** PIN and consent to these kinds, card taken away: what the clerk saw. */
    JsonNode visitByPin(String card, String pin, String... kinds) {
        return visit(card, () -> pin(pin), () -> consent(kinds));
    }

    /** One step of a visit. */
    interface Step {
        JsonNode take();
    }

    /**
     * A whole visit; what the clerk saw at its end, also when it was refused. The card is
     * registered where it is not, and taken away in any case.
     */
    JsonNode visit(String card, Step identify, Step consent) {
        try {
            JsonNode state = place(card);
            if (step(state).equals("IDENTIFY")) {
                state = identify.take();
            }
            if (step(state).equals("REGISTER")) {
                state = register(true);
            }
            if (step(state).equals("CONSENT")) {
                consent.take();
            }
            return counter();
        } finally {
            takeAway();
        }
    }

    // ---- waiting and calling ----

    JsonNode awaitStep(String step) {
        return await(0, state -> step(state).equals(step));
    }

    /** The patient's state once it is newer than the version and as wished. */
    JsonNode await(long after, Predicate<JsonNode> wished) {
        long end = System.nanoTime() + STATE.toNanos();
        long seen = after;
        while (System.nanoTime() < end) {
            JsonNode state =
                    good(
                            "GET",
                            screen() + "/api/visit?wait=2000&after=" + seen,
                            MissingNode.getInstance());
            seen = state.path("version").asLong();
            if (seen > after && wished.test(state)) {
                return state;
            }
        }
        throw new AssertionError("waited in vain; the state is " + patient());
    }

    static String step(JsonNode state) {
        return state.path("step").asString("");
    }

    /** Names of an array of strings, such as {@code consents}. */
    static Set<String> names(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    }

    private String screen() {
        return terminal.path("patient_screen").asString();
    }

    private String counterScreen() {
        return terminal.path("counter_screen").asString();
    }

    private JsonNode good(String method, String url, JsonNode body) {
        HttpResponse<String> response = send(method, url, body);
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(
                    method + " " + url + ": " + response.statusCode() + " " + response.body());
        }
        return read(response);
    }

    /** The body, also of a refusal: problem+json with {@code name} and {@code code}. */
    private JsonNode call(String method, String url, JsonNode body) {
        return read(send(method, url, body));
    }

    private static JsonNode read(HttpResponse<String> response) {
        return response.body().isEmpty()
                ? MissingNode.getInstance()
                : JSON.readTree(response.body());
    }

    private HttpResponse<String> send(String method, String url, JsonNode body) {
        HttpRequest.BodyPublisher content =
                body.isMissingNode()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(CALL)
                            .header("Content-Type", "application/json")
                            .method(method, content)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + url + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
