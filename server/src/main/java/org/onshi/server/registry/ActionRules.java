package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerKind;
import org.onshi.kernel.StatutoryCopay;
import org.onshi.server.registry.Ruling.Cancelled;
import org.onshi.server.registry.Ruling.NumberUse;
import org.onshi.server.registry.Ruling.Recorded;
import org.onshi.server.registry.Ruling.Refused;
import org.onshi.server.registry.Ruling.Unchanged;
import org.onshi.server.rules.Rule;
import org.onshi.server.rules.Rules;
import org.onshi.wire.MissingNumberReason;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;

/**
 * The five actions of the registration file (contracts §3) as functions of what is known: no clock,
 * no database.
 *
 * <p>Nobody is ever guessed (design 3.10): a row leads to a person only by an individual number
 * whose holder has the same birth date and sex; otherwise it stays pending.
 */
final class ActionRules {
    private final RegistryView registry;
    private final RegisterWord register;
    private final Rules rules;
    private final LocalDate today;
    private final Supplier<UUID> ids;

    /**
     * @param registry what is known
     * @param register what the resident register said about the rows' numbers
     * @param rules what the law said on which day
     * @param today the day of registration, for the age at which a ratio is needed
     * @param ids makes ids of new coverages and persons
     */
    ActionRules(
            RegistryView registry,
            RegisterWord register,
            Rules rules,
            LocalDate today,
            Supplier<UUID> ids) {
        this.registry = registry;
        this.register = register;
        this.rules = rules;
        this.today = today;
        this.ids = ids;
    }

    Ruling decide(RegistrationEvent event) {
        return switch (event.action()) {
            case ADD -> add(event);
            case CHANGE -> change(event);
            case LOSE -> lose(event);
            case CORRECT -> correct(event);
            case CANCEL -> cancel(event);
        };
    }

    // ---- a pending coverage, by its insurer's word

