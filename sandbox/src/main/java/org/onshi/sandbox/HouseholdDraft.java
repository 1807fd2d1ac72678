package org.onshi.sandbox;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.Sex;
import org.onshi.kernel.StatutoryCopay;

/**
 * A household being made up: its people, their coverages, and the choices that all recipes share.
 */
final class HouseholdDraft {
    private static final LocalDate LATE_STAGE_SCHEME_BEGAN = LocalDate.of(2008, 4, 1);
    private static final MonthDay REDETERMINED_ON = MonthDay.of(8, 1);
    private static final int HISTORY_YEARS = 15;

    /** Days before today in which nothing particular happens to a plain coverage. */
    private static final int QUIET_DAYS = 60;

    private final LocalDate today;
    private final Dice dice;
    private final Numbers numbers;
    private final int firstPerson;
    private final int variant;
    private final Place.Municipality municipality;
    private final Place place;
    private final List<Resident> people = new ArrayList<>();
    private final List<Stay> stays = new ArrayList<>();
    private final List<Household.Listing> beliefs = new ArrayList<>();

    /**
     * @param variant how many households of this recipe came before: recipes walk through their
     *     cases with it
     */
    HouseholdDraft(LocalDate today, Dice dice, Numbers numbers, int firstPerson, int variant) {
        this.today = today;
        this.dice = dice;
        this.numbers = numbers;
        this.firstPerson = firstPerson;
        this.variant = variant;
        this.municipality = dice.chance(60) ? Place.Municipality.ONSHI : Place.Municipality.AONAMI;
        this.place = Place.in(municipality, dice);
    }

    LocalDate today() {
        return today;
    }

    Dice dice() {
        return dice;
    }

    int variant() {
        return variant;
    }

    /** The case of this household, walking through a list from one household to the next. */
    <T> T turn(List<T> cases) {
        return cases.get(variant % cases.size());
    }

    Sex anySex() {
        return dice.chance(50) ? Sex.MALE : Sex.FEMALE;
    }

    /** Somebody with an ordinary name, of the family if there is one already. */
    Resident person(Situation situation, LocalDate birthDate, Sex sex) {
        PersonName name =
                people.isEmpty()
                        ? PersonName.ordinary(dice, sex)
                        : people.getFirst().name().relative(dice, sex);
        return person(situation, birthDate, sex, name);
    }

    Resident person(Situation situation, LocalDate birthDate, Sex sex, PersonName name) {
        int index = firstPerson + people.size();
        Resident resident =
                new Resident(
                        "P%07d".formatted(index),
                        index,
                        numbers.individual(index),
                        name,
                        birthDate,
                        sex,
                        place,
                        situation);
        people.add(resident);
        return resident;
    }

    /** A grown-up below 65 with an ordinary name. */
    Resident adult(Situation situation) {
        return person(situation, bornAged(20, 64), anySex());
    }

    /** A birth date of somebody between these ages today, both included. */
    LocalDate bornAged(int youngest, int oldest) {
        return dice.day(today.minusYears(oldest + 1).plusDays(1), today.minusYears(youngest));
    }

    /** A day of acquisition well in the past, from 18 years on, for a child from birth on. */
    LocalDate longAgo(LocalDate birthDate) {
        LocalDate last = today.minusDays(QUIET_DAYS);
        LocalDate grown = birthDate.plusYears(18);
        LocalDate first =
                latest(today.minusYears(HISTORY_YEARS), grown.isAfter(last) ? birthDate : grown);
        return dice.day(first, last);
    }

    /** The municipality's national health insurance. */
    TownInsurer municipal() {
        return inMunicipality(TownInsurer.MUNICIPALITIES);
    }

    /** The late-stage elderly insurer of the municipality's prefecture. */
    TownInsurer lateStage() {
        return inMunicipality(TownInsurer.LATE_STAGE);
    }

    /** Of two insurers, a municipality each, the one here. */
    private TownInsurer inMunicipality(List<TownInsurer> insurers) {
        return switch (municipality) {
            case ONSHI -> insurers.getFirst();
            case AONAMI -> insurers.getLast();
        };
    }

    /** Any insurer of the list but this. */
    TownInsurer other(List<TownInsurer> insurers, TownInsurer than) {
        int at = insurers.indexOf(than);
        return at < 0
                ? dice.pick(insurers)
                : insurers.get((at + dice.between(1, insurers.size() - 1)) % insurers.size());
    }

    /** An address elsewhere. */
    Place elsewhere() {
        return Place.in(
                municipality == Place.Municipality.ONSHI
                        ? Place.Municipality.AONAMI
                        : Place.Municipality.ONSHI,
                dice);
    }

    /**
     * An ordinary identifier with this insurer for the head of a household; another one for each
     * further coverage.
     */
    InsuredIdentifier identifier(TownInsurer insurer, Resident head) {
        return switch (insurer.kind()) {
            case KYOKAI_KENPO -> of(Integer.toString(21_010_000 + dice.between(1, 400) * 13), head);
            case HEALTH_SOCIETY, NHI_SOCIETY -> of(Integer.toString(dice.between(101, 899)), head);
            case MUTUAL_AID -> of(dice.between(11, 99) + "01", head);
            case LATE_STAGE_ELDERLY ->
                    new InsuredIdentifier("", numbers.lateStage(head.index(), slot(head)), "");
            default -> of(Integer.toString(dice.between(10, 99)), head);
        };
    }

