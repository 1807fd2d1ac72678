package org.onshi.sandbox;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.onshi.kernel.CardClass;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.LimitClass;
import org.onshi.kernel.LossReason;
import org.onshi.kernel.Sex;
import org.onshi.kernel.StatutoryCopay;

/**
 * How a household of each situation is made up. A recipe walks through its cases from one household
 * to the next.
 */
final class Recipes {
    private static final Map<Situation, Consumer<HouseholdDraft>> BY_SITUATION = bySituation();

    private static final List<Integer> DAYS_AROUND_TODAY = List.of(0, -1, 1, -14, -45);
    private static final List<Integer> DAYS_UP_TO_TODAY = List.of(0, -1, -31, -365);
    private static final List<Integer> DAYS_AFTER_TODAY = List.of(1, 2, 7, 30);
    private static final List<Integer> DAYS_TO_75 = List.of(0, 1, -1, 10, -10, 30, -30);

    private Recipes() {}

    /** The recipe of a situation. */
    static Consumer<HouseholdDraft> of(Situation situation) {
        return BY_SITUATION.get(situation);
    }

    private static Map<Situation, Consumer<HouseholdDraft>> bySituation() {
        Map<Situation, Consumer<HouseholdDraft>> recipes = new EnumMap<>(Situation.class);
        recipes.put(
                Situation.PLAIN,
                h -> h.ordinary(h.adult(Situation.PLAIN), h.dice().pick(TownInsurer.BELOW_75)));
        recipes.put(Situation.DEPENDANT, h -> family(h, 1));
        recipes.put(Situation.JOB_CHANGER, Recipes::jobChanger);
        recipes.put(Situation.GAP, Recipes::gap);
        recipes.put(Situation.LOST, Recipes::lost);
        recipes.put(Situation.ENDS_SOON, Recipes::endsSoon);
        recipes.put(Situation.MOVED_INSURER, Recipes::movedInsurer);
        recipes.put(Situation.TWIN, Recipes::twins);
        recipes.put(Situation.TWIN_NO_BRANCH, Recipes::twinsWithoutBranch);
        recipes.put(Situation.NEAR_IDENTIFIER, Recipes::nearIdentifier);
        recipes.put(Situation.TURNING_70, Recipes::turning70);
        recipes.put(Situation.TURNING_75, Recipes::turning75);
        recipes.put(Situation.INFANT, Recipes::infant);
        recipes.put(Situation.NO_BRANCH, Recipes::noBranch);
        recipes.put(
                Situation.NO_SYMBOL,
                h -> withIdentifier(h, Situation.NO_SYMBOL, h.municipal(), "", n -> n));
        recipes.put(
                Situation.UNMAPPABLE_NAME,
                h -> {
                    Sex sex = h.anySex();
                    named(
                            h,
                            Situation.UNMAPPABLE_NAME,
                            sex,
                            PersonName.unmappable(h.dice(), sex, h.variant()));
                });
        recipes.put(
                Situation.VARIANT_KANJI,
                h -> {
                    Sex sex = h.anySex();
                    named(
                            h,
                            Situation.VARIANT_KANJI,
                            sex,
                            PersonName.variantKanji(h.dice(), sex, h.variant()));
                });
        recipes.put(Situation.LETTER_SYMBOL, Recipes::letterSymbol);
        recipes.put(
                Situation.FULL_WIDTH_SYMBOL,
                h ->
                        withIdentifier(
                                h,
                                Situation.FULL_WIDTH_SYMBOL,
                                h.dice().pick(TownInsurer.EMPLOYEES),
                                wide(Integer.toString(h.dice().between(1000, 9999))),
                                Recipes::wide));
        recipes.put(Situation.UNREGISTERED, Recipes::unregistered);
        recipes.put(Situation.ELDERLY_20, h -> elderly(h, Situation.ELDERLY_20, 20));
        recipes.put(Situation.ELDERLY_30, h -> elderly(h, Situation.ELDERLY_30, 30));
        recipes.put(
                Situation.LATE_STAGE_10, h -> lateStage(h, Situation.LATE_STAGE_10, 10, 76, 99));
        recipes.put(
                Situation.LATE_STAGE_20, h -> lateStage(h, Situation.LATE_STAGE_20, 20, 76, 95));
        recipes.put(
                Situation.LATE_STAGE_30, h -> lateStage(h, Situation.LATE_STAGE_30, 30, 76, 90));
        recipes.put(Situation.CENTENARIAN, h -> lateStage(h, Situation.CENTENARIAN, 10, 100, 112));
        recipes.put(Situation.LIMIT_CLASS, Recipes::limitClass);
        recipes.put(
                Situation.LIMIT_ENDED,
                h ->
                        limitBelow70(
                                h,
                                Situation.LIMIT_ENDED,
                                h.today().minusMonths(6),
                                h.today().minusDays(h.variant() % 3)));
        recipes.put(
                Situation.LIMIT_BEGINS,
                h ->
                        limitBelow70(
                                h,
                                Situation.LIMIT_BEGINS,
                                h.today().plusDays(h.turn(DAYS_AFTER_TODAY)),
                                h.today().plusYears(1)));
        recipes.put(Situation.SPECIAL_DISEASE, Recipes::specialDisease);
        recipes.put(Situation.CARD_CLASS, Recipes::cardClass);
        recipes.put(
                Situation.LONG_IDENTIFIER,
                h ->
                        withIdentifier(
                                h,
                                Situation.LONG_IDENTIFIER,
                                h.dice().pick(TownInsurer.SOCIETIES),
                                "12345678901234567890",
                                n -> "9876543210123" + n));
        recipes.put(
                Situation.LEADING_ZEROS,
                h ->
                        withIdentifier(
                                h,
                                Situation.LEADING_ZEROS,
                                h.dice().pick(TownInsurer.BELOW_75),
                                "00" + h.dice().between(10, 99),
                                n -> "000" + n));
        recipes.put(Situation.DASHED, Recipes::dashed);
        recipes.put(
                Situation.FUTURE_ACQUISITION,
                h -> {
                    Resident who = h.adult(Situation.FUTURE_ACQUISITION);
                    TownInsurer insurer = h.dice().pick(TownInsurer.EMPLOYEES);
                    h.stay(
                            who,
                            insurer,
                            h.identifier(insurer, who),
                            h.today().plusDays(h.turn(DAYS_AFTER_TODAY)));
                });
        recipes.put(Situation.REACQUIRED, Recipes::reacquired);
        recipes.put(Situation.CORRECTED_IDENTIFIER, Recipes::correctedIdentifier);
        recipes.put(Situation.CORRECTED_FACTS, Recipes::correctedFacts);
        recipes.put(Situation.CANCELLED, Recipes::cancelled);
        recipes.put(Situation.CHANGED_FACTS, Recipes::changedFacts);
        recipes.put(Situation.SAME_NUMBER_OTHER_INSURER, Recipes::sameNumberOtherInsurer);
        recipes.put(
                Situation.OTHER_NAME,
                h -> named(h, Situation.OTHER_NAME, h.anySex(), PersonName.foreign(h.variant())));
        recipes.put(
                Situation.MIDDLE_DOT_NAME,
                h ->
                        named(
                                h,
                                Situation.MIDDLE_DOT_NAME,
                                h.anySex(),
                                PersonName.dotted(h.dice(), h.variant())));
        recipes.put(
                Situation.LONG_NAME,
                h -> named(h, Situation.LONG_NAME, h.anySex(), PersonName.ofLength(h.variant())));
        recipes.put(
                Situation.SEX_UNSET,
                h ->
                        h.ordinary(
                                h.person(Situation.SEX_UNSET, h.bornAged(20, 64), Sex.UNSET),
                                h.dice().pick(TownInsurer.BELOW_75)));
        recipes.put(Situation.SCHOOL_AGE, Recipes::schoolAge);
        recipes.put(
                Situation.LEAP_DAY,
                h ->
                        h.ordinary(
                                h.person(
                                        Situation.LEAP_DAY,
                                        leapDay(h.today(), h.variant()),
                                        h.anySex()),
                                h.dice().pick(TownInsurer.BELOW_75)));
        return recipes;
    }

