package org.onshi.server.registry;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.CopayPercent;
import org.onshi.kernel.InsurerKind;
import org.onshi.kernel.LimitClass;
import org.onshi.kernel.StatutoryCopay;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;

/**
 * What a row says of ratio and limit class that most likely was not meant (facts §2.4, §7;
 * requirements B-21). Never a reason to refuse the row, which would make its person pay everything.
 */
final class CopayDoubt {
    private static final int HIGH_INCOME_PERCENT = 30;

    /** 判定替え: the year's income takes effect. */
    private static final MonthDay REDETERMINED = MonthDay.of(8, 1);

    /** 2割 begins for 後期高齢者. */
    private static final LocalDate LATE_STAGE_TWENTY = LocalDate.of(2022, 10, 1);

    private static final List<Fact> COPAY_AND_LIMIT =
            List.of(
                    Fact.COPAY_PERCENT,
                    Fact.COPAY_FROM,
                    Fact.COPAY_TO,
                    Fact.LIMIT_CLASS,
                    Fact.LIMIT_FROM,
                    Fact.LIMIT_TO);

    private final Optional<Stay> before;
    private final Stay after;
    private final RegistrationEvent event;
    private final LocalDate today;

    /**
     * @param before the coverage as it was known so far; empty of a new one
     * @param after what the row makes of it
     * @param event the row
     * @param today the day of registration
     */
    CopayDoubt(Optional<Stay> before, Stay after, RegistrationEvent event, LocalDate today) {
        this.before = before;
        this.after = after;
        this.event = event;
        this.today = today;
    }

    /** That an answer will lack what it had: a class in force, or a ratio that was answered. */
    Optional<RegistrationCode> takenAway() {
        if (clears(Fact.LIMIT_CLASS, Fact.LIMIT_TO)) {
            return Optional.of(RegistrationCode.LIMIT_CLEARED);
        }
        return clears(Fact.COPAY_PERCENT, Fact.COPAY_TO)
                ? Optional.of(RegistrationCode.RATIO_CLEARED)
                : Optional.empty();
    }

    /**
     * Whether a fact is gone from days on which it had not ended; a ratio, where it is answered.
     */
    private boolean clears(Fact fact, Fact end) {
        Optional<Stay> shown = shownSoFar();
        return event.given().containsKey(fact)
                && shown.isPresent()
                && after.segments().stream()
                        .filter(segment -> segment.facts().text(fact).isEmpty())
                        .filter(segment ->
                                fact != Fact.COPAY_PERCENT || isAnswered(lastDaySoFar(segment)))
                        .anyMatch(segment -> held(shown.get(), segment.from(), fact, end));
    }

    /** The coverage as answers had it; a pending one was in none. */
    private Optional<Stay> shownSoFar() {
        return before.filter(stay -> stay.standing() == Standing.ACTIVE);
    }

    private static boolean held(Stay known, LocalDate day, Fact fact, Fact end) {
        Facts facts = known.factsNear(day);
        return facts.get(fact).isPresent()
                && facts.get(end).map(LocalDate::parse).filter(day::isAfter).isEmpty();
    }

    /** That a ratio fits neither age nor class, or changes without a cause that the row shows. */
    Optional<RegistrationCode> unlikely() {
        if (isUnusual()) {
            return Optional.of(RegistrationCode.RATIO_UNUSUAL);
        }
        return changesWithoutCause()
                ? Optional.of(RegistrationCode.RATIO_CHANGED)
                : Optional.empty();
    }

    /**
     * A ratio that can be right at that age and still is not what the income gives: 4,017 of 5,695
     * wrong ones (facts §7). A CORRECT says itself that a value was wrong.
     */
    private boolean changesWithoutCause() {
        Optional<Stay> shown = shownSoFar();
        if (event.action() != RegistrationAction.CHANGE
                || shown.isEmpty()
                || event.given(Fact.COPAY_PERCENT).isEmpty()) {
            return false;
        }
        LocalDate day = event.effectiveOn().orElseThrow();
        Facts was = shown.get().factsNear(day);
        Facts is = after.factsNear(day);
        return changed(Fact.COPAY_PERCENT, was, is)
                && was.get(Fact.COPAY_PERCENT).isPresent()
                && isAnswered(day)
                && !changed(Fact.LIMIT_CLASS, was, is)
                && !isDayOfChange(day);
    }

