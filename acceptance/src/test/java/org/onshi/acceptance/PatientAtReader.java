package org.onshi.acceptance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.onshi.app.LoopbackClient;
import org.onshi.app.TerminalScreens;
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
    private static final Duration STATE = Duration.ofSeconds(30);
    private static final JsonNode NOTHING = MissingNode.getInstance();

    /** The sandbox has four readers, and a demo two terminals at most. */
    private static final String SPARE_READER = "04";

    /** Most of one READ BINARY. */
    private static final int READ_BYTES = 256;

    private final String sandboxUrl;
    private final HttpClient http = HttpClient.newHttpClient();
    private final LoopbackClient sandbox;
    private final TerminalScreens terminal;
    private final JsonNode described;

    private PatientAtReader(String sandbox, JsonNode described) {
        this.sandboxUrl = sandbox;
        this.sandbox = new LoopbackClient(sandbox);
        this.terminal =
                new TerminalScreens(
                        described.path("reader").asString(),
                        described.path("patient_screen").asString(),
                        described.path("counter_screen").asString());
        this.described = described;
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
        return described.path("facility").asString();
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
        return sandbox.post("/cards", body).needGood().body();
    }

    /** {@code hold}, {@code release}, {@code revoke} or {@code renew}; the card object. */
    JsonNode change(String card, String action) {
        return sandbox.post("/cards/" + card + "/" + action, NOTHING).needGood().body();
    }

    JsonNode card(String card) {
        return sandbox.get("/cards/" + card).needGood().body();
    }

    /** Letters about the end of a card's certificates, sent by now (G-14). */
    List<JsonNode> letters(String card) {
        return sandbox.get("/letters?limit=1000")
                .needGood()
                .body()
                .path("letters")
                .valueStream()
                .filter(letter -> letter.path("card_id").asString().equals(card))
                .toList();
    }

    /** Places a card and returns the state once it is read: IDENTIFY, or REFUSED. */
    JsonNode place(String card) {
        long before = TerminalScreens.version(patient());
        terminal.place(card).needGood();
        return await(before, state -> Set.of("IDENTIFY", "REFUSED").contains(step(state)));
    }

    /** Takes the card away and returns the state once the screen waits again. */
    JsonNode takeAway() {
        terminal.takeAway();
        return awaitStep("WAITING");
    }

    /** Who stands before the camera, or how well it sees: body of {@code PUT …/camera}. */
    void camera(String name, String value) {
        terminal.reader().put("/camera", JSON.createObjectNode().put(name, value)).needGood();
    }

    /**
     * The authentication certificate of a card (file 000A of its JPKI application, facts §4.1),
     * read on a spare reader that no terminal looks after.
     */
    X509Certificate certificate(String card) {
        String spare = "/readers/" + SPARE_READER;
        sandbox.put(spare + "/card", JSON.createObjectNode().put("card_id", card)).needGood();
        String session =
                spare
                        + "/sessions/"
                        + sandbox.post(spare + "/sessions", NOTHING)
                                .needGood()
                                .body()
                                .path("session")
                                .asString();
        try (ByteArrayOutputStream read = new ByteArrayOutputStream()) {
            apdu(session, "00A4040C0AD392F000260100000001");
            apdu(session, "00A4020C02000A");
            byte[] part;
            do {
                part = apdu(session, "00B0%04X00".formatted(read.size()));
                read.write(part);
            } while (part.length == READ_BYTES);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(read.toByteArray()));
        } catch (IOException | CertificateException e) {
            throw new AssertionError(e);
        } finally {
            sandbox.delete(session);
            sandbox.delete(spare + "/card");
        }
    }

    private byte[] apdu(String session, String hex) throws IOException {
        try {
            HttpResponse<byte[]> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(sandboxUrl + session + "/apdu"))
                                    .timeout(Duration.ofSeconds(10))
                                    .header("Content-Type", "application/octet-stream")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofByteArray(
                                                    HexFormat.of().parseHex(hex)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            byte[] body = answer.body();
            String status =
                    HexFormat.of().formatHex(body, Math.max(0, body.length - 2), body.length);
            if (!status.equals("9000")) {
                throw new AssertionError(hex + " was answered with " + status);
            }
            return Arrays.copyOf(body, body.length - 2);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Status with which the reader answers whoever wants the card beside its terminal. */
    int anotherSession() {
        return terminal.reader().post("/sessions", NOTHING).status();
    }

    // ---- the patient's screen ----

    JsonNode patient() {
        return terminal.patientState();
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
        return terminal.patient(call, body).body();
    }

    // ---- the clerk's screen ----

    JsonNode counter() {
        return terminal.counterState();
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
        return terminal.counter(call, body).body();
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

    /** The state after a first registration, where the card asks for it. */
    JsonNode registered(JsonNode state) {
        return step(state).equals("REGISTER") ? register(true) : state;
    }

    /** What happens at the counter while the result is shown and the card still lies there. */
    interface AtCounter {
        void happens() throws Exception;
    }

    /** A visit by face without consent, up to its result, and what the clerk does then. */
    void visitByFace(String card, AtCounter then) throws Exception {
        visitByFace(card, this::consent, then);
    }

    /** The same with another answer to the question for consent. */
    void visitByFace(String card, Step consent, AtCounter then) throws Exception {
        try {
            place(card);
            registered(face());
            JsonNode done = consent.take();
            if (!step(done).equals("DONE")) {
                throw new AssertionError("the visit did not end with a result: " + done);
            }
            then.happens();
        } finally {
            camera("condition", "CLEAR");
            takeAway();
        }
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
            state = registered(state);
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
        return terminal.await(after, wished, STATE)
                .orElseThrow(() -> new AssertionError("waited in vain; the state is " + patient()));
    }

    static String step(JsonNode state) {
        return TerminalScreens.step(state);
    }

    /** Names of an array of strings, such as {@code consents}. */
    static Set<String> names(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        terminal.close();
        sandbox.close();
        http.close();
    }
}