    /** A head with a spouse and children, all under one number. */
    static void family(HouseholdDraft h, int dependants) {
        Sex sex = h.anySex();
        Resident head = h.person(Situation.PLAIN, h.bornAged(30, 60), sex);
        TownInsurer insurer = h.dice().pick(TownInsurer.BELOW_75);
        Stay main = h.ordinary(head, insurer);
        for (int i = 1; i <= dependants; i++) {
            Resident dependant =
                    i == 1
                            ? h.person(
                                    Situation.DEPENDANT,
                                    h.bornAged(30, 60),
                                    sex == Sex.MALE ? Sex.FEMALE : Sex.MALE)
                            : h.person(Situation.DEPENDANT, h.bornAged(1, 18), h.anySex());
            dependant(h, dependant, main, i);
        }
    }

    private static Stay dependant(HouseholdDraft h, Resident who, Stay head, int branch) {
        LocalDate from = HouseholdDraft.latest(head.acquiredOn(), who.birthDate());
        return h.stay(
                        who,
                        head.insurer(),
                        HouseholdDraft.branch(head.identifier(), "%02d".formatted(branch)),
                        from)
                .dependsOn(head.who());
    }

    private static void jobChanger(HouseholdDraft h) {
        Resident who = h.adult(Situation.JOB_CHANGER);
        LocalDate change = h.today().plusDays(h.turn(DAYS_AROUND_TODAY));
        TownInsurer first = h.dice().pick(TownInsurer.EMPLOYEES);
        TownInsurer second = h.other(TownInsurer.EMPLOYEES, first);
        h.ordinary(who, first).endsOn(change, LossReason.OTHER_INSURANCE);
        h.next(who, second, h.identifier(second, who), change);
    }

