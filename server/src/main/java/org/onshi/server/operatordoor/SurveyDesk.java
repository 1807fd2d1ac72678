package org.onshi.server.operatordoor;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.server.callers.Caller;
import org.onshi.server.duties.DuplicateSurveys;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Duplicate surveys over all persons (requirements B-15); nobody is named. */
@RestController
@Tag(name = "duplicate surveys", description = "資格情報の重複調査。")
class SurveyDesk {
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";

    private final DuplicateSurveys surveys;

    SurveyDesk(DuplicateSurveys surveys) {
        this.surveys = surveys;
    }

    /** What was begun, or is to be gone on with. */
    record Started(@JsonProperty("survey_id") UUID surveyId) {}

    /** What was done: how many persons were looked at, and whether they were the last. */
    record Step(int persons, boolean finished) {
        static Step of(DuplicateSurveys.Step step) {
            return new Step(step.persons(), step.finished());
        }
    }

    @Operation(
            summary = "重複調査を始める、または続ける / Begin a duplicate survey, or find the one to go on with",
            description = "同時にひとつだけ。 / One at a time.")
    @PostMapping(path = "/operator/duplicate-surveys", produces = MediaType.APPLICATION_JSON_VALUE)
    Started start(Caller caller) {
        return new Started(surveys.start(caller.auditName()));
    }

    @Operation(
            summary = "重複調査を進める / Go on with a duplicate survey",
            description =
                    "一度に 1,000 人。finished が true になるまで繰り返してください。途中で止まっても、続きから進みます。 / 1,000 persons"
                        + " at a time; repeat until finished is true. It goes on where it stopped.")
    @PostMapping(
            path = "/operator/duplicate-surveys/{id}/steps",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Step step(Caller caller, @PathVariable UUID id) {
        return Step.of(surveys.step(id, caller.auditName()));
    }

    @Operation(
            summary = "重複調査の結果の件数 / What a duplicate survey found, by insurer",
            description =
                    "CSV: insurer_number,overlaps,suspects,ended,open。overlaps"
                        + " は同じ方の他の保険者との重なり、suspects は 5 情報が同じ別の方の組（見つかった数）、ended"
                        + " はそのうち保険者が自分の側を終えた数、open は残り。組は両方の保険者に、同じ保険者どうしなら一度だけ数えます。 / suspects:"
                        + " pairs found with the same five attributes; ended: those that the"
                        + " insurer has decided for its side; open: the rest. A pair counts for"
                        + " both insurers, within one once.")
    @GetMapping(path = "/operator/duplicate-surveys/{id}", produces = CSV_UTF8)
    byte[] counts(@PathVariable UUID id) {
        return ("insurer_number,overlaps,suspects,ended,open\n"
                        + surveys.counts(id).stream()
                                .map(it ->
                                        it.insurer().digits()
                                                + ","
                                                + it.overlaps()
                                                + ","
                                                + it.suspects()
                                                + ","
                                                + it.ended()
                                                + ","
                                                + it.open()
                                                + "\n")
                                .collect(Collectors.joining()))
                .getBytes(StandardCharsets.UTF_8);
    }
}
