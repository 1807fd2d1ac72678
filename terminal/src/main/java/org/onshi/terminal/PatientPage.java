package org.onshi.terminal;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * What the patient's page says of a state: one heading, one next step, and for every refusal the
 * next way (A-07, A-18, A-34, K-06). It holds no more of the result than that there is one.
 */
final class PatientPage {
    /** 有効 and 有効（未登録）: nothing is left to be said to the patient. */
    private static final List<String> GOOD_VERDICTS = List.of("1", "6");

    private final Map<ScreenLanguage, ScreenWords> words = new EnumMap<>(ScreenLanguage.class);

    PatientPage() {
        for (ScreenLanguage language : ScreenLanguage.values()) {
            words.put(language, ScreenWords.patient(language));
        }
    }

    /**
     * The page's model.
     *
     * @param fault why the form just sent was not taken
     */
    Map<String, Object> model(VisitState state, Optional<Fault> fault) {
        ScreenWords spoken = words.get(state.language());
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("w", spoken.all());
        model.put("language", state.language().tag());
        model.put("languages", languages(state.language()));
        model.put("version", state.version());
        model.put("visit", state.visit().orElse(""));
        String view = view(state);
        model.put("view", view);
        model.put("progress", progress(state.step()));
        heading(model, view, state, spoken);
        model.put("notice", notice(state, fault, view, spoken));
        model.put("face", state.modes().contains(IdentificationMode.FACE));
        model.put("pin", state.modes().contains(IdentificationMode.PIN));
        int tries = state.pinTriesLeft().orElse(CardDialogue.PIN_TRIES);
        model.put(
                "pinLeft",
                tries > 0 && tries < CardDialogue.PIN_TRIES ? spoken.get("pin.left." + tries) : "");
        model.put("helps", helps(state, spoken));
        model.put("kinds", kinds(state.consentKinds(), spoken));
        model.put("given", kinds(state.consents(), spoken));
        model.put("blanket", state.blanketConsent());
        model.put("renew", renew(state, spoken));
        model.put("idle", state.idleWarning());
        model.put("retry", state.retry());
        model.put("removable", state.step() == VisitStep.REFUSED);
        return model;
    }

    private static List<Map<String, Object>> languages(ScreenLanguage spoken) {
        return Arrays.stream(ScreenLanguage.values())
                .map(one ->
                        Map.<String, Object>of(
                                "tag", one.tag(), "name", one.ownName(), "spoken", one == spoken))
                .toList();
    }

    /** Which part of the template is shown. */
    private static String view(VisitState state) {
        return switch (state.step()) {
            case WAITING -> "waiting";
            case CARD -> "reading";
            case IDENTIFY -> identify(state);
            case REGISTER -> "register";
            case CONSENT -> "consent";
            case DONE -> state.result().isPresent() ? "done" : "take";
            case REFUSED -> "refused";
        };
    }

    private static String identify(VisitState state) {
        if (state.mode().isPresent()) {
            return switch (state.mode().get()) {
                case FACE -> state.modes().contains(IdentificationMode.FACE) ? "face" : "choose";
                case PIN -> state.modes().contains(IdentificationMode.PIN) ? "pin" : "choose";
                case VISUAL -> "reading";
            };
        }
        boolean faceFailed = state.refused().equals(Optional.of(FaultCode.FACE_NOT_MATCHED));
        if (state.noPhoto()) {
            return "nophoto";
        }
        return faceFailed ? "facehelp" : "choose";
    }

    /** 1 card, 2 identification, 3 consent, 4 done. */
    private static int progress(VisitStep step) {
        return switch (step) {
            case WAITING, CARD -> 1;
            case IDENTIFY, REGISTER -> 2;
            case CONSENT -> 3;
            case DONE -> 4;
            case REFUSED -> 0;
        };
    }

    private static void heading(
            Map<String, Object> model, String view, VisitState state, ScreenWords spoken) {
        String key =
                switch (view) {
                    case "refused" -> "r." + reason(state.refused().orElse(FaultCode.INTERNAL));
                    case "done" -> good(state) ? "done" : "done.clerk";
                    case "choose" -> patientModes(state) ? "choose" : "choose.none";
                    default -> view;
                };
        model.put("good", good(state));
        model.put("title", spoken.get(key + ".title"));
        model.put("text", spoken.get(key + ".text"));
    }

    private static boolean patientModes(VisitState state) {
        return state.modes().contains(IdentificationMode.FACE)
                || state.modes().contains(IdentificationMode.PIN);
    }

