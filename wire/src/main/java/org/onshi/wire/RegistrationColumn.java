package org.onshi.wire;

import java.util.Locale;
import java.util.Optional;

/** The columns of a registration file (contracts.md §3); the header names them in lower case. */
public enum RegistrationColumn {
    /** What the row does. */
    ACTION(Kind.KEY),
    /** 保険者番号. */
    INSURER_NUMBER(Kind.KEY),
    /** 記号, empty where the insurer has none. */
    SYMBOL(Kind.KEY),
    /** 番号. */
    NUMBER(Kind.KEY),
    /** 枝番, may be empty. */
    BRANCH(Kind.KEY),
    /** 生年月日. */
    BIRTH_DATE(Kind.KEY),
    /** The day a CHANGE takes effect. */
    EFFECTIVE_ON(Kind.STEERING),
    /** 記号 as registered, when a CORRECT mends it. */
    OLD_SYMBOL(Kind.STEERING),
    /** 番号 as registered, when a CORRECT mends it. */
    OLD_NUMBER(Kind.STEERING),
    /** 枝番 as registered, when a CORRECT mends it. */
    OLD_BRANCH(Kind.STEERING),
    /** 個人番号; leaves the registry's vault never. */
    INDIVIDUAL_NUMBER(Kind.TEXT),
    /** NOT_PROVIDED, NOT_YET_ASSIGNED or OVERSEAS. */
    INDIVIDUAL_NUMBER_MISSING_REASON(Kind.CODE),
    /** CARD or MANUAL: whence the individual number of the row came (requirements B-19). */
    INDIVIDUAL_NUMBER_SOURCE(Kind.CODE),
    /** 氏名. */
    NAME(Kind.TEXT),
    /** 氏名カナ. */
    NAME_KANA(Kind.TEXT),
    /** 通称. */
    OTHER_NAME(Kind.TEXT),
    /** 通称カナ. */
    OTHER_NAME_KANA(Kind.TEXT),
    /** 性別. */
    SEX(Kind.CODE),
    /** 郵便番号. */
    POSTAL_CODE(Kind.TEXT),
    /** 住所. */
    ADDRESS(Kind.TEXT),
    /** 本人・家族. */
    RELATIONSHIP(Kind.CODE),
    /** 世帯主・被保険者氏名. */
    HEAD_NAME(Kind.TEXT),
    /** 被保険者証区分. */
    CARD_CLASS(Kind.CODE),
    /** 資格取得年月日. */
    ACQUIRED_ON(Kind.DATE),
    /** 資格喪失年月日, the first day no longer covered. */
    LOST_ON(Kind.DATE),
    /** 資格喪失事由. */
    LOSS_REASON(Kind.CODE),
    /** 事業主の届出を受理した日. */
    NOTIFIED_ON(Kind.DATE),
    /** 交付年月日. */
    ISSUED_ON(Kind.DATE),
    /** 有効開始. */
    VALID_FROM(Kind.DATE),
    /** 有効終了. */
    VALID_TO(Kind.DATE),
    /** 一部負担金割合 in percent. */
    COPAY_PERCENT(Kind.CODE),
    /** First day of that percentage. */
    COPAY_FROM(Kind.DATE),
    /** Last day of that percentage. */
    COPAY_TO(Kind.DATE),
    /** 高齢受給者証 交付年月日. */
    ELDERLY_ISSUED_ON(Kind.DATE),
    /** 限度額適用認定証の種類. */
    LIMIT_KIND(Kind.CODE),
    /** 適用区分. */
    LIMIT_CLASS(Kind.CODE),
    /** 限度額 交付年月日. */
    LIMIT_ISSUED_ON(Kind.DATE),
    /** 限度額 有効開始. */
    LIMIT_FROM(Kind.DATE),
    /** 限度額 有効終了. */
    LIMIT_TO(Kind.DATE),
    /** 長期入院該当年月日. */
    LIMIT_LONG_TERM_ON(Kind.DATE),
    /** 人工透析, first day. */
    SPECIAL_DISEASE_1_FROM(Kind.DATE),
    /** 人工透析, last day. */
    SPECIAL_DISEASE_1_TO(Kind.DATE),
    /** 先天性血液凝固因子障害, first day. */
    SPECIAL_DISEASE_2_FROM(Kind.DATE),
    /** 先天性血液凝固因子障害, last day. */
    SPECIAL_DISEASE_2_TO(Kind.DATE),
    /** 血液凝固因子製剤由来HIV, first day. */
    SPECIAL_DISEASE_3_FROM(Kind.DATE),
    /** 血液凝固因子製剤由来HIV, last day. */
    SPECIAL_DISEASE_3_TO(Kind.DATE),
    /** 資格確認書の交付希望, 0 or 1. */
    CERTIFICATE_REQUESTED(Kind.CODE);

    /** What a cell of the column holds. */
    enum Kind {
        /** Identifies the coverage; every file has the column. */
        KEY,
        /** Says how the row is applied. */
        STEERING,
        /** A fact: text. */
        TEXT,
        /** A fact: a date. */
        DATE,
        /** A fact: a value of a table. */
        CODE
    }

    private final Kind kind;

    RegistrationColumn(Kind kind) {
        this.kind = kind;
    }

    /** The column of this header name. */
    public static Optional<RegistrationColumn> of(String header) {
        for (RegistrationColumn column : values()) {
            if (column.header().equals(header)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** As the header row writes it. */
    public String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether every file must have this column. */
    public boolean identifying() {
        return kind == Kind.KEY;
    }

    /** Whether it is a fact about the coverage or person, to be kept, changed or cleared. */
    public boolean fact() {
        return kind != Kind.KEY && kind != Kind.STEERING;
    }

    /** Whether its cells are dates. */
    public boolean dated() {
        return kind == Kind.DATE || this == BIRTH_DATE || this == EFFECTIVE_ON;
    }
}
