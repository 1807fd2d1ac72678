package org.onshi.server.facilitydoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.Code;
import org.onshi.kernel.CopayPercent;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.MalformedValue;
import org.onshi.server.callers.Caller;
import org.onshi.server.eligibility.Alert;
import org.onshi.server.eligibility.CheckAnswer;
import org.onshi.server.eligibility.ElderlyShare;
import org.onshi.server.eligibility.Eligibility;
import org.onshi.server.eligibility.Question;
import org.onshi.server.eligibility.ShownCoverage;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.LimitCertificate;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** One check as plain JSON, explained: what {@code onshi check} asks. */
@RestController
class CheckController {
    /** More than any padding of an insurer number needs. */
    private static final int INSURER_CHARACTERS_MAX = 20;

    /** As the wire format's dates: before 明治 there is none, after it no four digits. */
    private static final int YEAR_MIN = 1868;

    private static final int YEAR_MAX = 9999;

    private final Eligibility eligibility;

    CheckController(Eligibility eligibility) {
        this.eligibility = eligibility;
    }

    /**
     * The question. Absent members are null here, as JSON has it, and nowhere else.
     *
     * @param insurerNumber 保険者番号, padded or not
     * @param symbol 記号; absent where the insurer has none
     * @param number 番号
     * @param branch 枝番; absent asks for any branch
     * @param birthDate YYYY-MM-DD
     * @param on YYYY-MM-DD; absent means today
     * @param knownAt ISO 8601 with offset; absent means now
     * @param limitConsent whether limit data is asked for
     * @param companion FAMILY, HELPER or OTHER, who came along or in the patient's place; recorded
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record CheckRequest(
            String insurerNumber,
            String symbol,
            String number,
            String branch,
            String birthDate,
            String on,
            String knownAt,
            Boolean limitConsent,
            String companion) {
        @Override
        public String toString() {
            return "CheckRequest[…]";
        }
    }

    /** The answer. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record CheckReply(
            String verdict,
            String verdictLabel,
            LocalDate on,
            List<CoverageReply> coverages,
            List<AlertReply> alerts,
            Texts nextStep,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> referenceNumber,
            ReceiptReply receipt) {
        static CheckReply of(CheckAnswer answer) {
            return new CheckReply(
                    answer.verdict().wire(),
                    answer.verdict().label(),
                    answer.day(),
                    answer.coverages().stream().map(CoverageReply::of).toList(),
                    answer.alerts().stream().map(AlertReply::of).toList(),
                    new Texts(answer.nextStep().ja(), answer.nextStep().en()),
                    answer.referenceNumber(),
                    new ReceiptReply(
                            answer.checkId(),
                            answer.checkedAt(),
                            answer.facility().digits(),
                            answer.verdict().wire()));
        }

        @Override
        public String toString() {
            return "CheckReply[" + verdict + "]";
        }
    }

    /** In both languages. */
    record Texts(String ja, String en) {}

    /** One alert. */
    record AlertReply(String code, String ja, String en) {
        static AlertReply of(Alert alert) {
            return new AlertReply(alert.name(), alert.ja(), alert.en());
        }
    }

