package org.onshi.server.facilitydoor;

import io.swagger.v3.oas.annotations.Operation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.onshi.server.callers.Caller;
import org.onshi.server.consent.Consents;
import org.onshi.server.identity.Presence;
import org.onshi.server.identity.Presences;
import org.onshi.server.medicalinfo.MedicalInformation;
import org.onshi.wire.CheckupHistory;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.Fault;
import org.onshi.wire.MedicationHistory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * 問診票の標準的項目 (requirements F-12): what can be had under consent is filled in, the rest is left for
 * the patient. Somebody who was here before is asked about what may have changed only.
 */
@RestController
class QuestionnaireController {
    /** Medicines filled in: what fits on a page of paper. */
    private static final int MEDICINES_MAX = 40;

    /** The newest months with claims: what was taken longer ago is not being taken. */
    private static final int MONTHS_FILLED_IN = 3;

    private final MedicalInformation information;
    private final Consents consents;
    private final Presences presences;

    QuestionnaireController(
            MedicalInformation information, Consents consents, Presences presences) {
        this.information = information;
        this.consents = consents;
        this.presences = presences;
    }

    /** Of which visit. */
    enum Occasion {
        /** 初診. */
        FIRST,
        /** 再診. */
        REVISIT
    }

    /** What somebody who was here before is asked about, as the standard items have it. */
    private static final Set<Question> OF_REVISITS =
            EnumSet.of(Question.SYMPTOMS, Question.MEDICINES, Question.CHECKUPS, Question.NOTE);

    /** The questions, in their order. */
    private enum Question {
        SYMPTOMS("どのような症状ですか（いつから）", "What are the symptoms, and since when?"),
        OTHER_FACILITIES("ほかの医療機関にかかっていますか", "Are you seen elsewhere?"),
        MEDICINES("いま使っている薬", "Medicines you take now"),
        PAST_DISEASES("これまでにかかった病気", "Past diseases"),
        CHECKUPS("この1年の健診と指摘された項目", "Checkups, and what was marked"),
        ALLERGIES("薬や食べ物のアレルギー", "Allergies to medicines or food"),
        PREGNANCY("妊娠・授乳", "Pregnancy, nursing"),
        NOTE(
                "当院は診療情報を取得・活用して診療を行っています。",
                "This clinic makes use of medical information in its care.");

        private final String ja;
        private final String en;

        Question(String ja, String en) {
            this.ja = ja;
            this.en = en;
        }
    }

    /** All items. */
    record QuestionnaireReply(List<ItemReply> items) {
        @Override
        public String toString() {
            return "QuestionnaireReply[…]";
        }
    }

    /**
     * One item.
     *
     * @param filled what is known; empty where the patient answers
     */
    record ItemReply(String code, String ja, String en, List<String> filled) {}

    @Operation(
            summary = "問診票 / Questionnaire, filled in as far as consents go",
            description =
                    "occasion は FIRST（初診、既定）か REVISIT（再診：症状・薬・健診）。 / occasion: FIRST, which is"
                            + " the default, or REVISIT with symptoms, medicines and checkups"
                            + " only.")
    @PostMapping(
            path = "/facility/visits/{visit_id}/questionnaire",
            produces = MediaType.APPLICATION_JSON_VALUE)
    QuestionnaireReply questionnaire(
            Caller caller,
            @PathVariable("visit_id") UUID visitId,
            @RequestParam(defaultValue = "FIRST") Occasion occasion) {
        Presence presence =
                presences.require(visitId, OwnName.of(caller), caller.terminal().orElse(""));
        List<ItemReply> items = new ArrayList<>();
        Set<Question> asked =
                switch (occasion) {
                    case FIRST -> EnumSet.allOf(Question.class);
                    case REVISIT -> OF_REVISITS;
                };
        for (Question question : asked) {
            List<String> filled =
                    switch (question) {
                        case MEDICINES -> medicines(presence);
                        case CHECKUPS -> checkups(presence);
                        case SYMPTOMS,
                                OTHER_FACILITIES,
                                PAST_DISEASES,
                                ALLERGIES,
                                PREGNANCY,
                                NOTE ->
                                List.of();
                    };
            items.add(new ItemReply(question.name(), question.ja, question.en, filled));
        }
        return new QuestionnaireReply(items);
    }

    private List<String> medicines(Presence presence) {
        if (!consented(presence, ConsentKind.MEDICATION)) {
            return List.of();
        }
        MedicationHistory history;
        try {
            history = information.medication(presence.facility(), presence.person().orElseThrow());
        } catch (Fault refused) {
            // recorded by whoever refused; the patient fills the item in
            return List.of();
        }
        return history.months().stream()
                .map(MedicationHistory.Month::month)
                .max(java.util.Comparator.naturalOrder())
                .map(newest ->
                        history.months().stream()
                                .filter(it ->
                                        it.month().isAfter(newest.minusMonths(MONTHS_FILLED_IN)))
                                .flatMap(it -> it.days().stream())
                                .flatMap(it -> it.drugs().stream())
                                .map(MedicationHistory.Drug::name)
                                .distinct()
                                .limit(MEDICINES_MAX)
                                .toList())
                .orElse(List.of());
    }

    private List<String> checkups(Presence presence) {
        if (!consented(presence, ConsentKind.CHECKUP)) {
            return List.of();
        }
        CheckupHistory history;
        try {
            history = information.checkups(presence.facility(), presence.person().orElseThrow());
        } catch (Fault refused) {
            // as above
            return List.of();
        }
        return history.checkups().stream().limit(1).flatMap(it -> lines(it).stream()).toList();
    }

    private static List<String> lines(CheckupHistory.Checkup checkup) {
        List<String> lines = new ArrayList<>();
        lines.add(checkup.day().toString());
        for (CheckupHistory.Item item : checkup.items()) {
            item.mark()
                    .ifPresent(mark ->
                            lines.add(
                                    "%s %s%s（%s）"
                                            .formatted(
                                                    item.name(),
                                                    item.valueName().isEmpty()
                                                            ? item.value()
                                                            : item.valueName(),
                                                    item.unit(),
                                                    mark.label())));
        }
        return lines;
    }

    private boolean consented(Presence presence, ConsentKind kind) {
        return consents.standing(presence).stream().anyMatch(it -> it.kind() == kind && it.given());
    }
}
