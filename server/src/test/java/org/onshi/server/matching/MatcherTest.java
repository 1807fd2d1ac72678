package org.onshi.server.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.MalformedValue;
import org.onshi.kernel.Sex;

/** The decision table of docs/matching.md (requirements B-05, B-07; facts §5.1). */
class MatcherTest {
    private static final LocalDate BORN = LocalDate.of(1980, 1, 1);
    private static final String HOME = "東京都千代田区霞が関一丁目2番3号";
    private static final FiveAttributes TARO =
            new FiveAttributes("髙橋　太郎", "ﾀｶﾊｼ ﾀﾛｳ", BORN, Sex.MALE, HOME);

    private final Matcher matcher = Matcher.standard();

    @Test
    void fiveEqualAttributesLink() {
        Match match = matcher.compare(TARO, TARO);
        assertThat(match.decision()).isEqualTo(Decision.LINK);
        assertThat(match.comparisons())
                .extracting(Comparison::attribute)
                .containsExactly(Attribute.values());
        assertThat(match.comparisons())
                .allSatisfy(one -> assertThat(one.outcome()).isEqualTo(Outcome.EQUAL));
    }

    @Test
    @Tag("B-17")
    void fiveAttributesEqualAfterDocumentedRulesLinkAndSayWhichRules() {
        Match match =
                matcher.compare(
                        TARO,
                        new FiveAttributes("高橋 太郎", "タカハシ　タロウ", BORN, Sex.MALE, "千代田区霞ヶ関１－２－３"));
        assertThat(match.decision()).isEqualTo(Decision.LINK);
        assertThat(match.of(Attribute.NAME).rules())
                .containsExactly(MatchingRule.VARIANT_CHARACTER, MatchingRule.WIDTH);
        assertThat(match.of(Attribute.NAME_KANA).rules()).containsExactly(MatchingRule.WIDTH);
        assertThat(match.of(Attribute.ADDRESS).rules())
                .contains(
                        MatchingRule.WIDTH,
                        MatchingRule.PARTICLE,
                        MatchingRule.PREFECTURE,
                        MatchingRule.NUMERAL,
                        MatchingRule.CHOME);
    }

    @Test
    void anotherBirthDateIsNeverAMatchWhateverElseIsEqual() {
        assertThat(matcher.compare(TARO, born(LocalDate.of(1980, 1, 10))).decision())
                .isEqualTo(Decision.NO_MATCH);
    }

    @Test
    void anotherSexIsNeverAMatchWhateverElseIsEqual() {
        assertThat(matcher.compare(TARO, sex(Sex.FEMALE)).decision()).isEqualTo(Decision.NO_MATCH);
    }

    @Test
    void aSexThatWasNeverSetIsLookedAt() {
        assertThat(matcher.compare(TARO, sex(Sex.UNSET)).decision()).isEqualTo(Decision.REVIEW);
        assertThat(matcher.compare(sex(Sex.UNSET), sex(Sex.UNSET)).decision())
                .isEqualTo(Decision.REVIEW);
    }

    @Test
    void fourEqualAttributesNeverLink() {
        assertThat(matcher.compare(TARO, address("大阪府大阪市北区中之島1-3-20")).decision())
                .isEqualTo(Decision.REVIEW);
        assertThat(matcher.compare(TARO, name("高島 太郎", "タカハシ タロウ")).decision())
                .isEqualTo(Decision.REVIEW);
        assertThat(matcher.compare(TARO, name("髙橋 太郎", "タカハシ タオ")).decision())
                .isEqualTo(Decision.REVIEW);
    }

    @Test
    void kanaBirthDateAndSexAloneAreNoMatch() {
        FiveAttributes other =
                new FiveAttributes("高端 太朗", "タカハシ タロウ", BORN, Sex.MALE, "大阪府大阪市北区中之島1-3-20");
        assertThat(matcher.compare(TARO, other).decision()).isEqualTo(Decision.NO_MATCH);
    }

    @Test
    void twinsAreNoMatch() {
        assertThat(matcher.compare(TARO, name("髙橋 次郎", "タカハシ ジロウ")).decision())
                .isEqualTo(Decision.NO_MATCH);
    }

    @Test
    void anUnreadableCharacterIsLookedAtAndNeverLinks() {
        for (String written :
                List.of("●橋 太郎", "〓橋 太郎", "?橋 太郎", "？橋 太郎", "\uFFFD橋太郎", "\uE000橋太郎")) {
            Match match = matcher.compare(TARO, name(written, "タカハシ タロウ"));
            assertThat(match.of(Attribute.NAME).outcome()).isEqualTo(Outcome.UNCERTAIN);
            assertThat(match.decision()).isEqualTo(Decision.REVIEW);
        }
    }

    @Test
    void anUnreadableCharacterThatStandsInBothIsStillNoEvidence() {
        FiveAttributes one = name("●橋 太郎", "タカハシ タロウ");
        assertThat(matcher.compare(one, one).decision()).isEqualTo(Decision.REVIEW);
    }