    /** 番号 of this person, one of {@link Numbers#SLOTS_PER_PERSON}. */
    String number(Resident who, int slot) {
        return numbers.insured(who.index(), slot);
    }

    /** Slot 1 is left for wrong numbers. */
    private int slot(Resident head) {
        return stays.stream().anyMatch(stay -> stay.who().equals(head)) ? 2 : 0;
    }

    private InsuredIdentifier of(String symbol, Resident head) {
        return new InsuredIdentifier(symbol, number(head, slot(head)), "00");
    }

    /** The same symbol and number with another branch number. */
    static InsuredIdentifier branch(InsuredIdentifier identifier, String branch) {
        return new InsuredIdentifier(identifier.symbol(), identifier.number(), branch);
    }

    /** A first coverage. */
    Stay stay(
            Resident who, TownInsurer insurer, InsuredIdentifier identifier, LocalDate acquiredOn) {
        return stay(who, insurer, identifier, acquiredOn, 1);
    }

    /** A coverage that follows another of the person's. */
    Stay next(
            Resident who, TownInsurer insurer, InsuredIdentifier identifier, LocalDate acquiredOn) {
        return stay(who, insurer, identifier, acquiredOn, 3);
    }

    private Stay stay(
            Resident who,
            TownInsurer insurer,
            InsuredIdentifier identifier,
            LocalDate acquiredOn,
            int phase) {
        LocalDate notified = acquiredOn.plusDays(dice.between(0, 4));
        Stay stay =
                new Stay(
                        who,
                        insurer,
                        identifier,
                        acquiredOn,
                        notified.isAfter(today) ? today : notified,
                        phase);
        stays.add(stay);
        return stay;
    }

    /** A first coverage with an ordinary identifier, acquired long ago. */
    Stay ordinary(Resident who, TownInsurer insurer) {
        return stay(who, insurer, identifier(insurer, who), longAgo(who.birthDate()));
    }

    /** The share of 70 to 74 on an elderly recipient certificate. */
    Stay elderlyShare(Stay stay, int percent) {
        LocalDate birth = stay.who().birthDate();
        LocalDate lastDay = earliest(today, StatutoryCopay.lateStageFrom(birth).minusDays(1));
        LocalDate from =
                latest(
                        StatutoryCopay.elderlyFrom(birth),
                        redeterminedBefore(lastDay),
                        stay.acquiredOn());
        LocalDate to =
                earliest(redeterminedBefore(from).plusYears(1), StatutoryCopay.lateStageFrom(birth))
                        .minusDays(1);
        return stay.with("copay_percent", Integer.toString(percent))
                .with("copay_from", from.toString())
                .with("copay_to", to.toString())
                .with("elderly_issued_on", earliest(from.minusDays(10), today).toString());
    }

    /** The coverage of somebody of 75 and older, with its share. */
    Stay lateStageStay(Resident who, int percent, boolean follows) {
        TownInsurer insurer = lateStage();
        LocalDate acquired =
                latest(StatutoryCopay.lateStageFrom(who.birthDate()), LATE_STAGE_SCHEME_BEGAN);
        InsuredIdentifier identifier = identifier(insurer, who);
        Stay stay =
                follows
                        ? next(who, insurer, identifier, acquired)
                        : stay(who, insurer, identifier, acquired);
        LocalDate from = latest(redeterminedBefore(today), acquired);
        return stay.with("copay_percent", Integer.toString(percent))
                .with("copay_from", from.toString())
                .with("copay_to", redeterminedBefore(from).plusYears(1).minusDays(1).toString());
    }

    /** The last 1 August on or before a day: shares are determined anew each year (facts §2.4). */
    static LocalDate redeterminedBefore(LocalDate day) {
        LocalDate thisYear = REDETERMINED_ON.atYear(day.getYear());
        return thisYear.isAfter(day) ? thisYear.minusYears(1) : thisYear;
    }

    /** What a person without registration believes to have. */
    Household.Listing believes(Resident who, TownInsurer insurer) {
        Household.Listing belief =
                new Household.Listing(
                        who,
                        insurer.number(),
                        identifier(insurer, who),
                        Optional.empty(),
                        Optional.empty());
        beliefs.add(belief);
        return belief;
    }

    Household finish() {
        List<Household.Event> events =
                stays.stream().flatMap(stay -> stay.events().stream()).toList();
        List<Household.Listing> listings = new ArrayList<>(beliefs);
        stays.forEach(stay -> stay.listing().ifPresent(listings::add));
        return new Household(people, events, listings);
    }

    static LocalDate latest(LocalDate... days) {
        LocalDate latest = days[0];
        for (LocalDate day : days) {
            latest = day.isAfter(latest) ? day : latest;
        }
        return latest;
    }

    static LocalDate earliest(LocalDate... days) {
        LocalDate earliest = days[0];
        for (LocalDate day : days) {
            earliest = day.isBefore(earliest) ? day : earliest;
        }
        return earliest;
    }
}