    private static boolean changed(Fact fact, Facts was, Facts is) {
        return !was.text(fact).equals(is.text(fact));
    }

    /** A day on which the law, or the age, gives many another ratio. */
    private boolean isDayOfChange(LocalDate day) {
        LocalDate born = after.birthDate();
        return MonthDay.from(day).equals(REDETERMINED)
                || StatutoryCopay.on(born, day) != StatutoryCopay.on(born, day.minusDays(1))
                || (isLateStage() && day.equals(LATE_STAGE_TWENTY));
    }

    /**
     * A ratio that fits not the age on its days, or from 70 on not the limit class, on the row's
     * day or in any segment that the row gave another ratio or limit.
     */
    private boolean isUnusual() {
        boolean touched =
                event.given().containsKey(Fact.COPAY_PERCENT)
                        || event.given().containsKey(Fact.LIMIT_CLASS);
        if (!touched) {
            return false;
        }
        Facts ofTheDay = after.factsNear(event.effectiveOn().orElse(after.lastDaySoFar(today)));
        return after.segments().stream()
                .filter(segment ->
                        segment.facts().equals(ofTheDay)
                                || before.map(known -> paysOtherwise(known, segment)).orElse(true))
                .anyMatch(this::isUnusual);
    }

    private static boolean paysOtherwise(Stay known, Segment segment) {
        Facts facts = known.factsNear(segment.from());
        return COPAY_AND_LIMIT.stream().anyMatch(fact -> changed(fact, facts, segment.facts()));
    }

    private boolean isUnusual(Segment segment) {
        Facts facts = segment.facts();
        Optional<CopayPercent> percent =
                facts.get(Fact.COPAY_PERCENT).map(Integer::valueOf).map(CopayPercent::new);
        if (percent.isEmpty()) {
            return false;
        }
        LocalDate day = dayOfCopay(segment);
        // its insured may be younger than 75, by 障害認定
        if (!isLateStage() && !StatutoryCopay.on(after.birthDate(), day).allows(percent.get())) {
            return true;
        }
        boolean ofHighIncome = percent.get().value() == HIGH_INCOME_PERCENT;
        return isAnswered(day)
                && limitHoldsOn(day, facts)
                && facts.get(Fact.LIMIT_CLASS)
                        .flatMap(LimitClass::of)
                        .filter(LimitClass::isFromSeventy)
                        .filter(limit -> limit.isOfHighIncome() != ofHighIncome)
                        .isPresent();
    }

    private boolean isLateStage() {
        return after.insurer().kind() == InsurerKind.LATE_STAGE_ELDERLY;
    }

    /** Whether a registered ratio is ever answered: below 70 the age alone gives it. */
    private boolean isAnswered(LocalDate day) {
        return isLateStage() || StatutoryCopay.on(after.birthDate(), day) == StatutoryCopay.ELDERLY;
    }

    /** Whether the limit class holds on a day; without a day it is open on that side. */
    private static boolean limitHoldsOn(LocalDate day, Facts facts) {
        return facts.within(day, Fact.LIMIT_FROM, Fact.LIMIT_TO);
    }

    /** The segment's last day so far, or the one nearest to it with the ratio. */
    private LocalDate dayOfCopay(Segment segment) {
        LocalDate day = lastDaySoFar(segment);
        Optional<LocalDate> from = segment.facts().get(Fact.COPAY_FROM).map(LocalDate::parse);
        Optional<LocalDate> to = segment.facts().get(Fact.COPAY_TO).map(LocalDate::parse);
        return from.filter(day::isBefore).or(() -> to.filter(day::isAfter)).orElse(day);
    }

    private LocalDate lastDaySoFar(Segment segment) {
        LocalDate soFar = after.lastDaySoFar(today);
        LocalDate begun = soFar.isBefore(segment.from()) ? segment.from() : soFar;
        return segment.to().map(to -> to.minusDays(1)).filter(begun::isAfter).orElse(begun);
    }
}