    private static void gap(HouseholdDraft h) {
        Resident who = h.adult(Situation.GAP);
        LocalDate lost = h.today().plusDays(h.turn(List.of(-10, -60, 0, -1, 3)));
        LocalDate acquired = h.today().plusDays(h.turn(List.of(5, -20, 14, 1, 20)));
        TownInsurer first = h.dice().pick(TownInsurer.EMPLOYEES);
        TownInsurer second =
                h.dice().chance(50) ? h.municipal() : h.other(TownInsurer.EMPLOYEES, first);
        h.ordinary(who, first).endsOn(lost, LossReason.OTHER);
        h.next(who, second, h.identifier(second, who), acquired);
    }

    private static void lost(HouseholdDraft h) {
        Resident who = h.person(Situation.LOST, h.bornAged(20, 64), h.anySex());
        TownInsurer insurer = h.dice().pick(TownInsurer.BELOW_75);
        LocalDate lost = h.today().plusDays(h.turn(DAYS_UP_TO_TODAY));
        h.stay(who, insurer, h.identifier(insurer, who), lost.minusDays(h.dice().between(30, 3000)))
                .endsOn(lost, h.turn(List.of(LossReason.values())));
    }

    private static void endsSoon(HouseholdDraft h) {
        h.ordinary(h.adult(Situation.ENDS_SOON), h.dice().pick(TownInsurer.BELOW_75))
                .endsOn(h.today().plusDays(h.turn(DAYS_AFTER_TODAY)), LossReason.OTHER);
    }

