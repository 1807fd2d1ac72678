package org.onshi.server.registry;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be registered about a coverage besides its identifier, its person and its period: one
 * constant a column of the registration file (contracts §3) and of {@code registry.coverage}.
 */
public enum Fact {
    /** 氏名. */
    NAME("name", Kind.TEXT, 100),
    /** 氏名カナ. */
    NAME_KANA("name_kana", Kind.TEXT, 100),
    /** 氏名（その他）, for instance the former name. */
    OTHER_NAME("other_name", Kind.TEXT, 100),
    /** 氏名（その他）カナ. */
    OTHER_NAME_KANA("other_name_kana", Kind.TEXT, 100),
    /** 性別. */
    SEX("sex", Kind.SEX, 1),
    /** 郵便番号, 7 digits with or without a dash. */
    POSTAL_CODE("postal_code", Kind.POSTAL_CODE, 8),
    /** 住所. */
    ADDRESS("address", Kind.TEXT, 300),
    /** 本人・家族. */
    RELATIONSHIP("relationship", Kind.RELATIONSHIP, 1),
    /** 世帯主氏名 or 被保険者氏名. */
    HEAD_NAME("head_name", Kind.TEXT, 100),
    /** 被保険者証区分. */
    CARD_CLASS("card_class", Kind.CARD_CLASS, 2),
    /** 資格喪失事由. */
    LOSS_REASON("loss_reason", Kind.LOSS_REASON, 2),
    /** Day on which the employer's notice reached the insurer. */
    NOTIFIED_ON("notified_on", Kind.DATE, 10),
    /** 交付年月日. */
    ISSUED_ON("issued_on", Kind.DATE, 10),
    /** 証の有効開始年月日; in the file {@code valid_from}. */
    CERTIFICATE_VALID_FROM("valid_from", "certificate_valid_from", Kind.DATE, 10),
    /** 証の有効終了年月日, the last valid day; in the file {@code valid_to}. */
    CERTIFICATE_VALID_TO("valid_to", "certificate_valid_to", Kind.DATE, 10),
    /** 一部負担金割合. */
    COPAY_PERCENT("copay_percent", Kind.COPAY_PERCENT, 3),
    /** First day of the ratio on the paper. */
    COPAY_FROM("copay_from", Kind.DATE, 10),
    /** Last day of the ratio on the paper. */
    COPAY_TO("copay_to", Kind.DATE, 10),
    /** 高齢受給者証の交付年月日. */
    ELDERLY_ISSUED_ON("elderly_issued_on", Kind.DATE, 10),
    /** 限度額適用認定証等の種類. */
    LIMIT_KIND("limit_kind", Kind.LIMIT_KIND, 2),
    /** 限度額適用区分. */
    LIMIT_CLASS("limit_class", Kind.LIMIT_CLASS, 3),
    /** 限度額適用認定証の交付年月日. */
    LIMIT_ISSUED_ON("limit_issued_on", Kind.DATE, 10),
    /** First day of the limit. */
    LIMIT_FROM("limit_from", Kind.DATE, 10),
    /** Last day of the limit. */
    LIMIT_TO("limit_to", Kind.DATE, 10),
    /** 長期入院該当年月日. */
    LIMIT_LONG_TERM_ON("limit_long_term_on", Kind.DATE, 10),
    /** 特定疾病 1 (人工透析), first day. */
    SPECIAL_DISEASE_1_FROM("special_disease_1_from", Kind.DATE, 10),
    /** 特定疾病 1, last day. */
    SPECIAL_DISEASE_1_TO("special_disease_1_to", Kind.DATE, 10),
    /** 特定疾病 2 (血友病), first day. */
    SPECIAL_DISEASE_2_FROM("special_disease_2_from", Kind.DATE, 10),
    /** 特定疾病 2, last day. */
    SPECIAL_DISEASE_2_TO("special_disease_2_to", Kind.DATE, 10),
    /** 特定疾病 3 (HIV), first day. */
    SPECIAL_DISEASE_3_FROM("special_disease_3_from", Kind.DATE, 10),
    /** 特定疾病 3, last day. */
    SPECIAL_DISEASE_3_TO("special_disease_3_to", Kind.DATE, 10),
    /** Whether a 資格確認書 was asked for: 0 or 1. */
    CERTIFICATE_REQUESTED("certificate_requested", Kind.FLAG, 1),
    /** Why there is no individual number: NOT_PROVIDED, NOT_YET_ASSIGNED or OVERSEAS. */
    INDIVIDUAL_NUMBER_MISSING_REASON("individual_number_missing_reason", Kind.MISSING_REASON, 20);

    /** How a value of a fact is checked; values are kept in their canonical text. */
    enum Kind {
        TEXT,
        DATE,
        FLAG,
        SEX,
        POSTAL_CODE,
        RELATIONSHIP,
        CARD_CLASS,
        LOSS_REASON,
        COPAY_PERCENT,
        LIMIT_KIND,
        LIMIT_CLASS,
        MISSING_REASON
    }

    private static final Map<String, Fact> BY_FILE_COLUMN =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Fact::fileColumn, f -> f));

    private final String fileColumn;
    private final String tableColumn;
    private final Kind kind;
    private final int charactersMax;

    Fact(String column, Kind kind, int charactersMax) {
        this(column, column, kind, charactersMax);
    }

    Fact(String fileColumn, String tableColumn, Kind kind, int charactersMax) {
        this.fileColumn = fileColumn;
        this.tableColumn = tableColumn;
        this.kind = kind;
        this.charactersMax = charactersMax;
    }

    /** The fact of a column of the registration file, if it is one. */
    public static Optional<Fact> ofFileColumn(String column) {
        return Optional.ofNullable(BY_FILE_COLUMN.get(column));
    }

    /** Its column in the registration file. */
    public String fileColumn() {
        return fileColumn;
    }

    String tableColumn() {
        return tableColumn;
    }

    Kind kind() {
        return kind;
    }

    int charactersMax() {
        return charactersMax;
    }
}
