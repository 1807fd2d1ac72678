package org.onshi.terminal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.CardClass;
import org.onshi.kernel.Code;
import org.onshi.kernel.JapaneseDate;
import org.onshi.kernel.LimitCertificateKind;
import org.onshi.kernel.LimitClass;
import org.onshi.kernel.LossReason;
import org.onshi.kernel.MalformedValue;
import org.onshi.kernel.Relationship;
import org.onshi.kernel.Sex;
import org.onshi.kernel.Verdict;
import org.onshi.kernel.Width;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.MismatchField;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the clerk's page says of a state: where the visit is, what came out, what to do next. */
final class CounterPage {
    /** Members of a coverage in the order a clerk reads them, each with its code table if any. */
    private static final List<String> COVERAGE =
            List.of(
                    "name",
                    "name_kana",
                    "birth_date",
                    "sex",
                    "insurer_number",
                    "insurer_name",
                    "symbol",
                    "number",
                    "branch",
                    "relationship",
                    "head_name",
                    "copay_percent",
                    "limit_kind",
                    "limit_class",
                    "limit_from",
                    "limit_to",
                    "acquired_on",
                    "lost_on",
                    "loss_reason",
                    "valid_from",
                    "valid_to",
                    "card_class",
                    "postal_code",
                    "address",
                    "other_name",
                    "other_name_kana");

    private static final List<String> MISMATCHES =
            Arrays.stream(MismatchField.values()).map(Enum::name).toList();
    private static final DateTimeFormatter DIGITS = DateTimeFormatter.BASIC_ISO_DATE;

    private final ScreenWords words = ScreenWords.counter();
    private final Duration stay;

    /**
     * The page.
     *
     * @param stay how long the answer of a check by number stays on it
     */
    CounterPage(Duration stay) {
        this.stay = stay;
    }