    private static void movedInsurer(HouseholdDraft h) {
        Resident who = h.adult(Situation.MOVED_INSURER);
        LocalDate moved = h.today().plusDays(h.turn(DAYS_AROUND_TODAY));
        TownInsurer second = h.municipal();
        TownInsurer first =
                h.variant() % 2 == 0
                        ? h.other(TownInsurer.MUNICIPALITIES, second)
                        : h.dice().pick(TownInsurer.EMPLOYEES);
        Place before = h.elsewhere();
        h.ordinary(who, first)
                .with("postal_code", before.postalCode())
                .with("address", before.address())
                .endsOn(moved, LossReason.OTHER_INSURANCE);
        h.next(who, second, h.identifier(second, who), moved);
    }

    private static void twins(HouseholdDraft h) {
        Resident head = h.person(Situation.PLAIN, h.bornAged(28, 50), h.anySex());
        Stay main = h.ordinary(head, h.dice().pick(TownInsurer.BELOW_75));
        LocalDate born = h.bornAged(1, 20);
        boolean alike = h.variant() % 2 == 0;
        Sex sex = h.anySex();
        for (int i = 1; i <= 2; i++) {
            dependant(h, h.person(Situation.TWIN, born, alike ? sex : h.anySex()), main, i);
        }
    }

    private static void twinsWithoutBranch(HouseholdDraft h) {
        Resident head = h.person(Situation.PLAIN, h.bornAged(28, 50), h.anySex());
        Stay main = h.ordinary(head, h.dice().pick(TownInsurer.BELOW_75));
        LocalDate born = h.bornAged(1, 20);
        InsuredIdentifier shared = HouseholdDraft.branch(main.identifier(), "");
        Sex sex = h.anySex();
        for (int i = 0; i < 2; i++) {
            PersonName name = head.name().child(sex, 2 * h.variant() + i);
            Resident twin = h.person(Situation.TWIN_NO_BRANCH, born, sex, name);
            h.stay(twin, main.insurer(), shared, HouseholdDraft.latest(main.acquiredOn(), born))
                    .dependsOn(head);
        }
    }

    private static void nearIdentifier(HouseholdDraft h) {
        Resident first = h.adult(Situation.NEAR_IDENTIFIER);
        Sex sex = h.anySex();
        Resident second =
                h.person(
                        Situation.NEAR_IDENTIFIER,
                        first.birthDate(),
                        sex,
                        PersonName.ordinary(h.dice(), sex));
        Stay stay = h.ordinary(first, h.dice().pick(TownInsurer.EMPLOYEES));
        InsuredIdentifier near =
                new InsuredIdentifier(
                        stay.identifier().symbol(),
                        "0" + stay.identifier().number(),
                        stay.identifier().branch());
        h.stay(second, stay.insurer(), near, h.longAgo(second.birthDate()));
    }

    /** Nothing was sent, or it stays pending: one of the three causes of requirements B-13. */
    private static void unregistered(HouseholdDraft h) {
        Resident who = h.adult(Situation.UNREGISTERED);
        TownInsurer insurer = h.dice().pick(TownInsurer.BELOW_75);
        Household.Listing belief = h.believes(who, insurer);
        String reason = h.turn(List.of("", "NOT_PROVIDED", "", "OVERSEAS", "NOT_YET_ASSIGNED"));
        if (!reason.isEmpty()) {
            // another address than the resident register's, so that five attributes never find the
            // number (B-05)
            Place other = h.elsewhere();
            h.stay(who, insurer, belief.identifier(), h.longAgo(who.birthDate()))
                    .with("individual_number", "")
                    .with("individual_number_missing_reason", reason)
                    .with("postal_code", other.postalCode())
                    .with("address", other.address())
                    .unlisted();
        }
    }

