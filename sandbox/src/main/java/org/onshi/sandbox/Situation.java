package org.onshi.sandbox;

import java.util.Locale;
import java.util.Optional;

/**
 * What is particular about a person of the town: the column {@code situation} of town.csv
 * (docs/town.md).
 */
public enum Situation {
    /** One coverage, open, nothing particular. */
    PLAIN("一つの資格が続いている"),
    /** 被扶養者: shares symbol and number with the head, with a branch number of its own. */
    DEPENDANT("被扶養者（枝番あり）"),
    /** From one employer's insurer to another's, without a hole; the change lies around today. */
    JOB_CHANGER("転職（切れ目なし）"),
    /** Two coverages with a hole between them; for some today lies in the hole. */
    GAP("転職（空白期間あり）"),
    /** The only coverage is lost, the latest today. */
    LOST("資格喪失、次の資格なし"),
    /** The only coverage ends after today, the earliest tomorrow. */
    ENDS_SOON("まもなく資格喪失"),
    /** From one insurer to another by moving house or leaving work; another address. */
    MOVED_INSURER("転居・退職による保険者の変更"),
    /** Two children of one birth date under one number: without branch number several persons. */
    TWIN("双子"),
    /** Two children of one birth date under one number, registered without branch numbers. */
    TWIN_NO_BRANCH("双子（枝番の登録なし）"),
    /**
     * Two people of one birth date whose numbers differ only in a leading zero: the exact writing
     * wins.
     */
    NEAR_IDENTIFIER("先頭ゼロだけが違う番号"),
    /** The elderly share begins around today (month after the 70th birthday's). */
    TURNING_70("70歳到達（高齢受給者証の開始前後）"),
    /** The 75th birthday lies around today: lost there, late-stage elderly from that day. */
    TURNING_75("75歳到達（後期高齢者医療への移行前後）"),
    /** Born within the last 90 days. */
    INFANT("新生児"),
    /** Registered without branch number. */
    NO_BRANCH("枝番の登録なし"),
    /** Registered without symbol. */
    NO_SYMBOL("記号なし（番号のみ）"),
    /** The name has a character windows-31j lacks. */
    UNMAPPABLE_NAME("シフトJISで表せない氏名"),
    /** The name has a character windows-31j has and JIS X 0208 lacks (髙, 﨑, 德). */
    VARIANT_KANJI("異体字の氏名（髙・﨑など）"),
    /** Letters in the symbol. */
    LETTER_SYMBOL("記号に文字を含む"),
    /** Symbol and number in full width. */
    FULL_WIDTH_SYMBOL("記号・番号が全角"),
    /**
     * Not registered, or pending for want of an individual number; the row says what the person
     * believes.
     */
    UNREGISTERED("資格未登録"),
    /** 70 to 74, 20 percent. */
    ELDERLY_20("70～74歳 2割"),
    /** 70 to 74, 30 percent. */
    ELDERLY_30("70～74歳 3割（現役並み所得）"),
    /** 75 and older, 10 percent. */
    LATE_STAGE_10("後期高齢者 1割"),
    /** 75 and older, 20 percent. */
    LATE_STAGE_20("後期高齢者 2割"),
    /** 75 and older, 30 percent. */
    LATE_STAGE_30("後期高齢者 3割"),
    /** 100 years and older. */
    CENTENARIAN("100歳以上"),
    /** A limit certificate that holds today. */
    LIMIT_CLASS("限度額適用認定証が有効"),
    /** A limit certificate whose last day was yesterday or is today. */
    LIMIT_ENDED("限度額適用認定証の期限の前後"),
    /** A limit certificate whose first day is tomorrow or later. */
    LIMIT_BEGINS("限度額適用認定証の開始前"),
    /** 特定疾病療養受療証. */
    SPECIAL_DISEASE("特定疾病療養受療証あり"),
    /** A class other than 01. */
    CARD_CLASS("被保険者証区分が一般以外"),
    /** Symbol and number of 20 characters. */
    LONG_IDENTIFIER("長い記号・番号"),
    /** Number with leading zeros. */
    LEADING_ZEROS("番号の先頭がゼロ"),
    /** Dashes of several kinds in symbol and number. */
    DASHED("記号・番号にハイフン類"),
    /** The first coverage begins after today. */
    FUTURE_ACQUISITION("資格取得が未来日"),
    /** Lost, and acquired again under the same symbol and number. */
    REACQUIRED("同じ記号番号で再取得"),
    /** Registered under a wrong number at first, then corrected. */
    CORRECTED_IDENTIFIER("記号番号を訂正"),
    /** Registered with wrong facts at first (name or acquisition date), then corrected. */
    CORRECTED_FACTS("氏名・取得日を訂正"),
    /**
     * A coverage with another insurer was registered by mistake and cancelled; the row is the right
     * one.
     */
    CANCELLED("誤登録の取消"),
    /** Facts changed from a day on: address, share or name of the head. */
    CHANGED_FACTS("住所などの変更"),
    /** Two people of one birth date, the same symbol and number with two insurers. */
    SAME_NUMBER_OTHER_INSURER("別の保険者に同じ記号番号"),
    /** A name with 通称. */
    OTHER_NAME("通称あり"),
    /** A name with middle dot or long vowel. */
    MIDDLE_DOT_NAME("中点・長音を含む氏名"),
    /** A name of 40 characters and more. */
    LONG_NAME("長い氏名"),
    /** 性別 3 未設定. */
    SEX_UNSET("性別未設定"),
    /** Born on 1 or 2 April at the edge of school age. */
    SCHOOL_AGE("就学前後（4月1日・2日生まれ）"),
    /** Born on 29 February. */
    LEAP_DAY("2月29日生まれ");

    private final String label;

    Situation(String label) {
        this.label = label;
    }

    /** The word in town.csv. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In Japanese. */
    public String label() {
        return label;
    }

    /** By its word in town.csv. */
    public static Optional<Situation> of(String word) {
        for (Situation situation : values()) {
            if (situation.word().equals(word)) {
                return Optional.of(situation);
            }
        }
        return Optional.empty();
    }
}
