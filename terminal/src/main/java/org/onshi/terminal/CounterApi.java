package org.onshi.terminal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.terminal.ScreenServer.Handler;
import org.onshi.terminal.ScreenServer.Reply;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;

/** What the clerk may do (docs/card.md §5); nothing of the patient's is here. */
final class CounterApi {
    /** 照会番号 (interface.md §2.2: up to 50). */
    static final int REFERENCE_NUMBER_CHARACTERS_MAX = 50;

    private final VisitEngine engine;

    CounterApi(VisitEngine engine) {
        this.engine = engine;
    }

    Map<String, Map<String, Handler>> paths() {
        Map<String, Map<String, Handler>> paths = new LinkedHashMap<>();
        paths.put("/api/visit", Map.of("GET", request -> reply(request.state(engine.board()))));
        paths.put(
                "/api/visual",
                Map.of(
                        "POST",
                        request -> {
                            JsonNode body = request.json();
                            String companion = body.path("companion").asString("");
                            return reply(
                                    engine.visual(
                                            ScreenRequest.visit(body),
                                            body.path("clerk").asString(""),
                                            companion.isEmpty()
                                                    ? Optional.empty()
                                                    : Optional.of(companion)));
                        }));
        paths.put(
                "/api/check",
                Map.of("POST", request -> Reply.json(engine.checkByNumber(request.json()))));
        paths.put(
                "/api/reference-number",
                Map.of(
                        "POST",
                        request -> {
                            JsonNode body = request.json();
                            String number = body.path("reference_number").asString("");
                            return reply(
                                    engine.referenceNumber(
                                            ScreenRequest.visit(body), referenceNumber(number)));
                        }));
        paths.put(
                "/api/mismatch",
                Map.of(
                        "POST",
                        request -> {
                            List<String> fields = new ArrayList<>();
                            JsonNode body = request.json();
                            body.path("fields").forEach(field -> fields.add(field.asString("")));
                            return reply(engine.mismatch(ScreenRequest.visit(body), fields));
                        }));
        paths.put(
                "/api/finish",
                Map.of(
                        "POST",
                        request -> reply(engine.finish(ScreenRequest.visit(request.json())))));
        return paths;
    }

    static String referenceNumber(String text) {
        if (text.isBlank()) {
            throw new Fault(FaultCode.FIELD_MISSING, "reference_number");
        }
        if (text.strip().length() > REFERENCE_NUMBER_CHARACTERS_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, "reference_number");
        }
        return text.strip();
    }

    private static Reply reply(VisitState state) {
        return Reply.json(VisitJson.counter(state));
    }
}