    private static void turning70(HouseholdDraft h) {
        // the share begins on the first of the month after the 70th birthday's; born on a first,
        // that same month
        LocalDate begins = h.today().withDayOfMonth(1).plusMonths(h.turn(List.of(0, 1, 0, 1, -1)));
        LocalDate birthday =
                h.variant() % 4 < 2
                        ? begins
                        : begins.minusMonths(1).withDayOfMonth(h.dice().between(2, 28));
        Resident who = h.person(Situation.TURNING_70, birthday.minusYears(70), h.anySex());
        LocalDate from = StatutoryCopay.elderlyFrom(who.birthDate());
        LocalDate to = HouseholdDraft.redeterminedBefore(from).plusYears(1).minusDays(1);
        TownInsurer insurer =
                h.variant() % 2 == 0 ? h.municipal() : h.dice().pick(TownInsurer.EMPLOYEES);
        Stay stay =
                h.stay(
                        who,
                        insurer,
                        h.identifier(insurer, who),
                        h.dice().day(h.today().minusYears(9), h.today().minusYears(2)));
        Map<String, String> share =
                Map.of(
                        "copay_percent", h.variant() % 3 == 2 ? "30" : "20",
                        "copay_from", from.toString(),
                        "copay_to", to.toString(),
                        "elderly_issued_on",
                                HouseholdDraft.earliest(from.minusDays(10), h.today()).toString());
        if (from.isAfter(h.today())) {
            stay.changes(from, share);
        } else {
            // whoever is registered from that age on needs a share at once (requirements B-21)
            share.forEach(stay::with);
        }
    }

    private static void turning75(HouseholdDraft h) {
        LocalDate near = h.today().plusDays(h.turn(DAYS_TO_75));
        Resident who = h.person(Situation.TURNING_75, near.minusYears(75), h.anySex());
        LocalDate from = StatutoryCopay.lateStageFrom(who.birthDate());
        int percent = h.variant() % 3 == 2 ? 30 : 20;
        TownInsurer before = h.municipal();
        Stay first =
                h.stay(
                        who,
                        before,
                        h.identifier(before, who),
                        h.dice().day(h.today().minusYears(12), h.today().minusYears(6)));
        h.elderlyShare(first, percent).endsOn(from, LossReason.OTHER_INSURANCE);
        h.lateStageStay(who, h.turn(List.of(10, 20, 30)), true);
    }

    private static void infant(HouseholdDraft h) {
        Resident head = h.person(Situation.PLAIN, h.bornAged(22, 42), h.anySex());
        Stay main = h.ordinary(head, h.dice().pick(TownInsurer.BELOW_75));
        LocalDate born = h.today().minusDays(h.turn(List.of(3, 14, 30, 60, 90)));
        dependant(h, h.person(Situation.INFANT, born, h.anySex()), main, 1);
    }

    private static void noBranch(HouseholdDraft h) {
        Resident head = h.adult(Situation.NO_BRANCH);
        TownInsurer insurer = h.dice().pick(TownInsurer.EMPLOYEES);
        InsuredIdentifier shared = HouseholdDraft.branch(h.identifier(insurer, head), "");
        LocalDate from = h.longAgo(head.birthDate());
        h.stay(head, insurer, shared, from);
        if (h.variant() % 2 == 0) {
            // another day of birth, so that without branch number the birth date decides
            // (requirements A-39)
            Resident other =
                    h.person(Situation.NO_BRANCH, head.birthDate().plusDays(400), h.anySex());
            h.stay(other, insurer, shared, HouseholdDraft.latest(from, other.birthDate()))
                    .dependsOn(head);
        }
    }

    private static void named(HouseholdDraft h, Situation situation, Sex sex, PersonName name) {
        Resident who = h.person(situation, h.bornAged(20, 64), sex, name);
        h.ordinary(who, h.dice().pick(TownInsurer.BELOW_75));
    }

    private static void withIdentifier(
            HouseholdDraft h,
            Situation situation,
            TownInsurer insurer,
            String symbol,
            java.util.function.UnaryOperator<String> number) {
        Resident who = h.adult(situation);
        // of national health insurance numbers alone, half have a branch
        String branch = situation == Situation.NO_SYMBOL && h.variant() % 2 == 1 ? "" : "00";
        InsuredIdentifier identifier =
                new InsuredIdentifier(symbol, number.apply(h.number(who, 0)), branch);
        h.stay(who, insurer, identifier, h.longAgo(who.birthDate()));
    }