    /**
     * A check by number as it was typed, with its answer or refusal.
     *
     * @param typed what stands in the form's fields
     */
    record ByNumber(
            Map<String, String> typed,
            Optional<JsonNode> answer,
            Optional<FaultCode> fault,
            String field) {
        private static final List<String> TEXTS =
                List.of("insurer_number", "symbol", "number", "branch");

        ByNumber {
            typed = Map.copyOf(typed);
        }

        static ByNumber empty() {
            return new ByNumber(Map.of(), Optional.empty(), Optional.empty(), "");
        }

        static ByNumber of(Map<String, List<String>> form) {
            Map<String, String> typed = new LinkedHashMap<>();
            for (String name :
                    List.of(
                            "insurer_number",
                            "symbol",
                            "number",
                            "branch",
                            "birth_date",
                            "limit_consent")) {
                ScreenRequest.first(form, name).ifPresent(text -> typed.put(name, text));
            }
            return new ByNumber(typed, Optional.empty(), Optional.empty(), "");
        }

        ByNumber answered(JsonNode found) {
            return new ByNumber(typed, Optional.of(found), fault, field);
        }

        ByNumber refused(Fault why) {
            return new ByNumber(typed, answer, Optional.of(why.code()), why.field().orElse(""));
        }

        /**
         * As {@code POST /facility/checks} takes it.
         *
         * @throws Fault FIELD_MISSING, DATE_MALFORMED
         */
        ObjectNode question() {
            ObjectNode question = VisitDoor.JSON.createObjectNode();
            for (String name : TEXTS) {
                String text = typed.getOrDefault(name, "");
                if (!text.isEmpty()) {
                    boolean digits = !name.equals("symbol") && !name.equals("number");
                    question.put(name, digits ? Width.half(text) : text);
                }
            }
            for (String name : List.of("insurer_number", "number", "birth_date")) {
                if (typed.getOrDefault(name, "").isEmpty()) {
                    throw new Fault(FaultCode.FIELD_MISSING, name);
                }
            }
            question.put("birth_date", day(typed.get("birth_date")).toString());
            question.put("limit_consent", typed.containsKey("limit_consent"));
            return question;
        }

        /** 1985-04-12, 19850412, 昭和60年4月12日, S60.4.12. */
        private static LocalDate day(String text) {
            String half = Width.half(text).strip();
            try {
                if (half.matches("[0-9]{8}")) {
                    return LocalDate.parse(half, DIGITS);
                }
                return half.matches("[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}")
                        ? western(half.split("[./-]", -1))
                        : JapaneseDate.parse(half).day();
            } catch (DateTimeException | MalformedValue e) {
                throw new Fault(FaultCode.DATE_MALFORMED, "birth_date");
            }
        }

        private static LocalDate western(String... parts) {
            return LocalDate.of(
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2]));
        }

        @Override
        public String toString() {
            return "ByNumber[…]";
        }
    }

    Map<String, Object> model(VisitState state, Optional<Fault> fault, ByNumber byNumber) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("w", words.all());
        model.put("version", state.version());
        model.put("visit", state.visit().orElse(""));
        model.put("progress", progress(state.step()));
        String status = status(state);
        model.put("view", status);
        model.put("status", words.get("status." + status));
        model.put("advice", words.get("advice." + status));
        model.put("notice", fault.map(this::told).orElse(""));
        // without a photo, how to stand before the camera is no advice
        model.put(
                "refused",
                state.refused()
                        .filter(code -> !state.noPhoto() || code != FaultCode.FACE_NOT_MATCHED)
                        .map(CounterPage::both)
                        .orElse(Map.of()));
        model.put("mode", state.mode().map(mode -> words.get("mode." + mode)).orElse(""));
        model.put("attempts", attempts(state));
        model.put(
                "tries",
                state.pinTriesLeft().isPresent() && state.step() == VisitStep.IDENTIFY
                        ? words.get("tries", "n", Integer.toString(state.pinTriesLeft().getAsInt()))
                        : "");
        model.put("visual", state.modes().contains(IdentificationMode.VISUAL));
        model.put("noPhoto", state.noPhoto());
        model.put("companions", options(VisitEngine.COMPANIONS, "companion.", List.of()));
        model.put("lastClerk", state.lastClerk());
        model.put("renew", state.certificateExpiresOn().map(CounterPage::date).orElse(""));
        model.put("asked", consents(state.consentKinds(), state.consents()));
        model.put("alerts", state.result().isPresent() ? List.of() : alerts(state.alerts()));
        model.put("result", state.result().map(result -> result(state, result)).orElse(null));
        model.put(
                "mismatches",
                options(
                        MISMATCHES,
                        "mismatch.",
                        state.result().map(VisitResult::mismatches).orElse(List.of())));
        model.put("reported", state.result().map(it -> !it.mismatches().isEmpty()).orElse(false));
        model.put("typed", byNumber.typed());
        model.put("field", byNumber.field());
        model.put(
                "numberNotice",
                byNumber.fault().map(code -> told(new Fault(code, byNumber.field()))).orElse(""));
        model.put("answer", byNumber.answer().map(this::answer).orElse(null));
        model.put("staySeconds", stay.toSeconds());
        return model;
    }

    /** 1 card, 2 identification, 3 consent, 4 result; 0 while none is received. */
    private static int progress(VisitStep step) {
        return switch (step) {
            case WAITING, REFUSED -> 0;
            case CARD -> 1;
            case IDENTIFY, REGISTER -> 2;
            case CONSENT -> 3;
            case DONE -> 4;
        };
    }

    private static String status(VisitState state) {
        return switch (state.step()) {
            case WAITING -> state.result().isPresent() ? "taken" : "waiting";
            case CARD -> "reading";
            case IDENTIFY -> state.noPhoto() ? "nophoto" : "identify";
            case REGISTER -> "register";
            case CONSENT -> "consent";
            case DONE -> state.result().isPresent() ? "done" : "over";
            case REFUSED ->
                    state.refused().equals(Optional.of(FaultCode.NO_MODE_LEFT))
                            ? "nomode"
                            : "refused";
        };
    }

    /** What is wrong with what was sent, with the field's name as the page writes it. */
    private String told(Fault fault) {
        String field = fault.field().orElse("");
        if (PatientPage.swapped(fault)) {
            return words.get("notice.swapped");
        }
        String name = words.has("field." + field) ? words.get("field." + field) : field;
        return fault.code().whatJa(name) + fault.code().mendJa();
    }

    private static Map<String, String> both(FaultCode code) {
        return Map.of(
                "ja", code.whatJa("") + code.mendJa(),
                "en", code.whatEn("") + " " + code.mendEn());
    }

    private List<String> attempts(VisitState state) {
        return state.attempts().stream()
                .map(attempt ->
                        words.get("mode." + attempt.mode())
                                + "："
                                + words.get("outcome." + attempt.outcome()))
                .toList();
    }

    private List<Map<String, Object>> options(
            List<String> names, String prefix, List<String> chosen) {
        return names.stream()
                .map(name ->
                        Map.<String, Object>of(
                                "name", name,
                                "label", words.get(prefix + name),
                                "chosen", chosen.contains(name)))
                .toList();
    }

    private List<Map<String, Object>> consents(List<ConsentKind> kinds, List<ConsentKind> given) {
        List<ConsentKind> all = kinds.isEmpty() ? given : kinds;
        return all.stream()
                .map(kind ->
                        Map.<String, Object>of(
                                "label",
                                words.get("kind." + kind.name()),
                                "given",
                                given.contains(kind)))
                .toList();
    }

    private static List<Map<String, String>> alerts(List<VisitAlert> alerts) {
        return alerts.stream().map(alert -> Map.of("ja", alert.ja(), "en", alert.en())).toList();
    }

    private Map<String, Object> result(VisitState state, VisitResult result) {
        Map<String, Object> model =
                shown(result.verdict(), result.nextStep(), result.coverages(), result.receipt());
        List<VisitAlert> alerts = new ArrayList<>(state.alerts());
        result.alerts().stream().filter(alert -> !alerts.contains(alert)).forEach(alerts::add);
        model.put("alerts", alerts(alerts));
        model.put("reference", result.referenceNumber().orElse(""));
        model.put("file", result.faceFile().orElse(""));
        return model;
    }

    private Map<String, Object> answer(JsonNode answer) {
        VisitResult result =
                VisitJson.result(answer, VisitJson.alerts(answer.path("alerts")), Optional.empty());
        Map<String, Object> model =
                shown(result.verdict(), result.nextStep(), result.coverages(), result.receipt());
        model.put("alerts", alerts(result.alerts()));
        model.put("reference", result.referenceNumber().orElse(""));
        model.put("file", "");
        return model;
    }

    private Map<String, Object> shown(
            String verdict, BothWords next, JsonNode coverages, JsonNode receipt) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("verdict", Verdict.of(verdict).map(Code::label).orElse(verdict));
        model.put(
                "english", words.has("verdict." + verdict) ? words.get("verdict." + verdict) : "");
        model.put(
                "sign",
                switch (verdict) {
                    case "1", "6" -> "ok";
                    case "2", "3" -> "no";
                    default -> "warning";
                });
        model.put("next", Map.of("ja", next.ja(), "en", next.en()));
        List<List<Map<String, String>>> tables = new ArrayList<>();
        coverages.forEach(coverage -> tables.add(rows(coverage)));
        model.put("coverages", tables);
        model.put("receipt", receipt.path("check_id").asString(""));
        return model;
    }

    private List<Map<String, String>> rows(JsonNode coverage) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String member : COVERAGE) {
            JsonNode value = coverage.path(member);
            String text = value.isMissingNode() || value.isNull() ? "" : value.asString("");
            if (!text.isEmpty()) {
                rows.add(Map.of("name", words.get("field." + member), "value", said(member, text)));
            }
        }
        return rows;
    }

    /** A code as its table says it; one that no table knows stays as it is. */
    private static String said(String member, String text) {
        Optional<String> label =
                switch (member) {
                    case "sex" -> Sex.of(text).map(Code::label);
                    case "relationship" -> Relationship.of(text).map(Code::label);
                    case "card_class" -> CardClass.of(text).map(Code::label);
                    case "limit_class" -> LimitClass.of(text).map(Code::label);
                    case "limit_kind" -> LimitCertificateKind.of(text).map(Code::label);
                    case "loss_reason" -> LossReason.of(text).map(Code::label);
                    case "copay_percent" -> Optional.of(text + " %");
                    case "birth_date",
                            "acquired_on",
                            "lost_on",
                            "limit_from",
                            "limit_to",
                            "valid_from",
                            "valid_to" ->
                            Optional.of(date(text));
                    default -> Optional.empty();
                };
        return label.orElse(text);
    }

    /** 1985年4月12日（昭和60年）; what is no date stays as it is. */
    private static String date(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            String western =
                    day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
            return western + "（" + new JapaneseDate(day).written().replaceFirst("年.*", "年") + "）";
        } catch (DateTimeParseException | MalformedValue e) {
            return text;
        }
    }
}