    @Test
    void anUnreadableCharacterStandsForOneCharacterOnly() {
        assertThat(matcher.compare(TARO, name("● 太郎", "タカハシ タロウ")).of(Attribute.NAME).outcome())
                .isEqualTo(Outcome.DIFFERS);
    }

    @Test
    void anUnreadableNameAtAnotherAddressIsNoMatch() {
        FiveAttributes other =
                new FiveAttributes("●橋 太郎", "タカハシ タロウ", BORN, Sex.MALE, "大阪府大阪市北区中之島1-3-20");
        assertThat(matcher.compare(TARO, other).decision()).isEqualTo(Decision.NO_MATCH);
    }

    @Test
    void anAttributeThatIsMissingIsNeverTakenForEqual() {
        assertThat(matcher.compare(address(""), address("")).decision()).isEqualTo(Decision.REVIEW);
    }

    @Test
    void anAddressThePersonHasLeftLinksWhereTheRegisterKnowsIt() {
        KnownPerson moved =
                new KnownPerson(
                        List.of(new KnownName("髙橋 太郎", "タカハシ タロウ", KnownName.Kind.CURRENT)),
                        BORN,
                        Sex.MALE,
                        List.of(
                                new KnownAddress("大阪府大阪市北区中之島1-3-20", false),
                                new KnownAddress(HOME, true)));
        Match match = matcher.compare(TARO, moved);
        assertThat(match.decision()).isEqualTo(Decision.LINK);
        assertThat(match.of(Attribute.ADDRESS).rules())
                .containsExactly(MatchingRule.FORMER_ADDRESS);
    }

    @Test
    void aFormerNameAtAFormerAddressIsLookedAt() {
        KnownPerson married =
                new KnownPerson(
                        List.of(
                                new KnownName("佐藤 太郎", "サトウ タロウ", KnownName.Kind.CURRENT),
                                new KnownName("髙橋 太郎", "タカハシ タロウ", KnownName.Kind.FORMER)),
                        BORN,
                        Sex.MALE,
                        List.of(
                                new KnownAddress("大阪府大阪市北区中之島1-3-20", false),
                                new KnownAddress(HOME, true)));
        assertThat(matcher.compare(TARO, married).decision()).isEqualTo(Decision.REVIEW);
    }

    @Test
    void anAliasOfTheRegisterIsAsGoodAsTheName() {
        KnownPerson foreigner =
                new KnownPerson(
                        List.of(
                                new KnownName("LIN TARO", "リン タロウ", KnownName.Kind.CURRENT),
                                new KnownName("高橋 太郎", "タカハシ タロウ", KnownName.Kind.ALIAS)),
                        BORN,
                        Sex.MALE,
                        List.of(new KnownAddress(HOME, false)));
        Match match = matcher.compare(TARO, foreigner);
        assertThat(match.decision()).isEqualTo(Decision.LINK);
        assertThat(match.of(Attribute.NAME).rules()).contains(MatchingRule.ALIAS);
    }

    @Test
    void theReadingOfOneNameNeverServesForAnother() {
        KnownPerson twoNames =
                new KnownPerson(
                        List.of(
                                new KnownName("佐藤 太郎", "タカハシ タロウ", KnownName.Kind.CURRENT),
                                new KnownName("髙橋 太郎", "サトウ タロウ", KnownName.Kind.FORMER)),
                        BORN,
                        Sex.MALE,
                        List.of(new KnownAddress(HOME, false)));
        assertThat(matcher.compare(TARO, twoNames).decision()).isEqualTo(Decision.REVIEW);
    }

    @Test
    void nothingPersonalPrints() {
        assertThat(TARO + " " + KnownPerson.of(TARO) + KnownPerson.of(TARO).names())
                .doesNotContain("太郎", "ﾀﾛｳ", "1980", "霞");
        assertThat(matcher.compare(TARO, TARO).toString()).doesNotContain("太郎", "1980", "霞");
    }

    @Test
    void aTextThatIsTooLongIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> address("霞".repeat(FiveAttributes.TEXT_MAX + 1)))
                .isInstanceOf(MalformedValue.class)
                .hasMessageContaining("住所")
                .hasMessageNotContaining("霞");
    }

    private static FiveAttributes born(LocalDate day) {
        return new FiveAttributes(TARO.name(), TARO.nameKana(), day, TARO.sex(), TARO.address());
    }

    private static FiveAttributes sex(Sex sex) {
        return new FiveAttributes(
                TARO.name(), TARO.nameKana(), TARO.birthDate(), sex, TARO.address());
    }

    private static FiveAttributes address(String address) {
        return new FiveAttributes(
                TARO.name(), TARO.nameKana(), TARO.birthDate(), TARO.sex(), address);
    }

    private static FiveAttributes name(String name, String nameKana) {
        return new FiveAttributes(name, nameKana, TARO.birthDate(), TARO.sex(), TARO.address());
    }
}
