package org.onshi.wire;

/**
 * The plain fields of ResultOfQualificationConfirmation, in the order of the layout (別紙3-1, as
 * reported in interface.md §2.2). One with a parent stands in that branch, which is left out when
 * it would be empty.
 */
public enum ResultField {
    /** 被保険者証区分. */
    CARD_CLASS("InsuredCardClassification", Kind.TEXT),
    /** 保険者番号, padded to eight with spaces. */
    INSURER_NUMBER("InsurerNumber", Kind.INSURER),
    /** 被保険者証記号. */
    SYMBOL("InsuredCardSymbol", Kind.TEXT),
    /** 被保険者証番号. */
    NUMBER("InsuredIdentificationNumber", Kind.TEXT),
    /** 枝番. */
    BRANCH("InsuredBranchNumber", Kind.TEXT),
    /** 本人・家族の別. */
    RELATIONSHIP("PersonalFamilyClassification", Kind.TEXT),
    /** 被保険者氏名（世帯主氏名）. */
    HEAD_NAME("InsuredName", Kind.NAME),
    /** 氏名. */
    NAME("Name", Kind.NAME),
    /** 氏名（その他）: 通称. */
    OTHER_NAME("NameOfOther", Kind.NAME),
    /** 氏名カナ. */
    NAME_KANA("NameKana", Kind.KANA),
    /** 氏名カナ（その他）. */
    OTHER_NAME_KANA("NameOfOtherKana", Kind.KANA),
    /** 性別. */
    SEX("Sex1", Kind.TEXT),
    /** 性別２, only for the treatment of the notice of 2012-09-21. */
    SEX_SHOWN("Sex2", Kind.TEXT),
    /** 生年月日. */
    BIRTH_DATE("Birthdate", Kind.DATE),
    /** 住所. */
    ADDRESS("Address", Kind.TEXT),
    /** 郵便番号, 123-4567. */
    POSTAL_CODE("PostNumber", Kind.TEXT),
    /** 資格取得年月日. */
    ACQUIRED_ON("QualificationDate", Kind.DATE),
    /** 資格喪失年月日: the first day no longer covered. */
    LOST_ON("DisqualificationDate", Kind.DATE),
    /** 被保険者証交付年月日. */
    ISSUED_ON("InsuredCertificateIssuanceDate", Kind.DATE),
    /** 有効開始年月日. */
    VALID_FROM("InsuredCardValidDate", Kind.DATE),
    /** 有効終了年月日. */
    VALID_TO("InsuredCardExpirationDate", Kind.DATE),
    /** 一部負担金割合, late-stage elderly only. */
    COPAY_RATIO("InsuredPartialContributionRatio", Kind.TEXT),
    /** 未就学区分, 1 before school age. */
    PRESCHOOL("PreschoolClassification", Kind.TEXT),
    /** 資格喪失事由. */
    LOSS_REASON("ReasonOfLoss", Kind.TEXT),
    /** 保険者名称. */
    INSURER_NAME("InsurerName", Kind.TEXT),
    /** 高齢受給者証 交付年月日. */
    ELDERLY_ISSUED_ON(Parent.ELDERLY, "ElderlyRecipientCertificateDate", Kind.DATE),
    /** 高齢受給者証 有効開始年月日. */
    ELDERLY_FROM(Parent.ELDERLY, "ElderlyRecipientValidStartDate", Kind.DATE),
    /** 高齢受給者証 有効終了年月日. */
    ELDERLY_TO(Parent.ELDERLY, "ElderlyRecipientValidEndDate", Kind.DATE),
    /** 高齢受給者証 一部負担金割合, 70 to 74. */
    ELDERLY_RATIO(Parent.ELDERLY, "ElderlyRecipientContributionRatio", Kind.TEXT),
    /** 限度額適用認定証の種類. */
    LIMIT_KIND(Parent.LIMIT, "LimitApplicationCertificateClassification", Kind.TEXT),
    /** 適用区分 (OQSCD012). */
    LIMIT_CLASS(Parent.LIMIT, "LimitApplicationCertificateClassificationFlag", Kind.TEXT),
    /** 限度額適用認定証 交付年月日. */
    LIMIT_ISSUED_ON(Parent.LIMIT, "LimitApplicationCertificateDate", Kind.DATE),
    /** 限度額適用認定証 有効開始年月日. */
    LIMIT_FROM(Parent.LIMIT, "LimitApplicationCertificateValidStartDate", Kind.DATE),
    /** 限度額適用認定証 有効終了年月日. */
    LIMIT_TO(Parent.LIMIT, "LimitApplicationCertificateValidEndDate", Kind.DATE),
    /** 長期入院該当年月日. */
    LIMIT_LONG_TERM_ON(Parent.LIMIT, "LimitApplicationCertificateLongTermDate", Kind.DATE),
    /** 限度額適用認定証等の変更有無, bulk answers only. */
    LIMIT_CHANGED("LimitApplicationCertificateChanged", Kind.TEXT),
    /** 照会番号. */
    REFERENCE_NUMBER(Names.REFERENCE_NUMBER, Kind.TEXT),
    /** 任意の識別子. */
    ARBITRARY_IDENTIFIER(Names.ARBITRARY_IDENTIFIER, Kind.TEXT);

    /** How a value is written. */
    enum Kind {
        /** As it is. */
        TEXT,
        /** Family and given name apart by a full-width space. */
        NAME,
        /** Half-width katakana, apart by a half-width space. */
        KANA,
        /** Eight digits. */
        DATE,
        /** Left-padded with spaces to eight. */
        INSURER
    }

    /** The branches some fields stand in. */
    static final class Parent {
        static final String NONE = "";
        static final String ELDERLY = "ElderlyRecipientCertificateInfo";
        static final String LIMIT = "LimitApplicationCertificateRelatedInfo";

        private Parent() {}
    }

    private final String parent;
    private final String element;
    private final Kind kind;

    ResultField(String element, Kind kind) {
        this(Parent.NONE, element, kind);
    }

    ResultField(String parent, String element, Kind kind) {
        this.parent = parent;
        this.element = element;
        this.kind = kind;
    }

    /** The element's name on the wire. */
    public String element() {
        return element;
    }

    String parent() {
        return parent;
    }

    Kind kind() {
        return kind;
    }
}