    private static void letterSymbol(HouseholdDraft h) {
        boolean wide = h.variant() % 3 == 1;
        String symbol = h.turn(List.of("AB12", "公立恩志", "ｱｲ3", "KENPO", "恩志電機", "x9y"));
        withIdentifier(
                h,
                Situation.LETTER_SYMBOL,
                h.dice().pick(wide ? TownInsurer.MUTUAL_AID : TownInsurer.SOCIETIES),
                symbol,
                wide ? Recipes::wide : n -> n);
    }

    private static void dashed(HouseholdDraft h) {
        // U+002D, U+2010, U+2212; in full width U+FF0D, U+30FC: typed for one another (facts §1.6)
        String dash = h.turn(List.of("-", "\u2010", "\u2212", "\uFF0D", "\u30FC"));
        boolean wide = h.variant() % 5 > 2;
        String symbol = h.dice().between(10, 99) + dash + h.dice().between(1, 9);
        withIdentifier(
                h,
                Situation.DASHED,
                h.dice().pick(TownInsurer.BELOW_75),
                wide ? wide(symbol) : symbol,
                n ->
                        wide
                                ? wide(n.substring(0, 3) + dash + n.substring(3))
                                : n.substring(0, 3) + dash + n.substring(3));
    }

    private static void elderly(HouseholdDraft h, Situation situation, int percent) {
        // 71 to 73: the share has begun, and 75 is not near
        Resident who = h.person(situation, h.bornAged(71, 73), h.anySex());
        TownInsurer insurer =
                h.dice().chance(70) ? h.municipal() : h.dice().pick(TownInsurer.EMPLOYEES);
        h.elderlyShare(h.ordinary(who, insurer), percent);
    }

    private static void lateStage(
            HouseholdDraft h, Situation situation, int percent, int youngest, int oldest) {
        h.lateStageStay(
                h.person(situation, h.bornAged(youngest, oldest), h.anySex()), percent, false);
    }

    private static void limitClass(HouseholdDraft h) {
        LimitClass limit = h.turn(List.of(LimitClass.values()));
        LocalDate from = h.today().withDayOfMonth(1).minusMonths(h.dice().between(0, 3));
        LocalDate to =
                h.variant() % 5 == 4
                        ? h.today()
                        : HouseholdDraft.redeterminedBefore(h.today()).plusYears(1).minusDays(1);
        Stay stay =
                switch (limit) {
                    case A01, A02, A03, A04, A05, A06 ->
                            h.ordinary(
                                    h.adult(Situation.LIMIT_CLASS),
                                    h.dice().pick(TownInsurer.BELOW_75));
                    case B09, B10 ->
                            h.lateStageStay(
                                    h.person(Situation.LIMIT_CLASS, h.bornAged(76, 90), h.anySex()),
                                    limit == LimitClass.B09 ? 20 : 10,
                                    false);
                    default -> {
                        Resident who =
                                h.person(Situation.LIMIT_CLASS, h.bornAged(71, 73), h.anySex());
                        int percent = limit.compareTo(LimitClass.B03) <= 0 ? 30 : 20;
                        yield h.elderlyShare(h.ordinary(who, h.municipal()), percent);
                    }
                };
        limit(stay, limit, from, to);
        if (limit == LimitClass.A05 || limit == LimitClass.B05) {
            stay.with("limit_long_term_on", from.toString());
        }
    }

    private static void limitBelow70(
            HouseholdDraft h, Situation situation, LocalDate from, LocalDate to) {
        LimitClass limit =
                h.turn(
                        List.of(
                                LimitClass.A01,
                                LimitClass.A02,
                                LimitClass.A03,
                                LimitClass.A04,
                                LimitClass.A05));
        limit(h.ordinary(h.adult(situation), h.dice().pick(TownInsurer.BELOW_75)), limit, from, to);
    }

