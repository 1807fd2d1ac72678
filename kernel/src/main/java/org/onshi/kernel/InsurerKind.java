package org.onshi.kernel;

import java.util.List;
import java.util.Optional;

/**
 * The scheme an insurer runs, by the law number (法別番号) its number begins with (facts §1.3). On the
 * wire of our own files the constant's name; {@link #of} reads the Japanese label as well.
 */
public enum InsurerKind implements Code {
    /** 全国健康保険協会, law 01. */
    KYOKAI_KENPO("協会けんぽ", List.of("01")),
    /** 船員保険, law 02. */
    SEAMEN("船員保険", List.of("02")),
    /** 日雇特例, laws 03 and 04. */
    DAY_LABOUR("日雇特例", List.of("03", "04")),
    /** 組合管掌健康保険, law 06. */
    HEALTH_SOCIETY("健保組合", List.of("06")),
    /** 防衛省職員給与法による自衛官等, law 07. */
    SELF_DEFENCE("自衛官等", List.of("07")),
    /** 共済組合, laws 31 to 34. */
    MUTUAL_AID("共済組合", List.of("31", "32", "33", "34")),
    /** 後期高齢者医療, law 39. */
    LATE_STAGE_ELDERLY("後期高齢者医療", List.of("39")),
    /** 特定健保組合・共済の特例退職, laws 63 and 72 to 75. */
    SPECIAL_RETIRED("特例退職", List.of("63", "72", "73", "74", "75")),
    /** 国保退職者医療, law 67; abolished, still found in old claims. */
    RETIRED_NHI("国保退職者医療", List.of("67")),
    /** 市町村国民健康保険: six digits, no law number. */
    MUNICIPAL_NHI("市町村国保", List.of()),
    /** 国民健康保険組合: six digits, the insurer part in the three hundreds. */
    NHI_SOCIETY("国保組合", List.of()),
    /** A law number outside the table. */
    OTHER("その他", List.of());

    private final String label;

    @SuppressWarnings(
            "ImmutableEnumChecker") // List.of is immutable; the checker knows only Guava's types
    private final List<String> laws;

    InsurerKind(String label, List<String> laws) {
        this.label = label;
        this.laws = laws;
    }

    /** By constant name or by Japanese label. */
    public static Optional<InsurerKind> of(String text) {
        for (InsurerKind kind : values()) {
            if (kind.name().equals(text) || kind.label.equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The kind whose numbers look like these six or eight digits. */
    static InsurerKind ofNumber(String digits) {
        if (digits.length() == 6) {
            // 300番台 in the insurer part marks a 国保組合 (facts §1.1)
            return digits.charAt(2) == '3' ? NHI_SOCIETY : MUNICIPAL_NHI;
        }
        String law = digits.substring(0, 2);
        for (InsurerKind kind : values()) {
            if (kind.laws.contains(law)) {
                return kind;
            }
        }
        return OTHER;
    }

    @Override
    public String wire() {
        return name();
    }

    @Override
    public String label() {
        return label;
    }
}
