package org.onshi.terminal;

import java.util.List;
import java.util.Optional;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The state of a visit as JSON (docs/card.md §5), for each of the two screens, and parts of it. */
final class VisitJson {
    private VisitJson() {}

    /** What the patient's side may see: that it is done, not what it says in detail. */
    static ObjectNode patient(VisitState state) {
        ObjectNode json = common(state);
        if (state.step() == VisitStep.DONE) {
            state.result().ifPresent(result -> verdict(json, result));
        }
        return json;
    }

    /** What the clerk sees. */
    static ObjectNode counter(VisitState state) {
        ObjectNode json = common(state);
        json.put("last_clerk", state.lastClerk());
        state.result()
                .ifPresent(result -> {
                    verdict(json, result);
                    ArrayNode alerts = json.putArray("alerts");
                    state.alerts().forEach(alert -> alerts.add(alert(alert)));
                    result.alerts().stream()
                            .filter(alert -> !state.alerts().contains(alert))
                            .forEach(alert -> alerts.add(alert(alert)));
                    json.set("coverages", result.coverages());
                    json.set("receipt", result.receipt());
                    result.referenceNumber()
                            .ifPresent(number -> json.put("reference_number", number));
                    ArrayNode mismatches = json.putArray("mismatches");
                    result.mismatches().forEach(mismatches::add);
                });
        return json;
    }

    private static ObjectNode common(VisitState state) {
        ObjectNode json = VisitDoor.JSON.createObjectNode();
        json.put("version", state.version());
        json.put("step", state.step().name());
        state.visit().ifPresent(visit -> json.put("visit", visit));
        json.put("language", state.language().tag());
        state.mode().ifPresent(mode -> json.put("mode", mode.name()));
        ArrayNode modes = json.putArray("modes");
        state.modes().forEach(mode -> modes.add(mode.name()));
        state.pinTriesLeft().ifPresent(tries -> json.put("pin_tries_left", tries));
        json.set("attempts", attempts(state.attempts()));
        ArrayNode alerts = json.putArray("alerts");
        state.alerts().forEach(alert -> alerts.add(alert(alert)));
        state.certificateExpiresOn().ifPresent(day -> json.put("certificate_expires_on", day));
        ArrayNode kinds = json.putArray("consent_kinds");
        state.consentKinds().forEach(kind -> kinds.add(kind.name()));
        json.put("blanket_consent", state.blanketConsent());
        ArrayNode consents = json.putArray("consents");
        state.consents().forEach(kind -> consents.add(kind.name()));
        state.hint().ifPresent(hint -> json.put("hint", hint.name()));
        json.put("no_photo", state.noPhoto());
        json.put("idle_warning", state.idleWarning());
        json.put("retry", state.retry());
        state.refused()
                .ifPresent(code -> {
                    json.put("refused", code.name());
                    json.put("message", message(code));
                    json.set("next_step", words(new BothWords(code.mendJa(), code.mendEn())));
                });
        return json;
    }

    private static void verdict(ObjectNode json, VisitResult result) {
        json.put("verdict", result.verdict());
        json.set("next_step", words(result.nextStep()));
        result.faceFile().ifPresent(file -> json.put("face_file", file));
    }

    /** What is wrong, Japanese then English. */
    private static String message(FaultCode code) {
        return code.whatJa("") + " / " + code.whatEn("");
    }

    private static ObjectNode words(BothWords words) {
        return VisitDoor.JSON.createObjectNode().put("ja", words.ja()).put("en", words.en());
    }

    private static ObjectNode alert(VisitAlert alert) {
        return VisitDoor.JSON
                .createObjectNode()
                .put("code", alert.code())
                .put("ja", alert.ja())
                .put("en", alert.en());
    }

    static ArrayNode attempts(List<Attempt> attempts) {
        ArrayNode list = VisitDoor.JSON.createArrayNode();
        for (Attempt attempt : attempts) {
            list.addObject()
                    .put("mode", attempt.mode().name())
                    .put("outcome", attempt.outcome().name());
        }
        return list;
    }

    static List<VisitAlert> alerts(JsonNode alerts) {
        return alerts.valueStream()
                .map(alert ->
                        new VisitAlert(
                                alert.path("code").asString(""),
                                alert.path("ja").asString(""),
                                alert.path("en").asString("")))
                .toList();
    }

    /** A check's answer, with what the terminal adds. */
    static VisitResult result(JsonNode answer, List<VisitAlert> alerts, Optional<String> file) {
        JsonNode next = answer.path("next_step");
        String number = answer.path("reference_number").asString("");
        return new VisitResult(
                answer.path("verdict").asString(""),
                new BothWords(next.path("ja").asString(""), next.path("en").asString("")),
                alerts,
                answer.path("coverages"),
                answer.path("receipt"),
                number.isEmpty() ? Optional.empty() : Optional.of(number),
                file,
                List.of());
    }
}
