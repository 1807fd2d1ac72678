package org.onshi.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;

/** The readers over HTTP (docs/card.md §1): for who sets the scene, and for the terminal. */
final class ReaderRoutes {
    /** Longest wait of one call for a new state. */
    static final Duration STATE_WAIT_MAX = Duration.ofSeconds(25);

    /** Largest body that is no picture. */
    static final int BODY_BYTES_MAX = 4 << 10;

    /** Largest picture handed in, as JSON with base64. */
    static final int PICTURE_BODY_BYTES_MAX = 2 << 20;

    /** Keys of people. */
    static final Pattern PERSON = Pattern.compile("[A-Z][A-Z0-9_-]{0,39}");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private final Readers readers;

    ReaderRoutes(Readers readers) {
        this.readers = readers;
    }

    List<SandboxRoute> routes() {
        return List.of(
                new SandboxRoute("GET", "/readers", request -> list()),
                new SandboxRoute("PUT", "/readers/{reader}/card", this::place),
                new SandboxRoute("DELETE", "/readers/{reader}/card", this::remove),
                new SandboxRoute("PUT", "/readers/{reader}/camera", this::see),
                SandboxRoute.waiting("GET", "/readers/{reader}/state", this::state),
                new SandboxRoute("POST", "/readers/{reader}/sessions", this::begin),
                new SandboxRoute("POST", "/readers/{reader}/sessions/{session}/apdu", this::apdu),
                new SandboxRoute("DELETE", "/readers/{reader}/sessions/{session}", this::end),
                new SandboxRoute("POST", "/readers/{reader}/face", this::compare),
                new SandboxRoute("POST", "/readers/{reader}/authentication", this::prove));
    }

    private CardReader reader(SandboxRequest request) {
        return readers.named(request.place("reader"));
    }

    private SandboxAnswer list() {
        return SandboxAnswer.json(
                readers.all().stream().map(CardReader::look).map(ReaderRoutes::shown).toList());
    }

