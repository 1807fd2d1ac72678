package org.onshi.server.insurerdoor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.onshi.kernel.CardClass;
import org.onshi.kernel.Code;
import org.onshi.kernel.LimitCertificateKind;
import org.onshi.kernel.LimitClass;
import org.onshi.kernel.LossReason;
import org.onshi.kernel.Relationship;
import org.onshi.kernel.Sex;
import org.onshi.wire.RegistrationColumn;

/** What is registered of a coverage as people read it: the words of its columns and codes. */
final class ConsoleFacts {
    private static final Map<RegistrationColumn, String> LABELS = labels();
    private static final Map<String, String> NONE = Map.of("value", "", "label", "（なし）");

    /** What a correction can mend, as the form shows it. */
    static final List<Group> GROUPS =
            List.of(
                    new Group(
                            "本人と資格",
                            "Person and coverage",
                            false,
                            List.of(
                                    RegistrationColumn.SYMBOL,
                                    RegistrationColumn.NUMBER,
                                    RegistrationColumn.BRANCH,
                                    RegistrationColumn.BIRTH_DATE,
                                    RegistrationColumn.NAME,
                                    RegistrationColumn.NAME_KANA,
                                    RegistrationColumn.OTHER_NAME,
                                    RegistrationColumn.OTHER_NAME_KANA,
                                    RegistrationColumn.SEX,
                                    RegistrationColumn.POSTAL_CODE,
                                    RegistrationColumn.ADDRESS,
                                    RegistrationColumn.RELATIONSHIP,
                                    RegistrationColumn.HEAD_NAME,
                                    RegistrationColumn.ACQUIRED_ON,
                                    RegistrationColumn.NOTIFIED_ON,
                                    RegistrationColumn.LOST_ON,
                                    RegistrationColumn.LOSS_REASON)),
                    new Group(
                            "証",
                            "Certificate",
                            true,
                            List.of(
                                    RegistrationColumn.CARD_CLASS,
                                    RegistrationColumn.ISSUED_ON,
                                    RegistrationColumn.VALID_FROM,
                                    RegistrationColumn.VALID_TO,
                                    RegistrationColumn.CERTIFICATE_REQUESTED)),
                    new Group(
                            "一部負担金割合・高齢受給者証",
                            "Share to pay",
                            true,
                            List.of(
                                    RegistrationColumn.COPAY_PERCENT,
                                    RegistrationColumn.COPAY_FROM,
                                    RegistrationColumn.COPAY_TO,
                                    RegistrationColumn.ELDERLY_ISSUED_ON)),
                    new Group(
                            "限度額適用認定証",
                            "Limit certificate",
                            true,
                            List.of(
                                    RegistrationColumn.LIMIT_KIND,
                                    RegistrationColumn.LIMIT_CLASS,
                                    RegistrationColumn.LIMIT_ISSUED_ON,
                                    RegistrationColumn.LIMIT_FROM,
                                    RegistrationColumn.LIMIT_TO,
                                    RegistrationColumn.LIMIT_LONG_TERM_ON)),
                    new Group(
                            "特定疾病療養受療証",
                            "Special diseases",
                            true,
                            List.of(
                                    RegistrationColumn.SPECIAL_DISEASE_1_FROM,
                                    RegistrationColumn.SPECIAL_DISEASE_1_TO,
                                    RegistrationColumn.SPECIAL_DISEASE_2_FROM,
                                    RegistrationColumn.SPECIAL_DISEASE_2_TO,
                                    RegistrationColumn.SPECIAL_DISEASE_3_FROM,
                                    RegistrationColumn.SPECIAL_DISEASE_3_TO)));

    private ConsoleFacts() {}

    /**
     * Columns that belong together.
     *
     * @param folded not shown before somebody asks, as long as nothing is registered in them
     */
    record Group(
            String japanese, String english, boolean folded, List<RegistrationColumn> columns) {}

    /** Every column that a correction can mend. */
    static Stream<RegistrationColumn> correctable() {
        return GROUPS.stream().flatMap(group -> group.columns().stream());
    }

    /** A column in Japanese. */
    static String label(RegistrationColumn column) {
        return LABELS.get(column);
    }

    /** Every column that a page shows, in its order. */
    static Stream<RegistrationColumn> all() {
        return LABELS.keySet().stream();
    }

    /** What is registered: a code with its word. */
    static String shown(RegistrationColumn column, String value) {
        return options(column).stream()
                .filter(it -> it.get("value").equals(value) && !value.isEmpty())
                .map(it -> it.get("label"))
                .findFirst()
                .orElse(value);
    }