    private static void limit(Stay stay, LimitClass limit, LocalDate from, LocalDate to) {
        // 02 is the certificate of those exempt from residents' tax, whose meals are reduced too
        String kind =
                switch (limit) {
                    case A05, A06, B05, B06, B07, B08 -> "02";
                    default -> "01";
                };
        stay.with("limit_kind", kind)
                .with("limit_class", limit.wire())
                .with("limit_issued_on", from.minusDays(5).toString())
                .with("limit_from", from.toString())
                .with("limit_to", to.toString());
    }

    private static void specialDisease(HouseholdDraft h) {
        Stay stay =
                h.ordinary(h.adult(Situation.SPECIAL_DISEASE), h.dice().pick(TownInsurer.BELOW_75));
        String disease = h.turn(List.of("1", "2", "3"));
        stay.with("special_disease_" + disease + "_from", h.today().minusYears(2).toString());
        if (h.variant() % 2 == 1) {
            stay.with(
                    "special_disease_" + disease + "_to",
                    HouseholdDraft.redeterminedBefore(h.today())
                            .plusYears(1)
                            .minusDays(1)
                            .toString());
        }
        if (h.variant() % 5 == 4) {
            stay.with("special_disease_2_from", h.today().minusMonths(3).toString());
        }
    }

    private static void cardClass(HouseholdDraft h) {
        CardClass card =
                h.turn(
                        List.of(
                                CardClass.SHORT_TERM_GENERAL,
                                CardClass.CERTIFICATE_OF_QUALIFICATION,
                                CardClass.SPECIAL_RETIRED,
                                CardClass.RETIRED,
                                CardClass.SHORT_TERM_RETIRED));
        TownInsurer insurer =
                card == CardClass.SPECIAL_RETIRED
                        ? h.dice().pick(TownInsurer.SOCIETIES)
                        : h.municipal();
        Stay stay =
                h.ordinary(h.person(Situation.CARD_CLASS, h.bornAged(60, 64), h.anySex()), insurer)
                        .with("card_class", card.wire());
        if (card == CardClass.SHORT_TERM_GENERAL || card == CardClass.SHORT_TERM_RETIRED) {
            stay.with("valid_to", h.today().plusMonths(3).toString());
        }
    }

    private static void reacquired(HouseholdDraft h) {
        Resident who = h.adult(Situation.REACQUIRED);
        TownInsurer insurer = h.dice().pick(TownInsurer.BELOW_75);
        InsuredIdentifier identifier = h.identifier(insurer, who);
        LocalDate lost = h.today().minusDays(h.turn(List.of(10, 90, 400)));
        LocalDate again =
                h.turn(List.of(h.today(), h.today().minusDays(30), h.today().minusDays(1)));
        h.stay(who, insurer, identifier, lost.minusYears(3)).endsOn(lost, LossReason.OTHER);
        h.next(who, insurer, identifier, HouseholdDraft.latest(again, lost.plusDays(7)));
    }

    private static void correctedIdentifier(HouseholdDraft h) {
        Resident who = h.adult(Situation.CORRECTED_IDENTIFIER);
        TownInsurer insurer = h.dice().pick(TownInsurer.BELOW_75);
        Stay stay = h.ordinary(who, insurer);
        InsuredIdentifier right = stay.identifier();
        stay.wrongAtFirst(
                switch (h.variant() % 3) {
                    case 0 ->
                            new InsuredIdentifier(right.symbol(), h.number(who, 1), right.branch());
                    case 1 ->
                            new InsuredIdentifier(
                                    right.symbol() + "1", right.number(), right.branch());
                    default -> HouseholdDraft.branch(right, "07");
                });
    }

    private static void correctedFacts(HouseholdDraft h) {
        Resident who = h.adult(Situation.CORRECTED_FACTS);
        Stay stay = h.ordinary(who, h.dice().pick(TownInsurer.BELOW_75));
        if (h.variant() % 2 == 0) {
            PersonName wrong = who.name().relative(h.dice(), who.sex());
            stay.wrongAtFirst(Map.of("name", wrong.text(), "name_kana", wrong.kana()));
        } else {
            // the day of issue written for the day of acquisition (requirements B-21)
            stay.wrongAtFirst(Map.of("acquired_on", stay.acquiredOn().plusDays(9).toString()));
        }
    }