    private static boolean good(VisitState state) {
        return state.result().map(result -> GOOD_VERDICTS.contains(result.verdict())).orElse(false);
    }

    /** What went wrong a moment ago, above what can be done now; empty when nothing did. */
    private static String notice(
            VisitState state, Optional<Fault> fault, String view, ScreenWords spoken) {
        if (fault.isPresent()) {
            return swapped(fault.get()) ? spoken.get("swapped") : title(fault.get().code(), spoken);
        }
        boolean said = view.equals("refused") || view.equals("facehelp") || view.equals("nophoto");
        return said || state.refused().isEmpty() ? "" : title(state.refused().get(), spoken);
    }

    /** Whether a step was meant for another card than the one that lies there now. */
    static boolean swapped(Fault fault) {
        return fault.code() == FaultCode.STEP_REFUSED
                && fault.field().equals(Optional.of(VisitEngine.VISIT_FIELD));
    }

    private static String title(FaultCode code, ScreenWords spoken) {
        String reason = reason(code);
        return switch (reason) {
            case "pinwrong", "pinlocked", "face", "mode", "system", "again", "removed" ->
                    spoken.get("r." + reason + ".title")
                            + " "
                            + spoken.get("r." + reason + ".text");
            default -> spoken.get("r." + reason + ".title");
        };
    }

    /** The words' name of a refusal: many codes ask the same of the patient. */
    static String reason(FaultCode code) {
        return switch (code) {
            case CERT_EXPIRED, NOT_IN_GRACE -> "expired";
            case CERT_REVOKED -> "revoked";
            case CERT_HELD -> "held";
            case CERT_NOT_YET_VALID, CERT_UNTRUSTED, CERT_WRONG_PURPOSE -> "untrusted";
            case REVOCATION_UNKNOWN,
                    CENTRAL_SILENT,
                    CENTRAL_REFUSED,
                    CENTRAL_UNREADABLE,
                    STORE_SILENT,
                    REGISTER_SILENT,
                    OVERLOADED,
                    TOO_MANY_REQUESTS,
                    TOO_SLOW ->
                    "system";
            case CHALLENGE_EXPIRED -> "idle";
            case CHALLENGE_REFUSED, CHALLENGE_USED, SIGNATURE_WRONG, VISIT_UNKNOWN -> "again";
            case SMARTPHONE_NOT_SERVED -> "phone";
            case CARD_NOT_REGISTERED -> "unregistered";
            case CARD_HOLDER_UNKNOWN -> "holder";
            case CARD_UNREADABLE -> "unreadable";
            case CARD_REMOVED -> "removed";
            case MODE_REFUSED, CLERK_MISSING -> "mode";
            case WRONG_PIN -> "pinwrong";
            case PIN_LOCKED -> "pinlocked";
            case NO_MODE_LEFT -> "nomode";
            case FACE_NOT_MATCHED -> "face";
            default -> "other";
        };
    }

    /** The causes of a failed face comparison, the one the camera saw first. */
    private static List<Map<String, Object>> helps(VisitState state, ScreenWords spoken) {
        List<Map<String, Object>> helps = new ArrayList<>();
        state.hint().ifPresent(hint -> helps.add(help(hint, true, spoken)));
        for (FaceComparison.Hint hint : FaceComparison.Hint.values()) {
            if (!state.hint().equals(Optional.of(hint))) {
                helps.add(help(hint, false, spoken));
            }
        }
        return helps;
    }

    private static Map<String, Object> help(
            FaceComparison.Hint hint, boolean likely, ScreenWords spoken) {
        return Map.of(
                "name", hint.name(), "likely", likely, "text", spoken.get("help." + hint.name()));
    }

    private static List<Map<String, Object>> kinds(List<ConsentKind> kinds, ScreenWords spoken) {
        return kinds.stream()
                .map(kind ->
                        Map.<String, Object>of(
                                "name",
                                kind.name(),
                                "label",
                                spoken.get("kind." + kind.name()),
                                "about",
                                spoken.get("about." + kind.name())))
                .toList();
    }

    /** The last day of the card's certificate, when it is to be renewed; empty otherwise. */
    private static String renew(VisitState state, ScreenWords spoken) {
        try {
            return state.certificateExpiresOn()
                    .map(LocalDate::parse)
                    .map(day ->
                            day.format(
                                    DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                                            .withLocale(
                                                    Locale.forLanguageTag(state.language().tag()))))
                    .map(day -> spoken.get("renew.text", "date", day))
                    .orElse("");
        } catch (DateTimeParseException e) {
            return "";
        }
    }
}