    /** The values of a column that has a table, "" for none among them; empty for any other. */
    static List<Map<String, String>> options(RegistrationColumn column) {
        return switch (column) {
            case SEX -> words(Sex.values()).toList();
            case RELATIONSHIP -> orNone(words(Relationship.values()));
            case CARD_CLASS -> orNone(words(CardClass.values()));
            case LOSS_REASON -> orNone(words(LossReason.values()));
            case LIMIT_KIND -> orNone(words(LimitCertificateKind.values()));
            case LIMIT_CLASS -> orNone(words(LimitClass.values()));
            case CERTIFICATE_REQUESTED ->
                    orNone(
                            Stream.of(
                                    Map.of("value", "0", "label", "希望しない"),
                                    Map.of("value", "1", "label", "希望する")));
            default -> List.of();
        };
    }

    private static List<Map<String, String>> orNone(Stream<Map<String, String>> words) {
        return Stream.concat(Stream.of(NONE), words).toList();
    }

    private static Stream<Map<String, String>> words(Code[] codes) {
        return Arrays.stream(codes).map(it -> Map.of("value", it.wire(), "label", it.label()));
    }

    private static Map<RegistrationColumn, String> labels() {
        Map<RegistrationColumn, String> labels = new LinkedHashMap<>();
        labels.put(RegistrationColumn.SYMBOL, "記号");
        labels.put(RegistrationColumn.NUMBER, "番号");
        labels.put(RegistrationColumn.BRANCH, "枝番");
        labels.put(RegistrationColumn.BIRTH_DATE, "生年月日");
        labels.put(RegistrationColumn.NAME, "氏名");
        labels.put(RegistrationColumn.NAME_KANA, "氏名カナ");
        labels.put(RegistrationColumn.OTHER_NAME, "氏名（その他）");
        labels.put(RegistrationColumn.OTHER_NAME_KANA, "氏名（その他）カナ");
        labels.put(RegistrationColumn.SEX, "性別");
        labels.put(RegistrationColumn.POSTAL_CODE, "郵便番号");
        labels.put(RegistrationColumn.ADDRESS, "住所");
        labels.put(RegistrationColumn.RELATIONSHIP, "本人・家族");
        labels.put(RegistrationColumn.HEAD_NAME, "世帯主・被保険者氏名");
        labels.put(RegistrationColumn.ACQUIRED_ON, "資格取得年月日");
        labels.put(RegistrationColumn.NOTIFIED_ON, "届出受付年月日");
        labels.put(RegistrationColumn.LOST_ON, "資格喪失年月日");
        labels.put(RegistrationColumn.LOSS_REASON, "資格喪失事由");
        labels.put(RegistrationColumn.CARD_CLASS, "被保険者証区分");
        labels.put(RegistrationColumn.ISSUED_ON, "証の交付年月日");
        labels.put(RegistrationColumn.VALID_FROM, "証の有効開始年月日");
        labels.put(RegistrationColumn.VALID_TO, "証の有効終了年月日");
        labels.put(RegistrationColumn.CERTIFICATE_REQUESTED, "資格確認書の交付希望");
        labels.put(RegistrationColumn.COPAY_PERCENT, "一部負担金割合（%）");
        labels.put(RegistrationColumn.COPAY_FROM, "割合の開始年月日");
        labels.put(RegistrationColumn.COPAY_TO, "割合の終了年月日");
        labels.put(RegistrationColumn.ELDERLY_ISSUED_ON, "高齢受給者証の交付年月日");
        labels.put(RegistrationColumn.LIMIT_KIND, "限度額適用認定証の種類");
        labels.put(RegistrationColumn.LIMIT_CLASS, "限度額適用区分");
        labels.put(RegistrationColumn.LIMIT_ISSUED_ON, "限度額適用認定証の交付年月日");
        labels.put(RegistrationColumn.LIMIT_FROM, "限度額の有効開始年月日");
        labels.put(RegistrationColumn.LIMIT_TO, "限度額の有効終了年月日");
        labels.put(RegistrationColumn.LIMIT_LONG_TERM_ON, "長期入院該当年月日");
        labels.put(RegistrationColumn.SPECIAL_DISEASE_1_FROM, "人工透析の開始年月日");
        labels.put(RegistrationColumn.SPECIAL_DISEASE_1_TO, "人工透析の終了年月日");
        labels.put(RegistrationColumn.SPECIAL_DISEASE_2_FROM, "血友病の開始年月日");
        labels.put(RegistrationColumn.SPECIAL_DISEASE_2_TO, "血友病の終了年月日");
        labels.put(RegistrationColumn.SPECIAL_DISEASE_3_FROM, "HIV の開始年月日");
        labels.put(RegistrationColumn.SPECIAL_DISEASE_3_TO, "HIV の終了年月日");
        labels.put(RegistrationColumn.INDIVIDUAL_NUMBER_MISSING_REASON, "個人番号のない理由");
        labels.put(RegistrationColumn.INDIVIDUAL_NUMBER_SOURCE, "個人番号の入力元");
        return labels;
    }
}
