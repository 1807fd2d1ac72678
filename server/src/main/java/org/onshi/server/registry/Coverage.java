package org.onshi.server.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.CardClass;
import org.onshi.kernel.CopayPercent;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.kernel.LimitCertificateKind;
import org.onshi.kernel.LimitClass;
import org.onshi.kernel.LossReason;
import org.onshi.kernel.Relationship;
import org.onshi.kernel.Sex;
import org.onshi.kernel.SpecialDisease;

/**
 * One version of one segment of a coverage: what was recorded, from {@code recordedAt} until {@code
 * invalidatedAt}, to hold during the segment's days (design 3.9).
 *
 * <p>The current segments of a coverage tile [acquiredOn, lostOn) without gap. Acquisition, loss,
 * identifier and birth date are the same in all of them.
 *
 * @param versionId this row; time-ordered
 * @param coverageId the stay with the insurer, the same in all its versions
 * @param personId whose it is
 * @param insurer 保険者
 * @param identifier 記号・番号・枝番, raw as the insurer writes them
 * @param birthDate 生年月日
 * @param acquiredOn 資格取得年月日, the first day covered
 * @param lostOn 資格喪失年月日, the first day no longer covered; empty while not lost
 * @param segmentFrom first day of the segment
 * @param segmentTo first day after the segment; empty when open
 * @param facts everything else
 * @param standing whether it may be shown
 * @param suspended whether its viewing is stopped (requirements B-09)
 * @param recordedAt when this version became known, in microseconds
 * @param invalidatedAt when it was superseded or taken back; empty while it stands
 */
public record Coverage(
        UUID versionId,
        UUID coverageId,
        UUID personId,
        InsurerNumber insurer,
        InsuredIdentifier identifier,
        LocalDate birthDate,
        LocalDate acquiredOn,
        Optional<LocalDate> lostOn,
        LocalDate segmentFrom,
        Optional<LocalDate> segmentTo,
        Facts facts,
        Standing standing,
        boolean suspended,
        Instant recordedAt,
        Optional<Instant> invalidatedAt) {

    /** Whether this segment is the one in force on a day. */
    public boolean holdsOn(LocalDate day) {
        return !day.isBefore(segmentFrom) && segmentTo.map(day::isBefore).orElse(true);
    }

    /** Whether the whole coverage was, at its loss, over on a day. */
    public boolean lostBy(LocalDate day) {
        return lostOn.map(lost -> !day.isBefore(lost)).orElse(false);
    }

    /** Whether this version stood at an instant. */
    public boolean knownAt(Instant instant) {
        return !recordedAt.isAfter(instant) && invalidatedAt.map(instant::isBefore).orElse(true);
    }

    /** Whether an answer may rest on it. */
    public boolean shown() {
        return standing == Standing.ACTIVE && !suspended;
    }

    /** 氏名. */
    public String name() {
        return facts.text(Fact.NAME);
    }

    /** 氏名カナ, as registered. */
    public String nameKana() {
        return facts.text(Fact.NAME_KANA);
    }

    /** 氏名（その他）. */
    public Optional<String> otherName() {
        return facts.get(Fact.OTHER_NAME);
    }

    /** 氏名（その他）カナ. */
    public Optional<String> otherNameKana() {
        return facts.get(Fact.OTHER_NAME_KANA);
    }

    /** 性別; always registered. */
    public Sex sex() {
        return facts.get(Fact.SEX).flatMap(Sex::of).orElse(Sex.UNSET);
    }

    /** 郵便番号 as 123-4567. */
    public Optional<String> postalCode() {
        return facts.get(Fact.POSTAL_CODE);
    }

    /** 住所. */
    public Optional<String> address() {
        return facts.get(Fact.ADDRESS);
    }

    /** 本人・家族. */
    public Optional<Relationship> relationship() {
        return facts.get(Fact.RELATIONSHIP).flatMap(Relationship::of);
    }

    /** 被保険者氏名（世帯主氏名）. */
    public Optional<String> headName() {
        return facts.get(Fact.HEAD_NAME);
    }

    /** 被保険者証区分; where none is registered the reader assumes 01 一般. */
    public Optional<CardClass> cardClass() {
        return facts.get(Fact.CARD_CLASS).flatMap(CardClass::of);
    }

    /** 資格喪失事由. */
    public Optional<LossReason> lossReason() {
        return facts.get(Fact.LOSS_REASON).flatMap(LossReason::of);
    }

    /** A date among the facts. */
    public Optional<LocalDate> date(Fact fact) {
        return facts.get(fact).map(LocalDate::parse);
    }

    /** 交付年月日. */
    public Optional<LocalDate> issuedOn() {
        return date(Fact.ISSUED_ON);
    }

    /** 証の有効開始年月日. */
    public Optional<LocalDate> certificateValidFrom() {
        return date(Fact.CERTIFICATE_VALID_FROM);
    }

    /** 証の有効終了年月日, the last valid day. */
    public Optional<LocalDate> certificateValidTo() {
        return date(Fact.CERTIFICATE_VALID_TO);
    }

    /** 高齢受給者証の交付年月日. */
    public Optional<LocalDate> elderlyIssuedOn() {
        return date(Fact.ELDERLY_ISSUED_ON);
    }

    /** 一部負担金割合, if registered. */
    public Optional<CopayShare> copay() {
        return facts.get(Fact.COPAY_PERCENT)
                .flatMap(CopayPercent::of)
                .map(percent ->
                        new CopayShare(percent, date(Fact.COPAY_FROM), date(Fact.COPAY_TO)));
    }

    /** 限度額適用認定証等, if registered. */
    public Optional<LimitCertificate> limit() {
        return facts.get(Fact.LIMIT_KIND)
                .flatMap(LimitCertificateKind::of)
                .map(kind ->
                        new LimitCertificate(
                                kind,
                                facts.get(Fact.LIMIT_CLASS).flatMap(LimitClass::of),
                                date(Fact.LIMIT_ISSUED_ON),
                                date(Fact.LIMIT_FROM),
                                date(Fact.LIMIT_TO),
                                date(Fact.LIMIT_LONG_TERM_ON)));
    }

    /** 特定疾病療養受療証, in the order of their codes. */
    public List<SpecialDiseasePeriod> specialDiseases() {
        List<SpecialDiseasePeriod> periods = new ArrayList<>();
        addDisease(periods, "1", Fact.SPECIAL_DISEASE_1_FROM, Fact.SPECIAL_DISEASE_1_TO);
        addDisease(periods, "2", Fact.SPECIAL_DISEASE_2_FROM, Fact.SPECIAL_DISEASE_2_TO);
        addDisease(periods, "3", Fact.SPECIAL_DISEASE_3_FROM, Fact.SPECIAL_DISEASE_3_TO);
        return List.copyOf(periods);
    }

    /** Whether a 資格確認書 was asked for. */
    public boolean certificateRequested() {
        return facts.text(Fact.CERTIFICATE_REQUESTED).equals("1");
    }

    private void addDisease(List<SpecialDiseasePeriod> periods, String code, Fact from, Fact to) {
        date(from)
                .ifPresent(first ->
                        SpecialDisease.of(code)
                                .ifPresent(disease ->
                                        periods.add(
                                                new SpecialDiseasePeriod(
                                                        disease, first, date(to)))));
    }

    /** Ids only: everything else is personal. */
    @Override
    public String toString() {
        return "Coverage[version " + versionId + " of " + coverageId + "]";
    }
}
