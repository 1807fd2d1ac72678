package org.onshi.wire;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.Verdict;

/**
 * OQSsiquc01res, 資格確認結果, also in its form for the face folder (interface.md §2.2).
 *
 * @param header who asked and how it went
 * @param search the request's QualificationConfirmSearchInfo as sent; none in a face file
 * @param prescriptionIssue PrescriptionIssueSelect: 1 electronic, 2 paper
 * @param status ProcessingResultStatus: 1 normal, 2 error; "" when the message has none
 * @param notice ProcessingResultCode and ProcessingResultMessage
 * @param validity QualificationValidity, a {@link Verdict}; unknown codes are kept
 * @param results the coverages answered
 */
public record EligibilityResult(
        ResultHeader header,
        Optional<Element> search,
        Optional<String> prescriptionIssue,
        String status,
        Optional<Notice> notice,
        Optional<String> validity,
        List<ResultOfQualification> results) {
    /** ProcessingResultStatus: 正常終了. */
    public static final String STATUS_NORMAL = "1";

    /** ProcessingResultStatus: エラー. */
    public static final String STATUS_ERROR = "2";

    public EligibilityResult {
        results = List.copyOf(results);
    }

    /** The answer to a request by number. */
    public static EligibilityResult answered(
            RequestEcho echo,
            LocalDateTime at,
            Verdict verdict,
            List<ResultOfQualification> results) {
        return new EligibilityResult(
                ResultHeader.answering(echo, at, ResultHeader.NORMAL).by(ResultHeader.BY_NUMBER),
                echo.searches().stream().findFirst(),
                Optional.empty(),
                STATUS_NORMAL,
                Optional.empty(),
                Optional.of(verdict.wire()),
                results);
    }

    /**
     * The answer to a card, as the face folder gets it; no message asked for it.
     *
     * @param facilityCode where the card lies
     * @param fileIdentifier ArbitraryFileIdentifier, which no request gave
     * @param at Japanese time
     * @param day the day it is for
     * @param notice what is to be said beside a normal end
     */
    public static EligibilityResult byCard(
            String facilityCode,
            String fileIdentifier,
            LocalDateTime at,
            LocalDate day,
            Optional<Notice> notice,
            Verdict verdict,
            List<ResultOfQualification> results) {
        return new EligibilityResult(
                new ResultHeader(
                        Optional.of(at),
                        Optional.of(FieldReading.text(day)),
                        Optional.of(facilityCode),
                        Optional.of(Echoed.of(fileIdentifier)),
                        Optional.empty(),
                        Optional.of(ResultHeader.BY_CARD),
                        ResultHeader.NORMAL,
                        Optional.empty(),
                        Optional.empty(),
                        TextEncoding.UTF_8),
                Optional.empty(),
                Optional.empty(),
                STATUS_NORMAL,
                notice,
                Optional.of(verdict.wire()),
                results);
    }

    /** The answer to a request whose fields are at fault: processed, with an error status. */
    public static EligibilityResult refused(
            RequestEcho echo, LocalDateTime at, List<FieldFault> faults) {
        return new EligibilityResult(
                ResultHeader.answering(echo, at, ResultHeader.NORMAL).by(ResultHeader.BY_NUMBER),
                echo.searches().stream().findFirst(),
                Optional.empty(),
                STATUS_ERROR,
                Optional.of(Notice.of(faults)),
                Optional.empty(),
                List.of());
    }

    /** The answer when the check could not be made: SegmentOfResult 9. */
    public static EligibilityResult failed(RequestEcho echo, LocalDateTime at, FaultCode code) {
        return new EligibilityResult(
                ResultHeader.answering(echo, at, ResultHeader.FAILED)
                        .by(ResultHeader.BY_NUMBER)
                        .failing(code),
                echo.searches().stream().findFirst(),
                Optional.empty(),
                STATUS_ERROR,
                Optional.of(Notice.of(code, "")),
                Optional.empty(),
                List.of());
    }

    /** Reads an answer in any order of elements; what is missing or unknown is left out. */
    public static EligibilityResult of(Element root) {
        Element body = root.first(Names.BODY).orElse(Element.of(Names.BODY));
        return new EligibilityResult(
                ResultHeader.of(root),
                body.first(Names.SEARCH),
                body.textAt(Names.PRESCRIPTION_ISSUE),
                body.textAt(Names.STATUS).orElse(""),
                Notice.of(body),
                body.textAt(Names.VALIDITY),
                body.all(Names.RESULT_LIST).stream()
                        .flatMap(list -> list.all(Names.RESULT).stream())
                        .map(ResultOfQualification::of)
                        .toList());
    }

    /** The verdict, if the message has one that is known. */
    public Optional<Verdict> verdict() {
        return validity.flatMap(Verdict::of);
    }

    /** The message. */
    public Element toElement() {
        List<Element> body = new ArrayList<>();
        search.ifPresent(body::add);
        prescriptionIssue.ifPresent(text -> body.add(Element.leaf(Names.PRESCRIPTION_ISSUE, text)));
        if (!status.isBlank()) {
            body.add(Element.leaf(Names.STATUS, status));
        }
        notice.ifPresent(said -> said.addTo(body));
        validity.ifPresent(text -> body.add(Element.leaf(Names.VALIDITY, text)));
        if (!results.isEmpty()) {
            body.add(
                    Element.of(
                            Names.RESULT_LIST,
                            results.stream().map(ResultOfQualification::toElement).toList()));
        }
        return Element.of(Element.ROOT, header.element(), Element.of(Names.BODY, body));
    }

    /** What happened, not to whom. */
    @Override
    public String toString() {
        return "EligibilityResult[status " + status + ", validity " + validity.orElse("-") + "]";
    }
}
