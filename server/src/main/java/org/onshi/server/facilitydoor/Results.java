package org.onshi.server.facilitydoor;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.onshi.kernel.CardClass;
import org.onshi.kernel.CopayPercent;
import org.onshi.server.eligibility.Alert;
import org.onshi.server.eligibility.CheckAnswer;
import org.onshi.server.eligibility.ShownCoverage;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.LimitCertificate;
import org.onshi.server.registry.SpecialDiseasePeriod;
import org.onshi.wire.ConsentTriple;
import org.onshi.wire.EligibilityResult;
import org.onshi.wire.Notice;
import org.onshi.wire.ResultField;
import org.onshi.wire.ResultOfQualification;
import org.onshi.wire.SharedClock;
import org.onshi.wire.SpecialDiseaseCertificate;

/** A shown coverage as the interface writes it (interface.md §2.2). */
final class Results {
    private static final String BEFORE_SCHOOL = "1";
    private static final int FILE_IDENTIFIER_BYTES = 12;

    /** What a normal end says beside the answer (付帯情報). */
    private static final Set<Alert> CARD_ALERTS =
            EnumSet.of(
                    Alert.CERTIFICATE_EXPIRING,
                    Alert.CERTIFICATE_IN_GRACE,
                    Alert.REVOCATION_UNKNOWN);

    private Results() {}

    /** Japanese time, as messages carry it. */
    static LocalDateTime time(Instant instant) {
        return LocalDateTime.ofInstant(instant, SharedClock.ZONE);
    }

    /** A result of an answer about one person, which carries the facility's number of it. */
    static ResultOfQualification of(ShownCoverage shown, CheckAnswer answer) {
        return result(shown, answer.checkedAt())
                .set(ResultField.REFERENCE_NUMBER, answer.referenceNumber())
                .build();
    }

    /** The answer to a card as the face folder gets it (interface.md §2.2). */
    static EligibilityResult face(CheckAnswer answer, List<ConsentTriple> consents) {
        return EligibilityResult.byCard(
                answer.facility().digits(),
                fileIdentifier(answer.checkId()),
                time(answer.checkedAt()),
                answer.day(),
                answer.alerts().stream()
                        .filter(CARD_ALERTS::contains)
                        .findFirst()
                        .map(alert -> new Notice("ONSHI-" + alert.name(), alert.ja() + alert.en())),
                answer.verdict(),
                answer.coverages().stream().map(shown -> face(shown, answer, consents)).toList());
    }

    private static ResultOfQualification face(
            ShownCoverage shown, CheckAnswer answer, List<ConsentTriple> consents) {
        ResultOfQualification.Builder result =
                result(shown, answer.checkedAt())
                        .set(ResultField.REFERENCE_NUMBER, answer.referenceNumber());
        consents.forEach(result::consent);
        for (SpecialDiseasePeriod disease : shown.specialDiseases()) {
            result.specialDisease(
                    new SpecialDiseaseCertificate(
                            disease.disease().wire(),
                            Optional.empty(),
                            Optional.of(disease.from()),
                            disease.to(),
                            Optional.empty()));
        }
        return result.build();
    }

    /** As face files have one: 16 characters of base64; the same for a repeated answer. */
    private static String fileIdentifier(UUID checkId) {
        byte[] token = new byte[FILE_IDENTIFIER_BYTES];
        ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(checkId.getMostSignificantBits())
                .putLong(checkId.getLeastSignificantBits())
                .flip()
                .get(token);
        return Base64.getEncoder().encodeToString(token);
    }

    /**
     * A result of a bulk answer, where the facility's number stands beside it.
     *
     * @param checkedAt when the check was made, which is when limit data was consented to
     */
    static ResultOfQualification of(ShownCoverage shown, Instant checkedAt) {
        return result(shown, checkedAt).build();
    }

    private static ResultOfQualification.Builder result(ShownCoverage shown, Instant checkedAt) {
        Coverage coverage = shown.coverage();
        ResultOfQualification.Builder result =
                ResultOfQualification.builder()
                        .set(ResultField.CARD_CLASS, cardClass(coverage))
                        .set(ResultField.INSURER_NUMBER, coverage.insurer().digits())
                        .identifier(coverage.identifier())
                        .setCode(ResultField.RELATIONSHIP, coverage.relationship())
                        .set(ResultField.HEAD_NAME, coverage.headName())
                        .set(ResultField.NAME, coverage.name())
                        .set(ResultField.OTHER_NAME, coverage.otherName())
                        .set(ResultField.NAME_KANA, coverage.nameKana())
                        .set(ResultField.OTHER_NAME_KANA, coverage.otherNameKana())
                        .set(ResultField.SEX, coverage.sex())
                        .set(ResultField.BIRTH_DATE, coverage.birthDate())
                        .set(ResultField.ADDRESS, coverage.address())
                        .set(ResultField.POSTAL_CODE, coverage.postalCode())
                        .set(ResultField.ACQUIRED_ON, coverage.acquiredOn())
                        .setDate(ResultField.LOST_ON, coverage.lostOn())
                        .setDate(ResultField.ISSUED_ON, coverage.issuedOn())
                        .setDate(ResultField.VALID_FROM, coverage.certificateValidFrom())
                        .setDate(ResultField.VALID_TO, coverage.certificateValidTo())
                        .set(
                                ResultField.COPAY_RATIO,
                                shown.lateStageShare().map(CopayPercent::wire))
                        .set(ResultField.PRESCHOOL, shown.preschool() ? BEFORE_SCHOOL : "")
                        .setCode(ResultField.LOSS_REASON, coverage.lossReason())
                        .set(ResultField.INSURER_NAME, shown.insurerName())
                        .limitConsent(shown.limitConsent(), time(checkedAt));
        shown.elderlyShare()
                .ifPresent(share ->
                        result.setDate(ResultField.ELDERLY_ISSUED_ON, share.issuedOn())
                                .setDate(ResultField.ELDERLY_FROM, share.from())
                                .setDate(ResultField.ELDERLY_TO, share.to())
                                .set(ResultField.ELDERLY_RATIO, share.percent().wire()));
        shown.limit().ifPresent(limit -> limit(result, limit));
        return result;
    }

    private static void limit(ResultOfQualification.Builder result, LimitCertificate limit) {
        result.set(ResultField.LIMIT_KIND, limit.kind())
                .setCode(ResultField.LIMIT_CLASS, limit.limitClass())
                .setDate(ResultField.LIMIT_ISSUED_ON, limit.issuedOn())
                .setDate(ResultField.LIMIT_FROM, limit.from())
                .setDate(ResultField.LIMIT_TO, limit.to())
                .setDate(ResultField.LIMIT_LONG_TERM_ON, limit.longTermOn());
    }

    /** Always answered; where the insurer registered none, the one its scheme issues. */
    static CardClass cardClass(Coverage coverage) {
        Optional<CardClass> registered = coverage.cardClass();
        return registered.orElseGet(() ->
                switch (coverage.insurer().kind()) {
                    case SELF_DEFENCE -> CardClass.SELF_DEFENCE;
                    case SPECIAL_RETIRED -> CardClass.SPECIAL_RETIRED;
                    case RETIRED_NHI -> CardClass.RETIRED;
                    case KYOKAI_KENPO,
                            SEAMEN,
                            DAY_LABOUR,
                            HEALTH_SOCIETY,
                            MUTUAL_AID,
                            LATE_STAGE_ELDERLY,
                            MUNICIPAL_NHI,
                            NHI_SOCIETY,
                            OTHER ->
                            CardClass.GENERAL;
                });
    }
}