    private static void cancelled(HouseholdDraft h) {
        Resident who = h.adult(Situation.CANCELLED);
        TownInsurer right = h.dice().pick(TownInsurer.EMPLOYEES);
        TownInsurer wrong = h.other(TownInsurer.EMPLOYEES, right);
        LocalDate from = h.longAgo(who.birthDate());
        h.stay(who, wrong, h.identifier(wrong, who), from).cancelled();
        h.next(who, right, h.identifier(right, who), from);
    }

    private static void changedFacts(HouseholdDraft h) {
        LocalDate from = h.today().plusDays(h.turn(DAYS_AROUND_TODAY));
        switch (h.variant() % 3) {
            case 0 -> {
                Place place = h.elsewhere();
                h.ordinary(h.adult(Situation.CHANGED_FACTS), h.dice().pick(TownInsurer.EMPLOYEES))
                        .changes(
                                from,
                                Map.of(
                                        "postal_code",
                                        place.postalCode(),
                                        "address",
                                        place.address()));
            }
            case 1 -> {
                Resident who = h.person(Situation.CHANGED_FACTS, h.bornAged(71, 73), h.anySex());
                h.elderlyShare(h.ordinary(who, h.municipal()), 20)
                        .changes(
                                from,
                                Map.of(
                                        "copay_percent", "30",
                                        "copay_from", from.toString(),
                                        "copay_to",
                                                HouseholdDraft.redeterminedBefore(from)
                                                        .plusYears(1)
                                                        .minusDays(1)
                                                        .toString()));
            }
            default -> {
                Resident who = h.adult(Situation.CHANGED_FACTS);
                PersonName head = who.name().relative(h.dice(), h.anySex());
                h.ordinary(who, h.municipal()).changes(from, Map.of("head_name", head.text()));
            }
        }
    }

    private static void sameNumberOtherInsurer(HouseholdDraft h) {
        Resident first = h.adult(Situation.SAME_NUMBER_OTHER_INSURER);
        Sex sex = h.anySex();
        Resident second =
                h.person(
                        Situation.SAME_NUMBER_OTHER_INSURER,
                        first.birthDate(),
                        sex,
                        PersonName.ordinary(h.dice(), sex));
        TownInsurer here = h.dice().pick(TownInsurer.SOCIETIES);
        InsuredIdentifier identifier = h.identifier(here, first);
        h.stay(first, here, identifier, h.longAgo(first.birthDate()));
        h.stay(
                second,
                h.other(TownInsurer.SOCIETIES, here),
                identifier,
                h.longAgo(second.birthDate()));
    }

    private static void schoolAge(HouseholdDraft h) {
        Resident head = h.person(Situation.PLAIN, h.bornAged(28, 45), h.anySex());
        Stay main = h.ordinary(head, h.dice().pick(TownInsurer.BELOW_75));
        int schoolYear =
                h.today().getMonthValue() >= 4 ? h.today().getYear() : h.today().getYear() - 1;
        // born on 1 April six years before: at school; on 2 April: not until next April
        LocalDate born = LocalDate.of(schoolYear - 6, 4, 1 + h.variant() % 2);
        dependant(h, h.person(Situation.SCHOOL_AGE, born, h.anySex()), main, 1);
    }

    private static LocalDate leapDay(LocalDate today, int variant) {
        int year = (today.getYear() - 24) / 4 * 4 - 4 * (variant % 9);
        return LocalDate.of(year % 100 == 0 && year % 400 != 0 ? year - 4 : year, 2, 29);
    }

    /** ASCII digits, dashes and letters in full width. */
    static String wide(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append((char) (c > ' ' && c < 0x7F ? c - 0x20 + 0xFF00 : c)));
        return out.toString();
    }
}
