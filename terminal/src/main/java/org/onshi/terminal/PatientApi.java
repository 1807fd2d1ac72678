package org.onshi.terminal;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.onshi.terminal.ScreenServer.Handler;
import org.onshi.terminal.ScreenServer.Reply;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;

/** What the patient's side may do (docs/card.md §5); nothing of the clerk's is here. */
final class PatientApi {
    private final VisitEngine engine;

    PatientApi(VisitEngine engine) {
        this.engine = engine;
    }

    Map<String, Map<String, Handler>> paths() {
        Map<String, Map<String, Handler>> paths = new LinkedHashMap<>();
        paths.put("/api/visit", Map.of("GET", request -> reply(request.state(engine.board()))));
        post(paths, "language", request -> engine.language(language(request.json())));
        post(
                paths,
                "mode",
                request -> {
                    JsonNode body = request.json();
                    return engine.mode(ScreenRequest.visit(body), mode(body));
                });
        post(
                paths,
                "pin",
                request -> {
                    PinBody body = PinBody.ofJson(request.jsonBody());
                    return engine.pin(body.visit(), body.digits());
                });
        post(paths, "face", request -> engine.face(request.visit()));
        post(
                paths,
                "registration",
                request -> {
                    JsonNode body = request.json();
                    return engine.register(ScreenRequest.visit(body), flag(body, "accept"));
                });
        post(paths, "consents", request -> consents(request.json()));
        post(paths, "cancel", request -> engine.cancel(request.visit()));
        post(paths, "retry", request -> engine.retry(request.visit()));
        post(paths, "stay", request -> engine.stay(request.visit()));
        return paths;
    }

    private interface Step {
        VisitState take(ScreenRequest request) throws java.io.IOException, InterruptedException;
    }

    private static void post(Map<String, Map<String, Handler>> paths, String name, Step step) {
        paths.put("/api/" + name, Map.of("POST", request -> reply(step.take(request))));
    }

    private static Reply reply(VisitState state) {
        return Reply.json(VisitJson.patient(state));
    }

    private static ScreenLanguage language(JsonNode body) {
        return ScreenLanguage.of(body.path("language").asString(""))
                .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "language"));
    }

    /** VISUAL is the clerk's. */
    private static IdentificationMode mode(JsonNode body) {
        return switch (body.path("mode").asString("")) {
            case "FACE" -> IdentificationMode.FACE;
            case "PIN" -> IdentificationMode.PIN;
            default -> throw new Fault(FaultCode.CODE_UNKNOWN, "mode");
        };
    }

    private static boolean flag(JsonNode body, String name) {
        JsonNode flag = body.path(name);
        if (!flag.isBoolean()) {
            throw new Fault(FaultCode.FIELD_MISSING, name);
        }
        return flag.booleanValue();
    }

    /** Kinds that are neither given nor refused are refused: silence is no consent. */
    private VisitState consents(JsonNode body) throws InterruptedException {
        if (body.path("blanket").asBoolean(false)) {
            return engine.consentToAll(ScreenRequest.visit(body));
        }
        if (!body.path("given").isArray()) {
            throw new Fault(FaultCode.FIELD_MISSING, "given");
        }
        Set<ConsentKind> given = EnumSet.noneOf(ConsentKind.class);
        for (JsonNode name : body.path("given")) {
            given.add(
                    VisitEngine.kind(name.asString(""))
                            .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "given")));
        }
        return engine.consent(ScreenRequest.visit(body), given);
    }
}
