package org.onshi.server.registry;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onshi.wire.RegistrationColumn;

/**
 * What may be registered about a coverage besides its identifier, its person and its period: one
 * constant a column of the registration file (contracts §3) and of {@code registry.coverage}.
 */
public enum Fact {
    /** 氏名. */
    NAME(RegistrationColumn.NAME),
    /** 氏名カナ. */
    NAME_KANA(RegistrationColumn.NAME_KANA),
    /** 氏名（その他）, for instance the former name. */
    OTHER_NAME(RegistrationColumn.OTHER_NAME),
    /** 氏名（その他）カナ. */
    OTHER_NAME_KANA(RegistrationColumn.OTHER_NAME_KANA),
    /** 性別. */
    SEX(RegistrationColumn.SEX),
    /** 郵便番号, 7 digits with or without a dash. */
    POSTAL_CODE(RegistrationColumn.POSTAL_CODE),
    /** 住所. */
    ADDRESS(RegistrationColumn.ADDRESS),
    /** 本人・家族. */
    RELATIONSHIP(RegistrationColumn.RELATIONSHIP),
    /** 世帯主氏名 or 被保険者氏名. */
    HEAD_NAME(RegistrationColumn.HEAD_NAME),
    /** 被保険者証区分. */
    CARD_CLASS(RegistrationColumn.CARD_CLASS),
    /** 資格喪失事由. */
    LOSS_REASON(RegistrationColumn.LOSS_REASON),
    /** Day on which the employer's notice reached the insurer. */
    NOTIFIED_ON(RegistrationColumn.NOTIFIED_ON),
    /** 交付年月日. */
    ISSUED_ON(RegistrationColumn.ISSUED_ON),
    /** 証の有効開始年月日; in the file {@code valid_from}. */
    CERTIFICATE_VALID_FROM(RegistrationColumn.VALID_FROM),
    /** 証の有効終了年月日, the last valid day; in the file {@code valid_to}. */
    CERTIFICATE_VALID_TO(RegistrationColumn.VALID_TO),
    /** 一部負担金割合. */
    COPAY_PERCENT(RegistrationColumn.COPAY_PERCENT),
    /** First day of the ratio on the paper. */
    COPAY_FROM(RegistrationColumn.COPAY_FROM),
    /** Last day of the ratio on the paper. */
    COPAY_TO(RegistrationColumn.COPAY_TO),
    /** 高齢受給者証の交付年月日. */
    ELDERLY_ISSUED_ON(RegistrationColumn.ELDERLY_ISSUED_ON),
    /** 限度額適用認定証等の種類. */
    LIMIT_KIND(RegistrationColumn.LIMIT_KIND),
    /** 限度額適用区分. */
    LIMIT_CLASS(RegistrationColumn.LIMIT_CLASS),
    /** 限度額適用認定証の交付年月日. */
    LIMIT_ISSUED_ON(RegistrationColumn.LIMIT_ISSUED_ON),
    /** First day of the limit. */
    LIMIT_FROM(RegistrationColumn.LIMIT_FROM),
    /** Last day of the limit. */
    LIMIT_TO(RegistrationColumn.LIMIT_TO),
    /** 長期入院該当年月日. */
    LIMIT_LONG_TERM_ON(RegistrationColumn.LIMIT_LONG_TERM_ON),
    /** 特定疾病 1 (人工透析), first day. */
    SPECIAL_DISEASE_1_FROM(RegistrationColumn.SPECIAL_DISEASE_1_FROM),
    /** 特定疾病 1, last day. */
    SPECIAL_DISEASE_1_TO(RegistrationColumn.SPECIAL_DISEASE_1_TO),
    /** 特定疾病 2 (血友病), first day. */
    SPECIAL_DISEASE_2_FROM(RegistrationColumn.SPECIAL_DISEASE_2_FROM),
    /** 特定疾病 2, last day. */
    SPECIAL_DISEASE_2_TO(RegistrationColumn.SPECIAL_DISEASE_2_TO),
    /** 特定疾病 3 (HIV), first day. */
    SPECIAL_DISEASE_3_FROM(RegistrationColumn.SPECIAL_DISEASE_3_FROM),
    /** 特定疾病 3, last day. */
    SPECIAL_DISEASE_3_TO(RegistrationColumn.SPECIAL_DISEASE_3_TO),
    /** Whether a 資格確認書 was asked for: 0 or 1. */
    CERTIFICATE_REQUESTED(RegistrationColumn.CERTIFICATE_REQUESTED),
    /** Why there is no individual number: NOT_PROVIDED, NOT_YET_ASSIGNED or OVERSEAS. */
    INDIVIDUAL_NUMBER_MISSING_REASON(RegistrationColumn.INDIVIDUAL_NUMBER_MISSING_REASON),
    /** Whence the individual number came: CARD or MANUAL (requirements B-19). */
    INDIVIDUAL_NUMBER_SOURCE(RegistrationColumn.INDIVIDUAL_NUMBER_SOURCE);

    private static final Map<RegistrationColumn, Fact> BY_COLUMN =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Fact::column, f -> f));

    private final RegistrationColumn column;

    Fact(RegistrationColumn column) {
        this.column = column;
    }

    /** The fact of a column of the registration file, if it is one. */
    public static Optional<Fact> of(RegistrationColumn column) {
        return Optional.ofNullable(BY_COLUMN.get(column));
    }

    /** Its column in the registration file. */
    public RegistrationColumn column() {
        return column;
    }

    String fileColumn() {
        return column.header();
    }
}
