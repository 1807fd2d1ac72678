package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.callers.Caller;
import org.onshi.server.callers.Misuses;
import org.onshi.server.corrections.WrongLink;
import org.onshi.server.corrections.WrongLinks;
import org.onshi.server.letters.LetterKind;
import org.onshi.server.letters.Letters;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Link;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.Standing;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Has persons asked whether the data registered for them are theirs, and takes their answers
 * (requirements C-07). Whoever says they are not has viewing stopped at once.
 */
@RestController
@Tag(name = "letters", description = "登録内容の確認の通知と回答。")
class LetterDoor {
    private final Letters letters;
    private final WrongLinks wrongLinks;
    private final Registry registry;
    private final Misuses misuses;
    private final TransactionTemplate transaction;

    LetterDoor(
            Letters letters,
            WrongLinks wrongLinks,
            Registry registry,
            Misuses misuses,
            PlatformTransactionManager transactions) {
        this.letters = letters;
        this.wrongLinks = wrongLinks;
        this.registry = registry;
        this.misuses = misuses;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** How many letters were asked for. */
    record Asked(int letters) {}

    /** What the person answered; absent members are null here, as JSON has it. */
    record AnswerRequest(String answer) {}

    /** What came of it: for WRONG the case that stops viewing. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record AnswerReply(
            @JsonProperty("letter_id") UUID letterId,
            @JsonProperty("wrong_link_id") Optional<UUID> wrongLinkId) {}

    @Operation(
            summary = "本人に登録内容を確認する通知を出す / Have a person asked whether the data are right",
            description =
                    "その資格に登録されている氏名・住所あて。番号は末尾だけ。同じ資格には一度だけ。 / To the name and address registered"
                            + " with the coverage, with the end of the number only; once a"
                            + " coverage.")
    @PostMapping(
            path = "/insurer/confirmation-letters",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Asked confirm(Caller caller, @RequestBody CoverageRequest request) {
        InsurerNumber own = request.own(caller, misuses);
        return transaction.execute(_ -> {
            List<Coverage> last =
                    registry.standing(own, request.identifier(), request.birthDay()).stream()
                            .filter(it -> it.standing() == Standing.ACTIVE)
                            .filter(it -> it.segmentTo().equals(it.lostOn()))
                            .toList();
            if (last.isEmpty()) {
                throw new Fault(FaultCode.INSURED_UNKNOWN);
            }
            last.forEach(it -> ask(it, caller.auditName()));
            return new Asked(last.size());
        });
    }

    /** Has the person of one coverage asked, in the caller's transaction; once a coverage. */
    void ask(Coverage coverage, String by) {
        letters.write(coverage, LetterKind.CONFIRMATION, coverage.coverageId(), by);
    }

    @Operation(
            summary = "本人の回答を記録する / Record what the person answered",
            description =
                    "answer は RIGHT か WRONG。WRONG なら直ちに閲覧を止め、紐付け誤りの処理を始めます。 / With WRONG, viewing"
                            + " stops at once and a case begins.")
    @PostMapping(
            path = "/insurer/letters/{id}/answer",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    AnswerReply answer(Caller caller, @PathVariable UUID id, @RequestBody AnswerRequest request) {
        return answer(
                new InsurerNumber(caller.code()), id, named(request.answer()), caller.auditName());
    }

    /**
     * The same for the console.
     *
     * @param own whose letter it is
     * @param by who records it, as audit entries name them
     */
    AnswerReply answer(InsurerNumber own, UUID id, Letters.Answer answer, String by) {
        return transaction.execute(_ -> {
            Letters.Answered answered = letters.answer(own, id, answer, by);
            Optional<WrongLink> suspected =
                    answer == Letters.Answer.RIGHT || !answered.first()
                            ? Optional.empty()
                            : wrongLinks.suspend(
                                    own,
                                    new Link(answered.person(), answered.coverageId()),
                                    WrongLink.Source.PERSON,
                                    by);
            return new AnswerReply(id, suspected.map(WrongLink::wrongLinkId));
        });
    }

    static Letters.Answer named(String name) {
        if (name == null || name.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, "answer");
        }
        return Arrays.stream(Letters.Answer.values())
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "answer"));
    }
}