    /**
     * What follows when an insurer says that a pending coverage and the number kept beside it are
     * one person's: the rules of any registration, but for the register's word, which the insurer's
     * overrules.
     */
    Ruling confirmed(Stay stay, VaultLookup number) {
        return link(
                stay,
                new RegistrationEvent(
                        RegistrationAction.CHANGE,
                        stay.insurer(),
                        stay.identifier(),
                        Optional.empty(),
                        stay.birthDate(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Map.of()),
                number,
                false);
    }

    // ---- ADD

    private Ruling add(RegistrationEvent event) {
        LocalDate acquiredOn = event.acquiredOn().orElseThrow();
        Facts facts = Facts.of(event.given());
        Stay fresh =
                new Stay(
                        ids.get(),
                        ids.get(),
                        event.insurer(),
                        event.identifier(),
                        event.birthDate(),
                        acquiredOn,
                        event.lostOn(),
                        Standing.PENDING,
                        false,
                        List.of(new Segment(acquiredOn, event.lostOn(), facts)));
        if (isTaken(fresh, event.number())) {
            return new Refused(RegistrationCode.IDENTIFIER_TAKEN, "branch");
        }
        List<KnownStay> own =
                sameIdentifier(fresh)
                        .filter(k -> mayBeSamePerson(k.stay(), fresh, event.number()))
                        .toList();
        Optional<KnownStay> again =
                own.stream().filter(k -> k.stay().acquiredOn().equals(acquiredOn)).findFirst();
        if (again.isPresent()) {
            return addedAgain(again.get(), fresh, event);
        }
        if (own.stream().anyMatch(k -> k.stay().overlaps(fresh))) {
            return new Refused(RegistrationCode.OVERLAP, "acquired_on");
        }
        return link(fresh, event, true);
    }

    private Stream<KnownStay> sameIdentifier(Stay stay) {
        return registry.underKey(stay.key()).stream()
                .filter(KnownStay::stands)
                .filter(k -> k.stay().identifier().rawEquals(stay.identifier()))
                .filter(k -> sameBranch(k.stay().identifier(), stay.identifier()));
    }

    /** Whether an identifier with branch is another person's (requirements B-01, B-24). */
    private boolean isTaken(Stay fresh, Optional<VaultLookup> number) {
        return !fresh.identifier().branchKey().isEmpty()
                && sameIdentifier(fresh)
                        .filter(k -> !k.stay().coverageId().equals(fresh.coverageId()))
                        .anyMatch(k -> !mayBeSamePerson(k.stay(), fresh, number));
    }

    private Ruling addedAgain(KnownStay known, Stay fresh, RegistrationEvent event) {
        Stay stay = known.stay();
        boolean saysTheSame =
                saysTheSame(known.original(), fresh) || saysTheSame(known.stay(), fresh);
        if (!saysTheSame) {
            return new Refused(RegistrationCode.ALREADY_REGISTERED, "acquired_on");
        }
        if (stay.standing() == Standing.PENDING) {
            // sent once more, perhaps with a number that may lead somewhere now
            return unlessNothingNew(stay, link(stay, event, false));
        }
        String source = event.given(Fact.INDIVIDUAL_NUMBER_SOURCE);
        boolean otherSource =
                !source.isEmpty()
                        && !source.equals(sourceOf(known.original()))
                        && !source.equals(sourceOf(stay));
        return otherSource
                ? new Refused(
                        RegistrationCode.ALREADY_REGISTERED,
                        Fact.INDIVIDUAL_NUMBER_SOURCE.fileColumn())
                : new Unchanged(stay);
    }

    private static String sourceOf(Stay stay) {
        return stay.lastFacts().text(Fact.INDIVIDUAL_NUMBER_SOURCE);
    }

    private static boolean saysTheSame(Stay known, Stay fresh) {
        return known.lostOn().equals(fresh.lostOn())
                && known.acquiredOn().equals(fresh.acquiredOn())
                && known.segments().size() == 1
                && besideNumber(known.lastFacts()).equals(besideNumber(fresh.lastFacts()));
    }

    /** The reason for a missing number goes when the number comes, and its source comes with it. */
    private static Facts besideNumber(Facts facts) {
        return facts.with(Fact.INDIVIDUAL_NUMBER_MISSING_REASON, "")
                .with(Fact.INDIVIDUAL_NUMBER_SOURCE, "");
    }

    /**
     * Whether nothing speaks against both being of one person: same birth date and sex, and no two
     * different individual numbers. Without a branch the name counts as well, since twins may share
     * symbol and number (requirements A-39).
     */
    private boolean mayBeSamePerson(Stay known, Stay fresh, Optional<VaultLookup> number) {
        if (!known.birthDate().equals(fresh.birthDate()) || !sameSex(known, fresh)) {
            return false;
        }
        Optional<UUID> holder = number.flatMap(registry::holderOf);
        if (known.standing() == Standing.ACTIVE && number.isPresent()) {
            return holder.equals(Optional.of(known.personId()));
        }
        return !fresh.identifier().branchKey().isEmpty()
                || known.lastFacts()
                        .text(Fact.NAME_KANA)
                        .equals(fresh.lastFacts().text(Fact.NAME_KANA));
    }

    private static boolean sameSex(Stay one, Stay other) {
        return one.lastFacts().text(Fact.SEX).equals(other.lastFacts().text(Fact.SEX));
    }

    // ---- CHANGE

    private Ruling change(RegistrationEvent event) {
        LocalDate day = event.effectiveOn().orElseThrow();
        List<KnownStay> fitting = fitting(event, event.identifier());
        if (fitting.isEmpty()) {
            return new Refused(RegistrationCode.UNKNOWN_COVERAGE, "number");
        }
        if (ofSeveralPersons(fitting)) {
            return new Refused(RegistrationCode.SEVERAL_COVERAGES, "branch");
        }
        Optional<Stay> on =
                fitting.stream().map(KnownStay::stay).filter(s -> s.holdsOn(day)).findFirst();
        if (on.isEmpty()) {
            return new Refused(RegistrationCode.OUTSIDE_COVERAGE, "effective_on");
        }
        Stay stay = on.get();
        if (event.lostOnCleared()
                || !event.lostOn().map(d -> stay.lostOn().equals(event.lostOn())).orElse(true)) {
            return new Refused(RegistrationCode.NOT_CHANGEABLE, "lost_on");
        }
        String reason = stay.lastFacts().text(Fact.LOSS_REASON);
        if (event.given().containsKey(Fact.LOSS_REASON)
                && !event.given(Fact.LOSS_REASON).equals(reason)) {
            return new Refused(RegistrationCode.NOT_CHANGEABLE, Fact.LOSS_REASON.fileColumn());
        }
        if (stay.standing() == Standing.ACTIVE && leadsElsewhere(stay, event)) {
            return new Refused(RegistrationCode.NOT_CHANGEABLE, "individual_number");
        }
        Stay changed = stay;
        for (Fact fact : event.given().keySet()) {
            changed =
                    isOfTheWhole(fact)
                            ? changed.everywhere(fact, event.given(fact))
                            : changed.changed(day, fact, event.given(fact));
        }
        return finish(stay, changed, event, false);
    }

    // ---- LOSE

    private Ruling lose(RegistrationEvent event) {
        LocalDate lostOn = event.lostOn().orElseThrow();
        List<KnownStay> fitting = fitting(event, event.identifier());
        if (fitting.isEmpty()) {
            return new Refused(RegistrationCode.UNKNOWN_COVERAGE, "number");
        }
        if (ofSeveralPersons(fitting)) {
            return new Refused(RegistrationCode.SEVERAL_COVERAGES, "branch");
        }
        String reason = event.given(Fact.LOSS_REASON);
        for (KnownStay known : fitting) {
            if (known.stay().lostOn().equals(event.lostOn())
                    && known.stay().lastFacts().text(Fact.LOSS_REASON).equals(reason)) {
                return new Unchanged(known.stay());
            }
        }
        Optional<Stay> open =
                fitting.stream()
                        .map(KnownStay::stay)
                        .filter(s -> s.lostOn().isEmpty())
                        .reduce((first, later) -> later);
        if (open.isEmpty()) {
            return new Refused(RegistrationCode.ALREADY_LOST, "lost_on");
        }
        Stay stay = open.get();
        if (!stay.acquiredOn().isBefore(lostOn)) {
            return new Refused(RegistrationCode.DATE_ORDER, "lost_on");
        }
        Stay lost =
                stay.during(stay.acquiredOn(), event.lostOn()).everywhere(Fact.LOSS_REASON, reason);
        return stay.standing() == Standing.PENDING
                ? stillPending(lost, event)
                : new Recorded(lost, RegistrationCode.OK, "", "");
    }

    // ---- CORRECT

    private Ruling correct(RegistrationEvent event) {
        Optional<InsuredIdentifier> old = event.oldIdentifier();
        List<KnownStay> fitting = fitting(event, old.orElse(event.identifier()));
        boolean renamed = old.isPresent() && !fitting.isEmpty();
        if (old.isPresent() && fitting.isEmpty()) {
            // sent again: the coverage already has its right identifier
            fitting = fitting(event, event.identifier());
        }
        if (fitting.isEmpty()) {
            fitting = fittingButBirthDate(event, old.orElse(event.identifier()));
            renamed = old.isPresent();
        }
        if (fitting.isEmpty()) {
            return new Refused(
                    RegistrationCode.UNKNOWN_COVERAGE, old.isPresent() ? "old_number" : "number");
        }
        List<KnownStay> acquiredThen =
                fitting.stream()
                        .filter(k -> event.acquiredOn().equals(Optional.of(k.stay().acquiredOn())))
                        .toList();
        // a day of acquisition that is registered selects; another one corrects
        fitting = acquiredThen.isEmpty() ? fitting : acquiredThen;
        if (ofSeveralPersons(fitting)) {
            return new Refused(RegistrationCode.SEVERAL_COVERAGES, "branch");
        }
        Optional<Stay> chosen = chosenForCorrection(event, fitting);
        if (chosen.isEmpty()) {
            return new Refused(RegistrationCode.OUTSIDE_COVERAGE, "effective_on");
        }
        Stay stay = chosen.get();
        Stay corrected = stay.bornOn(event.birthDate());
        if (renamed && !stay.identifier().equals(event.identifier())) {
            corrected = corrected.identifiedAs(event.identifier());
            if (belongsToAnother(corrected)) {
                return new Refused(RegistrationCode.IDENTIFIER_TAKEN, "branch");
            }
        }
        LocalDate first = event.acquiredOn().orElse(stay.acquiredOn());
        Optional<LocalDate> end =
                event.lostOnCleared() ? Optional.empty() : event.lostOn().or(stay::lostOn);
        if (end.isPresent() && !first.isBefore(end.get())) {
            return new Refused(
                    RegistrationCode.DATE_ORDER,
                    event.acquiredOn().isPresent() ? "acquired_on" : "lost_on");
        }
        if (first.isBefore(event.birthDate())) {
            return new Refused(RegistrationCode.DATE_ORDER, "birth_date");
        }
        LocalDate day = event.effectiveOn().orElse(stay.segments().getLast().from());
        for (Fact fact : event.given().keySet()) {
            corrected =
                    isOfTheWhole(fact)
                            ? corrected.everywhere(fact, event.given(fact))
                            : corrected.corrected(day, fact, event.given(fact));
        }
        corrected = corrected.during(first, end);
        if (end.isEmpty()) {
            corrected = corrected.everywhere(Fact.LOSS_REASON, "");
        } else if (stay.lostOn().isEmpty()
                && corrected.lastFacts().text(Fact.LOSS_REASON).isEmpty()) {
            return new Refused(RegistrationCode.MISSING_FIELD, Fact.LOSS_REASON.fileColumn());
        }
        return finish(stay, corrected, event, true);
    }

    /** A coverage has one loss and one number, whatever changes from day to day. */
    private static boolean isOfTheWhole(Fact fact) {
        return fact == Fact.LOSS_REASON || fact == Fact.INDIVIDUAL_NUMBER_SOURCE;
    }

    private static Optional<Stay> chosenForCorrection(
            RegistrationEvent event, List<KnownStay> fitting) {
        if (event.effectiveOn().isPresent()) {
            LocalDate day = event.effectiveOn().get();
            return fitting.stream().map(KnownStay::stay).filter(s -> s.holdsOn(day)).findFirst();
        }
        return Optional.of(fitting.getLast().stay());
    }

    /** The only coverage or person that fits but for the birth date, which then is corrected. */
    private List<KnownStay> fittingButBirthDate(RegistrationEvent event, InsuredIdentifier named) {
        return exactFirst(
                standing(LookupKey.of(event.insurer(), named)).stream()
                        .filter(k -> sameBranch(k.stay().identifier(), named))
                        .toList(),
                named,
                KnownStay::identifier);
    }

    /** Whether another person's coverage has the same raw identifier with the same branch. */
    private boolean belongsToAnother(Stay renamed) {
        if (renamed.identifier().branchKey().isEmpty()) {
            return false;
        }
        return standing(renamed.key()).stream()
                .map(KnownStay::stay)
                .filter(s -> !s.coverageId().equals(renamed.coverageId()))
                .filter(s -> s.identifier().rawEquals(renamed.identifier()))
                .filter(s -> sameBranch(s.identifier(), renamed.identifier()))
                .anyMatch(s -> !s.personId().equals(renamed.personId()));
    }

    // ---- CANCEL

    private Ruling cancel(RegistrationEvent event) {
        List<KnownStay> all =
                exactFirst(
                        registry.underKey(event.key()).stream()
                                .filter(k -> k.stay().birthDate().equals(event.birthDate()))
                                .filter(k -> fitsBranch(k.stay().identifier(), event.identifier()))
                                .filter(k ->
                                        event.acquiredOn()
                                                .map(k.stay().acquiredOn()::equals)
                                                .orElse(true))
                                .sorted(BY_ACQUISITION)
                                .toList(),
                        event.identifier(),
                        KnownStay::identifier);
        if (all.isEmpty()) {
            return new Refused(RegistrationCode.UNKNOWN_COVERAGE, "number");
        }
        List<KnownStay> standing = all.stream().filter(KnownStay::stands).toList();
        if (ofSeveralPersons(standing)) {
            return new Refused(RegistrationCode.SEVERAL_COVERAGES, "branch");
        }
        if (standing.isEmpty()) {
            return new Unchanged(all.getLast().stay());
        }
        KnownStay last = standing.getLast();
        boolean sentAgain =
                event.acquiredOn().isEmpty()
                        && all.stream()
                                .flatMap(k -> k.cancelledAt().stream())
                                .anyMatch(last.addedAt()::isBefore);
        // the coverage it meant is cancelled already, and the one before must not follow it
        return sentAgain ? new Unchanged(last.stay()) : new Cancelled(last.stay());
    }

    // ---- what the actions share

    private static final Comparator<KnownStay> BY_ACQUISITION =
            Comparator.comparing(k -> k.stay().acquiredOn());

    /** Standing coverages under this identifier and birth date, by acquisition. */
    private List<KnownStay> fitting(RegistrationEvent event, InsuredIdentifier named) {
        boolean selects = event.action() != RegistrationAction.CORRECT;
        List<KnownStay> born =
                standing(LookupKey.of(event.insurer(), named)).stream()
                        .filter(k -> k.stay().birthDate().equals(event.birthDate()))
                        .filter(k ->
                                !selects
                                        || event.acquiredOn()
                                                .map(k.stay().acquiredOn()::equals)
                                                .orElse(true))
                        .toList();
        return fitting(born, named, KnownStay::identifier);
    }

    /**
     * Those that a row means among what stands under its key: of its branch, or, where it names
     * none, of any; then those written exactly so, if there are any (contracts §4).
     */
    static <T> List<T> fitting(
            List<T> known, InsuredIdentifier named, Function<T, InsuredIdentifier> identifier) {
        List<T> sameBranch =
                known.stream().filter(it -> sameBranch(identifier.apply(it), named)).toList();
        return exactFirst(
                sameBranch.isEmpty() && named.branchKey().isEmpty() ? known : sameBranch,
                named,
                identifier);
    }

    private List<KnownStay> standing(LookupKey key) {
        return registry.underKey(key).stream()
                .filter(KnownStay::stands)
                .sorted(BY_ACQUISITION)
                .toList();
    }

    /** Those written exactly so, if there are any (contracts §4). */
    private static <T> List<T> exactFirst(
            List<T> fitting, InsuredIdentifier named, Function<T, InsuredIdentifier> identifier) {
        List<T> exact =
                fitting.stream().filter(it -> identifier.apply(it).rawEquals(named)).toList();
        return exact.isEmpty() ? fitting : exact;
    }

    private static boolean sameBranch(InsuredIdentifier one, InsuredIdentifier other) {
        return one.branchKey().equals(other.branchKey());
    }

    private static boolean fitsBranch(InsuredIdentifier registered, InsuredIdentifier named) {
        return named.branchKey().isEmpty() || sameBranch(registered, named);
    }

    /**
     * Several names stand for several persons; a person's pending coverages have ids of their own.
     */
    private static boolean ofSeveralPersons(List<KnownStay> fitting) {
        return fitting.stream()
                                .map(KnownStay::stay)
                                .map(s ->
                                        s.standing() == Standing.ACTIVE
                                                ? s.personId().toString()
                                                : "")
                                .filter(id -> !id.isEmpty())
                                .distinct()
                                .count()
                        > 1
                || fitting.stream().map(k -> k.stay().identifier().branchKey()).distinct().count()
                        > 1
                || (fitting.stream().anyMatch(k -> k.stay().standing() == Standing.PENDING)
                        && fitting.stream()
                                        .map(k -> k.stay().lastFacts().text(Fact.NAME_KANA))
                                        .distinct()
                                        .count()
                                > 1);
    }

    private boolean leadsElsewhere(Stay stay, RegistrationEvent event) {
        return event.number()
                .map(number -> !registry.holderOf(number).equals(Optional.of(stay.personId())))
                .orElse(false);
    }

    /** Checks and links what CHANGE or CORRECT made of a stay. */
    private Ruling finish(
            Stay before, Stay after, RegistrationEvent event, boolean correctsPerson) {
        for (Fact needed :
                List.of(
                        Fact.NAME,
                        Fact.NAME_KANA,
                        Fact.SEX,
                        Fact.ADDRESS,
                        Fact.RELATIONSHIP,
                        Fact.NOTIFIED_ON)) {
            if (event.given().containsKey(needed) && event.given(needed).isEmpty()) {
                return new Refused(RegistrationCode.NOT_CLEARABLE, needed.fileColumn());
            }
        }
        if (event.number().isPresent()
                && (before.standing() == Standing.PENDING || leadsElsewhere(before, event))) {
            return unlessNothingNew(before, link(after, event, false));
        }
        if (after.equals(before)) {
            return new Unchanged(before);
        }
        boolean otherPerson =
                correctsPerson
                        && before.standing() == Standing.ACTIVE
                        && (!after.birthDate().equals(before.birthDate())
                                || !sameSex(before, after))
                        && !agrees(after, after.personId());
        if (otherPerson) {
            return new Recorded(
                    after.of(ids.get(), Standing.PENDING),
                    RegistrationCode.PERSON_MISMATCH,
                    "birth_date",
                    "");
        }
        return checked(after, event, NumberUse.NONE, Optional.empty(), Optional.empty());
    }

    /** A pending coverage about which a row says, and the register answers, what is known. */
    private Ruling unlessNothingNew(Stay before, Ruling ruling) {
        if (!(ruling instanceof Recorded recorded) || !recorded.stay().equals(before)) {
            return ruling;
        }
        boolean sameReason =
                registry.pendingOf(before.coverageId())
                        .filter(why -> why.code() == recorded.note())
                        .filter(why -> why.column().equals(recorded.column()))
                        .filter(why -> why.comparison().equals(recorded.comparison()))
                        .isPresent();
        boolean sameNumber = recorded.number().equals(registry.keptBeside(before.coverageId()));
        return sameReason && sameNumber ? new Unchanged(before) : ruling;
    }

    /** Leads a stay to the person of the row's number, or leaves it pending. */
    private Ruling link(Stay stay, RegistrationEvent event, boolean isNew) {
        Optional<VaultLookup> number = event.number();
        return number.isPresent()
                ? link(stay, event, number.get(), isNew)
                : refusal(stay, event).orElseGet(() -> awaitingNumber(stay, event, isNew));
    }

    private Ruling link(Stay stay, RegistrationEvent event, VaultLookup number, boolean isNew) {
        Stay known = sourced(stay, event, number);
        Optional<UUID> holder = registry.holderOf(number);
        Optional<UUID> left =
                stay.standing() == Standing.ACTIVE
                        ? Optional.of(stay.personId())
                        : Optional.empty();
        boolean forsaken = holder.filter(person -> isForsakenByAnother(person, known)).isPresent();
        boolean free = holder.isEmpty() || forsaken;
        RegisterVerdict verdict =
                free ? register.about(number, known) : heldBy(holder.get(), number, known);
        if (!verdict.links()) {
            boolean ownPerson = isNew || stay.standing() == Standing.PENDING;
            Stay unlinked = known.of(ownPerson ? known.personId() : ids.get(), Standing.PENDING);
            return refusal(known, event)
                    .orElseGet(() ->
                            new Recorded(
                                    unlinked,
                                    verdict.code(),
                                    verdict.column(),
                                    NumberUse.KEEP_UNLINKED,
                                    Optional.of(number),
                                    left,
                                    verdict.comparison()));
        }
        // a pending coverage's person has no other; a wrongly linked one must leave its person
        UUID own = left.isPresent() ? ids.get() : stay.personId();
        NumberUse use = forsaken ? NumberUse.REBIND : NumberUse.BIND;
        return checked(
                known.of(free ? own : holder.get(), Standing.ACTIVE),
                event,
                free ? use : NumberUse.NONE,
                Optional.of(number),
                left);
    }

    /**
     * A stay that has its number: no reason stands for it any more, and its source is the row's. Of
     * another number than so far, about which the row says nothing, the source is not known.
     */
    private Stay sourced(Stay stay, RegistrationEvent event, VaultLookup number) {
        Stay numbered = stay.everywhere(Fact.INDIVIDUAL_NUMBER_MISSING_REASON, "");
        boolean sameAsSoFar =
                event.number().isEmpty()
                        || registry.keptBeside(stay.coverageId()).equals(Optional.of(number));
        String source = event.given(Fact.INDIVIDUAL_NUMBER_SOURCE);
        return source.isEmpty() && sameAsSoFar
                ? numbered
                : numbered.everywhere(Fact.INDIVIDUAL_NUMBER_SOURCE, source);
    }

    /**
     * Whether a stay may join the person who has its number: born then, of that sex (design 3.10);
     * as the register has it; and by a kana name that is that person's, now or once (requirements
     * B-08).
     */
    private RegisterVerdict heldBy(UUID person, VaultLookup number, Stay stay) {
        if (others(stay, person).anyMatch(other -> !other.birthDate().equals(stay.birthDate()))) {
            return new RegisterVerdict(RegistrationCode.PERSON_MISMATCH, "birth_date", "");
        }
        if (others(stay, person).anyMatch(other -> !sameSex(other, stay))) {
            return new RegisterVerdict(RegistrationCode.PERSON_MISMATCH, Fact.SEX.fileColumn(), "");
        }
        RegisterVerdict verdict = register.about(number, stay);
        boolean otherKana =
                others(stay, person)
                        .anyMatch(other ->
                                !register.sameKana(other, stay)
                                        && !register.everNamedLike(number, other));
        return verdict.links() && otherKana
                ? new RegisterVerdict(
                        RegistrationCode.KANA_DIFFERS,
                        Fact.NAME_KANA.fileColumn(),
                        verdict.comparison())
                : verdict;
    }

    /** Whether a person's other coverages are of somebody with the same birth date and sex. */
    private boolean agrees(Stay stay, UUID personId) {
        return others(stay, personId)
                .allMatch(other ->
                        other.birthDate().equals(stay.birthDate()) && sameSex(other, stay));
    }

    private Stream<Stay> others(Stay stay, UUID personId) {
        return registry.standingOf(personId).stream()
                .filter(other -> other.standing() == Standing.ACTIVE)
                .filter(other -> !other.coverageId().equals(stay.coverageId()));
    }

    /**
     * Whether a person's coverages are all cancelled and one of them was of somebody with another
     * birth date or sex: whoever then has the number is another person, who inherits nothing.
     */
    private boolean isForsakenByAnother(UUID personId, Stay stay) {
        return registry.standingOf(personId).isEmpty()
                && registry.cancelledOf(personId).stream()
                        .anyMatch(past ->
                                !past.birthDate().equals(stay.birthDate()) || !sameSex(past, stay));
    }

    /** What no coverage may say, be it linked or not. */
    private Optional<Ruling> refusal(Stay stay, RegistrationEvent event) {
        Optional<String> copay = missingCopay(stay, event);
        if (copay.isPresent()) {
            return Optional.of(new Refused(RegistrationCode.RATIO_MISSING, copay.get()));
        }
        return stay.segments().stream()
                .map(segment -> FactPairs.endBeforeStart(segment.facts(), event.given().keySet()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(early -> new Refused(RegistrationCode.DATE_ORDER, early.fileColumn()));
    }

    private Ruling checked(
            Stay stay,
            RegistrationEvent event,
            NumberUse use,
            Optional<VaultLookup> number,
            Optional<UUID> left) {
        Optional<Ruling> refusal = refusal(stay, event);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        List<Stay> others = others(stay, stay.personId()).filter(stay::overlaps).toList();
        if (others.stream().anyMatch(other -> other.insurer().equals(stay.insurer()))) {
            return new Refused(RegistrationCode.OVERLAP, "acquired_on");
        }
        if (stay.standing() == Standing.PENDING) {
            return stillPending(stay, event);
        }
        RegistrationCode note = doubt(stay, event, others);
        String column =
                switch (note) {
                    case OVERLAP -> "acquired_on";
                    case RATIO_UNUSUAL, RATIO_CHANGED, RATIO_CLEARED ->
                            Fact.COPAY_PERCENT.fileColumn();
                    case LIMIT_CLEARED -> Fact.LIMIT_CLASS.fileColumn();
                    case ISSUED_BEFORE_ACQUIRED -> Fact.ISSUED_ON.fileColumn();
                    case IDENTIFIER_MIXED ->
                            InsuredIdentifier.mixesWidths(stay.identifier().symbol())
                                    ? "symbol"
                                    : "number";
                    default -> "";
                };
        return new Recorded(stay, note, column, use, number, left, "");
    }

    /**
     * What is registered as it came, but most likely is not what was meant; what takes something
     * away first, since nothing else will ever show it.
     */
    private RegistrationCode doubt(Stay stay, RegistrationEvent event, List<Stay> others) {
        Optional<Stay> before =
                registry.standingOf(stay.personId()).stream()
                        .filter(known -> known.coverageId().equals(stay.coverageId()))
                        .findFirst();
        CopayDoubt copay = new CopayDoubt(before, stay, event, today);
        return copay.takenAway()
                .or(() ->
                        others.isEmpty() ? copay.unlikely() : Optional.of(RegistrationCode.OVERLAP))
                .orElseGet(() ->
                        issuedBeforeAcquired(stay, event)
                                ? RegistrationCode.ISSUED_BEFORE_ACQUIRED
                                : identifierDoubt(stay, event));
    }

    private static RegistrationCode identifierDoubt(Stay stay, RegistrationEvent event) {
        boolean named =
                event.action() == RegistrationAction.ADD || event.oldIdentifier().isPresent();
        InsuredIdentifier identifier = stay.identifier();
        return named
                        && (InsuredIdentifier.mixesWidths(identifier.symbol())
                                || InsuredIdentifier.mixesWidths(identifier.number()))
                ? RegistrationCode.IDENTIFIER_MIXED
                : RegistrationCode.OK;
    }

    /** Days that may have been mixed up, where the row says one of them (requirements B-21). */
    private static boolean issuedBeforeAcquired(Stay stay, RegistrationEvent event) {
        boolean touched =
                event.acquiredOn().isPresent() || event.given().containsKey(Fact.ISSUED_ON);
        return touched
                && stay.lastFacts()
                        .get(Fact.ISSUED_ON)
                        .map(LocalDate::parse)
                        .map(stay.acquiredOn()::isAfter)
                        .orElse(false);
    }

    /**
     * The column of the ratio when the stay needs one on its last day so far and has none: from 70
     * on, and with the late-stage scheme (requirements B-21). Only rows that could have given it
     * are asked.
     */
    private Optional<String> missingCopay(Stay stay, RegistrationEvent event) {
        boolean asked =
                event.action() == RegistrationAction.ADD
                        || event.given().containsKey(Fact.COPAY_PERCENT);
        if (!asked) {
            return Optional.empty();
        }
        LocalDate asOf = stay.lastDaySoFar(today);
        boolean needed =
                stay.insurer().kind() == InsurerKind.LATE_STAGE_ELDERLY
                        || !asOf.isBefore(StatutoryCopay.elderlyFrom(stay.birthDate()));
        boolean missing = stay.factsNear(asOf).text(Fact.COPAY_PERCENT).isEmpty();
        return needed && missing ? Optional.of(Fact.COPAY_PERCENT.fileColumn()) : Optional.empty();
    }

    /**
     * A pending stay about which a row without number said something. What was not right before may
     * be right now, so that the number kept beside it is compared again.
     */
    private Ruling stillPending(Stay stay, RegistrationEvent event) {
        if (stay.lastFacts().get(Fact.INDIVIDUAL_NUMBER_MISSING_REASON).isPresent()) {
            return awaitingNumber(stay, event, false);
        }
        if (describesOtherwise(stay)) {
            UUID coverage = stay.coverageId();
            Optional<VaultLookup> kept =
                    registry.keptBeside(coverage)
                            .or(() ->
                                    registry.forgotKept(coverage)
                                            ? Optional.empty()
                                            : register.keptBeside(coverage));
            if (kept.isPresent()) {
                return link(stay, event, kept.get(), false);
            }
        }
        return registry.pendingOf(stay.coverageId())
                .map(why -> new Recorded(stay, why.code(), why.column(), why.comparison()))
                .orElseGet(() ->
                        new Recorded(
                                stay, RegistrationCode.PERSON_MISMATCH, "individual_number", ""));
    }

    /** Whether one of the five attributes is another than it was known so far. */
    private boolean describesOtherwise(Stay stay) {
        return registry.standingOf(stay.personId()).stream()
                .filter(known -> known.coverageId().equals(stay.coverageId()))
                .anyMatch(known ->
                        !known.birthDate().equals(stay.birthDate())
                                || !described(known).equals(described(stay)));
    }

    private static List<String> described(Stay stay) {
        Facts facts = stay.lastFacts();
        return List.of(
                facts.text(Fact.NAME),
                facts.text(Fact.NAME_KANA),
                facts.text(Fact.SEX),
                facts.text(Fact.ADDRESS));
    }

    /**
     * A stay without number: when the number was not handed in, the register is asked for it by all
     * five attributes (requirements B-05). A number kept before a reason took its place is
     * forgotten.
     */
    private Ruling awaitingNumber(Stay stay, RegistrationEvent event, boolean isNew) {
        boolean asks =
                isNotProvided(stay.lastFacts())
                        && register.canBeAskedAbout(stay)
                        && rules.says(Rule.REGISTER_INQUIRY_ITEMS, today, "5");
        Optional<VaultLookup> found = asks ? register.numberOf(stay) : Optional.empty();
        if (found.isPresent()) {
            return isTaken(stay, found)
                    ? new Refused(RegistrationCode.IDENTIFIER_TAKEN, "branch")
                    : link(stay, event, found.get(), isNew);
        }
        return new Recorded(
                stay.everywhere(Fact.INDIVIDUAL_NUMBER_SOURCE, ""),
                asks ? RegistrationCode.UNRESOLVED : withoutNumber(stay),
                "individual_number",
                NumberUse.FORGET_KEPT,
                Optional.empty(),
                Optional.empty(),
                "");
    }

    private static boolean isNotProvided(Facts facts) {
        return MissingNumberReason.of(facts.text(Fact.INDIVIDUAL_NUMBER_MISSING_REASON))
                .filter(MissingNumberReason.NOT_PROVIDED::equals)
                .isPresent();
    }

    /**
     * A notice that had to carry the number and does not is told apart from one that need not, or
     * whose person has none (requirements B-04). The duty is the notice's (資格取得の届出における…記載義務,
     * S000:139): the day it was received decides, not the day of acquisition, so that earlier
     * notices keep their rule however late they are registered.
     */
    private RegistrationCode withoutNumber(Stay stay) {
        Facts facts = stay.lastFacts();
        boolean owed =
                facts.get(Fact.NOTIFIED_ON)
                        .map(LocalDate::parse)
                        .filter(day ->
                                rules.says(Rule.INDIVIDUAL_NUMBER_IN_NOTICE, day, "REQUIRED"))
                        .isPresent();
        return isNotProvided(facts) && owed
                ? RegistrationCode.NUMBER_MISSING
                : RegistrationCode.AWAITING_NUMBER;
    }
}