    private static Map<String, Object> shown(CardReader.Look look) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("reader", look.reader());
        look.cardId().ifPresent(card -> shown.put("card_id", card));
        Map<String, Object> camera = new LinkedHashMap<>();
        camera.put("condition", look.camera().condition().name());
        look.camera().person().ifPresent(person -> camera.put("person", person));
        if (look.camera().picture().isPresent()) {
            camera.put("picture", true);
        }
        shown.put("camera", camera);
        return shown;
    }

    private SandboxAnswer place(SandboxRequest request) throws IOException {
        JsonNode body = request.json(BODY_BYTES_MAX);
        String card = text(body, "card_id").orElseThrow(() -> missing("card_id"));
        JsonNode follow = body.path("follow");
        if (!follow.isMissingNode() && !follow.isBoolean()) {
            throw new Fault(FaultCode.FLAG_MALFORMED, "follow");
        }
        CardReader reader = reader(request);
        readers.place(reader.name(), card, follow.booleanValue(true));
        return SandboxAnswer.json(shown(reader.look()));
    }

    private SandboxAnswer remove(SandboxRequest request) {
        reader(request).remove();
        return SandboxAnswer.nothing();
    }

    private SandboxAnswer see(SandboxRequest request) throws IOException {
        JsonNode body = request.json(PICTURE_BODY_BYTES_MAX);
        CardReader reader = reader(request);
        Optional<String> person = text(body, "person");
        Optional<byte[]> picture = bytes(body, "picture");
        Optional<Camera.Condition> condition =
                text(body, "condition")
                        .map(name ->
                                Camera.Condition.of(name)
                                        .orElseThrow(() ->
                                                new Fault(FaultCode.CODE_UNKNOWN, "condition")));
        if (person.isPresent() && picture.isPresent()) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "picture");
        }
        if (person.isEmpty() && picture.isEmpty() && condition.isEmpty()) {
            throw missing("person");
        }
        if (person.isPresent() && !PERSON.matcher(person.get()).matches()) {
            throw new Fault(FaultCode.IDENTIFIER_MALFORMED, "person");
        }
        reader.see(camera -> {
            Camera seen = person.map(camera::facing).orElse(camera);
            Camera facing = picture.map(Camera.Picture::new).map(seen::facing).orElse(seen);
            return condition.map(facing::under).orElse(facing);
        });
        return SandboxAnswer.json(shown(reader.look()));
    }

    private SandboxAnswer state(SandboxRequest request) {
        CardReader reader = reader(request);
        long after = number(request, "after", -1);
        long wait = number(request, "wait", 0);
        Duration patience = Duration.ofMillis(Math.clamp(wait, 0, STATE_WAIT_MAX.toMillis()));
        CardReader.State state;
        try {
            state = reader.stateAfter(after, patience);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            state = reader.state();
        }
        return SandboxAnswer.json(Map.of("epoch", state.epoch(), "present", state.present()));
    }

    private static long number(SandboxRequest request, String name, long otherwise) {
        Optional<String> text = request.query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!NUMBER.matcher(text.get()).matches()) {
            throw new Fault(FaultCode.REQUEST_MALFORMED, name);
        }
        return Long.parseLong(text.get());
    }

    private SandboxAnswer begin(SandboxRequest request) {
        String session = reader(request).begin();
        return SandboxAnswer.json(Map.of("session", session, "atr", CardChip.ANSWER_TO_RESET));
    }

    private SandboxAnswer apdu(SandboxRequest request) throws IOException {
        CardReader reader = reader(request);
        int room =
                request.header("Content-Length")
                        .filter(length -> length.matches("[0-9]{1,6}"))
                        .map(Integer::parseInt)
                        .orElse(CommandApdu.BYTES_MAX);
        if (room > CommandApdu.BYTES_MAX) {
            throw new Fault(FaultCode.BODY_TOO_LARGE);
        }
        // read into one place and wiped there: a PIN may be in it
        byte[] read = new byte[room];
        try {
            int length = request.stream().readNBytes(read, 0, room);
            byte[] answer = reader.transmit(request.place("session"), Arrays.copyOf(read, length));
            return SandboxAnswer.of(200, "application/octet-stream", answer);
        } finally {
            Arrays.fill(read, (byte) 0);
        }
    }

    private SandboxAnswer end(SandboxRequest request) {
        reader(request).end(request.place("session"));
        return SandboxAnswer.nothing();
    }

    private SandboxAnswer compare(SandboxRequest request) {
        FaceOutcome outcome = reader(request).compare();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("outcome", outcome.word());
        if (outcome instanceof FaceOutcome.NotReadable not) {
            not.hint().ifPresent(hint -> body.put("hint", hint.name()));
        }
        return SandboxAnswer.json(body);
    }

    private SandboxAnswer prove(SandboxRequest request) throws IOException {
        JsonNode body = request.json(BODY_BYTES_MAX);
        byte[] challenge = bytes(body, "challenge").orElseThrow(() -> missing("challenge"));
        if (challenge.length != CardChip.CHALLENGE_BYTES) {
            throw new Fault(FaultCode.IDENTIFIER_MALFORMED, "challenge");
        }
        byte mode =
                switch (text(body, "mode").orElseThrow(() -> missing("mode"))) {
                    case "FACE" -> ReaderAuthority.MODE_FACE;
                    case "VISUAL" -> ReaderAuthority.MODE_VISUAL;
                    default -> throw new Fault(FaultCode.CODE_UNKNOWN, "mode");
                };
        CardReader.Proof proof = reader(request).prove(challenge, mode);
        Base64.Encoder base64 = Base64.getEncoder();
        return SandboxAnswer.json(
                Map.of(
                        "certificate", base64.encodeToString(proof.certificate()),
                        "signature", base64.encodeToString(proof.signature())));
    }

    private static Optional<String> text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw missing(name);
        }
        return Optional.of(value.stringValue());
    }

    private static Optional<byte[]> bytes(JsonNode body, String name) {
        try {
            return text(body, name).map(Base64.getDecoder()::decode);
        } catch (IllegalArgumentException notBase64) {
            throw new Fault(FaultCode.IDENTIFIER_MALFORMED, name);
        }
    }

    private static Fault missing(String name) {
        return new Fault(FaultCode.FIELD_MISSING, name);
    }
}