    /** By which the check can be proven later: {@code GET /facility/receipts/{check_id}}. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record ReceiptReply(UUID checkId, Instant checkedAt, String facilityCode, String verdict) {}

    /**
     * One coverage; the names are the registration file's, absent ones are not registered or do not
     * apply.
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record CoverageReply(
            String insurerNumber,
            String insurerName,
            String symbol,
            String number,
            String branch,
            String cardClass,
            Optional<String> relationship,
            Optional<String> headName,
            String name,
            String nameKana,
            Optional<String> otherName,
            Optional<String> otherNameKana,
            String sex,
            LocalDate birthDate,
            Optional<String> postalCode,
            Optional<String> address,
            LocalDate acquiredOn,
            Optional<LocalDate> lostOn,
            Optional<String> lossReason,
            Optional<LocalDate> issuedOn,
            Optional<LocalDate> validFrom,
            Optional<LocalDate> validTo,
            boolean preschool,
            Optional<Integer> copayPercent,
            Optional<LocalDate> copayFrom,
            Optional<LocalDate> copayTo,
            Optional<LocalDate> elderlyIssuedOn,
            Optional<String> limitKind,
            Optional<String> limitClass,
            Optional<LocalDate> limitIssuedOn,
            Optional<LocalDate> limitFrom,
            Optional<LocalDate> limitTo,
            Optional<LocalDate> limitLongTermOn,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SpecialDiseaseReply> specialDiseases) {
        static CoverageReply of(ShownCoverage shown) {
            Coverage coverage = shown.coverage();
            Optional<ElderlyShare> elderly = shown.elderlyShare();
            Optional<LimitCertificate> limit = shown.limit();
            return new CoverageReply(
                    coverage.insurer().digits(),
                    shown.insurerName(),
                    coverage.identifier().symbol(),
                    coverage.identifier().number(),
                    coverage.identifier().branch(),
                    Results.cardClass(coverage).wire(),
                    coverage.relationship().map(Code::wire),
                    coverage.headName(),
                    coverage.name(),
                    coverage.nameKana(),
                    coverage.otherName(),
                    coverage.otherNameKana(),
                    coverage.sex().wire(),
                    coverage.birthDate(),
                    coverage.postalCode(),
                    coverage.address(),
                    coverage.acquiredOn(),
                    coverage.lostOn(),
                    coverage.lossReason().map(Code::wire),
                    coverage.issuedOn(),
                    coverage.certificateValidFrom(),
                    coverage.certificateValidTo(),
                    shown.preschool(),
                    shown.lateStageShare()
                            .or(() -> elderly.map(ElderlyShare::percent))
                            .map(CopayPercent::value),
                    elderly.flatMap(ElderlyShare::from),
                    elderly.flatMap(ElderlyShare::to),
                    elderly.flatMap(ElderlyShare::issuedOn),
                    limit.map(it -> it.kind().wire()),
                    limit.flatMap(LimitCertificate::limitClass).map(Code::wire),
                    limit.flatMap(LimitCertificate::issuedOn),
                    limit.flatMap(LimitCertificate::from),
                    limit.flatMap(LimitCertificate::to),
                    limit.flatMap(LimitCertificate::longTermOn),
                    shown.specialDiseases().stream()
                            .map(it ->
                                    new SpecialDiseaseReply(
                                            it.disease().wire(), it.from(), it.to()))
                            .toList());
        }

        @Override
        public String toString() {
            return "CoverageReply[…]";
        }
    }

    /** 特定疾病療養受療証, by card and consent only. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record SpecialDiseaseReply(String disease, LocalDate from, Optional<LocalDate> to) {
        @Override
        public String toString() {
            return "SpecialDiseaseReply[…]";
        }
    }

    @Operation(summary = "資格確認 / Check eligibility by number, explained")
    @PostMapping(
            path = "/facility/checks",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    CheckReply check(
            Caller caller,
            @RequestHeader(IdempotencyKey.HEADER) Optional<String> key,
            @RequestBody CheckRequest request) {
        return CheckReply.of(eligibility.check(question(caller, request), IdempotencyKey.of(key)));
    }

    private Question question(Caller caller, CheckRequest request) {
        ClaimedInsurerNumber insurer =
                new ClaimedInsurerNumber(needed("insurer_number", request.insurerNumber()));
        if (insurer.raw().length() > INSURER_CHARACTERS_MAX
                || !insurer.trimmed().matches("[0-9]{1,8}")) {
            throw new Fault(FaultCode.INSURER_NUMBER_MALFORMED, "insurer_number");
        }
        return new Question(
                OwnName.of(caller),
                insurer,
                identifier(request),
                date("birth_date", needed("birth_date", request.birthDate())),
                given(request.on()).map(text -> date("on", text)),
                given(request.knownAt()).map(text -> instant("known_at", text)),
                Boolean.TRUE.equals(request.limitConsent()),
                given(request.companion()).map(PresenceRequest::companion));
    }

    private static InsuredIdentifier identifier(CheckRequest request) {
        String number = needed("number", request.number());
        String branch = given(request.branch()).orElse("");
        try {
            // apart, so that the field to blame can be named
            new InsuredIdentifier("", "0", branch);
        } catch (MalformedValue malformed) {
            throw new Fault(FaultCode.BRANCH_MALFORMED, "branch");
        }
        try {
            return new InsuredIdentifier(
                    given(request.symbol()).orElse("").strip(), number.strip(), branch);
        } catch (MalformedValue malformed) {
            throw new Fault(
                    FaultCode.IDENTIFIER_MALFORMED,
                    malformed.getMessage().startsWith("symbol") ? "symbol" : "number");
        }
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).filter(it -> !it.isBlank());
    }

    private static String needed(String field, String text) {
        return given(text).orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, field));
    }

    private static LocalDate date(String field, String text) {
        LocalDate date = parsed(text, LocalDate::parse, FaultCode.DATE_MALFORMED, field);
        if (date.getYear() < YEAR_MIN || date.getYear() > YEAR_MAX) {
            throw new Fault(FaultCode.DATE_MALFORMED, field);
        }
        return date;
    }

    private static Instant instant(String field, String text) {
        OffsetDateTime time = parsed(text, OffsetDateTime::parse, FaultCode.TIME_MALFORMED, field);
        if (time.getYear() < YEAR_MIN || time.getYear() > YEAR_MAX) {
            throw new Fault(FaultCode.TIME_MALFORMED, field);
        }
        return time.toInstant();
    }

    private static <T> T parsed(
            String text, Function<String, T> reading, FaultCode fault, String field) {
        try {
            return reading.apply(text.strip());
        } catch (DateTimeParseException malformed) {
            // without its cause, whose message repeats what was written
            throw new Fault(fault, field);
        }
    }
}
