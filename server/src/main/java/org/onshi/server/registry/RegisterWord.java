package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.Sex;
import org.onshi.server.matching.FiveAttributes;
import org.onshi.server.matching.KnownAddress;
import org.onshi.server.matching.KnownName;
import org.onshi.server.matching.KnownPerson;
import org.onshi.server.matching.Matcher;
import org.onshi.server.outside.KnownResident;
import org.onshi.server.outside.ResidentRegister.Asked;

/**
 * What the resident register said about the rows of a chunk, held against the rows. What they turn
 * out to need beyond it is noted as a question; the chunk is then put off, asked about by {@link
 * RegisterInquiry}, and ruled upon again, so that no transaction ever waits for the register. Not
 * for several threads.
 */
final class RegisterWord {
    private final Matcher matcher;
    private final boolean checks;
    private final boolean anyKana;
    private final Map<VaultLookup, IndividualNumber> ofRows = new HashMap<>();
    private final Map<VaultLookup, IndividualNumber> learned = new HashMap<>();
    private final Map<VaultLookup, KnownResident> residents = new HashMap<>();
    private final Map<VaultLookup, RegisterVerdict> verdicts = new HashMap<>();
    private final Map<UUID, Optional<VaultLookup>> kept = new HashMap<>();
    private final Map<Asked, Optional<VaultLookup>> found = new HashMap<>();
    private final Questions open = new Questions();

    /** What is still to be asked. */
    static final class Questions {
        final Set<VaultLookup> numbers = new LinkedHashSet<>();

        /** Pending coverages by the numbers kept beside them. */
        final Set<UUID> kept = new LinkedHashSet<>();

        final Set<Asked> people = new LinkedHashSet<>();

        boolean none() {
            return numbers.isEmpty() && kept.isEmpty() && people.isEmpty();
        }

        @Override
        public String toString() {
            return "Questions[" + numbers.size() + " " + kept.size() + " " + people.size() + "]";
        }
    }

    /**
     * @param matcher compares rows with residents
     * @param checks whether registrations are compared at all (requirements B-07, from its day on)
     */
    RegisterWord(Matcher matcher, boolean checks) {
        this(matcher, checks, false);
    }

    /**
     * @param anyKana whether somebody has made sure that two kana names are one person's
     */
    RegisterWord(Matcher matcher, boolean checks, boolean anyKana) {
        this.matcher = matcher;
        this.checks = checks;
        this.anyKana = anyKana;
    }

    // ---- for the rules

    /** What follows for a stay that shall get this number. */
    RegisterVerdict about(VaultLookup number, Stay stay) {
        if (!checks) {
            return RegisterVerdict.FREE;
        }
        KnownResident resident = residents.get(number);
        if (resident != null) {
            return compared(resident, stay);
        }
        RegisterVerdict verdict = verdicts.get(number);
        if (verdict == null) {
            open.numbers.add(number);
            return RegisterVerdict.UNKNOWN;
        }
        return verdict;
    }

    /**
     * Everything that is compared of a stay and of the resident with this number, in an order of
     * its own; of the resident nothing where the register did not say who it is.
     */
    List<String> sides(VaultLookup number, Stay stay) {
        FiveAttributes own = registered(stay, sex(stay.lastFacts()));
        List<String> sides =
                new ArrayList<>(
                        List.of(
                                own.name(),
                                own.nameKana(),
                                own.birthDate().toString(),
                                own.sex().name(),
                                own.address()));
        Optional.ofNullable(residents.get(number))
                .map(it -> known(it, stay, it.sex()))
                .ifPresent(it -> {
                    sides.add(it.birthDate().toString());
                    sides.add(it.sex().name());
                    // in whatever order the register tells them
                    it.names().stream()
                            .map(name -> name.kind() + "\0" + name.name() + "\0" + name.nameKana())
                            .sorted()
                            .forEach(sides::add);
                    it.addresses().stream()
                            .map(address ->
                                    (address.former() ? "FORMER" : "CURRENT")
                                            + "\0"
                                            + address.address())
                            .sorted()
                            .forEach(sides::add);
                });
        return sides;
    }

    /** The number kept beside a pending coverage, opened to be compared again. */
    Optional<VaultLookup> keptBeside(UUID coverageId) {
        Optional<VaultLookup> number = kept.get(coverageId);
        if (number == null) {
            open.kept.add(coverageId);
            return Optional.empty();
        }
        return number;
    }

    /** Whether a stay has all five attributes, by which alone an insurer may ask. */
    boolean canBeAskedAbout(Stay stay) {
        return asked(stay).isPresent();
    }

    /** The number of the only resident with all five attributes of a stay (requirements B-05). */
    Optional<VaultLookup> numberOf(Stay stay) {
        Optional<Asked> asked = asked(stay);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        Optional<VaultLookup> number = found.get(asked.get());
        if (number == null) {
            open.people.add(asked.get());
            return Optional.empty();
        }
        return number;
    }

    /** Whether two stays have the same kana name (requirements B-08). */
    boolean sameKana(Stay one, Stay other) {
        return anyKana
                || sameKana(
                        one.lastFacts().text(Fact.NAME_KANA),
                        other.lastFacts().text(Fact.NAME_KANA));
    }

    private boolean sameKana(String one, String other) {
        return matcher.compareKana(one, other).outcome().same();
    }

    /** Whether the resident with this number has or had the kana name of a stay. */
    boolean everNamedLike(VaultLookup number, Stay stay) {
        KnownResident resident = residents.get(number);
        String kana = stay.lastFacts().text(Fact.NAME_KANA);
        return resident != null
                && (sameKana(resident.nameKana(), kana)
                        || resident.former().stream()
                                .anyMatch(past -> sameKana(past.nameKana(), kana))
                        || resident.aliases().stream()
                                .anyMatch(alias -> sameKana(alias.nameKana(), kana)));
    }

    // ---- for whoever asks

    /** Numbers that no row brought: found by attributes, or kept beside pending coverages. */
    Map<VaultLookup, IndividualNumber> learned() {
        return Map.copyOf(learned);
    }

    /** A number that came up. */
    IndividualNumber number(VaultLookup lookup) {
        return Optional.ofNullable(ofRows.get(lookup)).orElseGet(() -> learned.get(lookup));
    }

    /** The register is to be asked about these numbers, where registrations are compared. */
    void brings(Map<VaultLookup, IndividualNumber> some) {
        ofRows.putAll(some);
        if (checks) {
            open.numbers.addAll(some.keySet());
        }
    }

    Questions open() {
        return open;
    }

    /**
     * It answered about numbers.
     *
     * @param asked the numbers
     * @param known whom it knows
     * @param unreadable the numbers for which its answer could not be read
     */
    void told(
            Collection<VaultLookup> asked,
            Map<VaultLookup, KnownResident> known,
            Set<VaultLookup> unreadable) {
        residents.putAll(known);
        for (VaultLookup number : asked) {
            if (!known.containsKey(number)) {
                verdicts.put(
                        number,
                        unreadable.contains(number)
                                ? RegisterVerdict.UNREADABLE
                                : RegisterVerdict.UNKNOWN);
            }
        }
        open.numbers.removeAll(asked);
    }

    /** A number kept beside a coverage was opened; it is to be asked about as well. */
    void opened(UUID coverageId, Optional<KeptNumbers.Kept> number) {
        kept.put(coverageId, number.map(KeptNumbers.Kept::lookup));
        open.kept.remove(coverageId);
        number.ifPresent(this::learn);
    }

    /**
     * It answered about a person. Whose the number is that it found is compared as for any other:
     * the answer alone links nobody.
     */
    void told(Asked person, Optional<KeptNumbers.Kept> number) {
        found.put(person, number.map(KeptNumbers.Kept::lookup));
        open.people.remove(person);
        number.ifPresent(this::learn);
    }

    private void learn(KeptNumbers.Kept one) {
        learned.put(one.lookup(), one.number());
        if (checks && !residents.containsKey(one.lookup()) && !verdicts.containsKey(one.lookup())) {
            open.numbers.add(one.lookup());
        }
    }

    // ---- comparing

    private RegisterVerdict compared(KnownResident resident, Stay stay) {
        Sex registered = sex(stay.lastFacts());
        // 未設定 on both sides says the same of the one person who has the number
        boolean bothUnset = registered == Sex.UNSET && resident.sex() == Sex.UNSET;
        return RegisterVerdict.of(
                matcher.compare(
                        registered(stay, bothUnset ? Sex.MALE : registered),
                        known(resident, stay, bothUnset ? Sex.MALE : resident.sex())));
    }

    private static FiveAttributes registered(Stay stay, Sex sex) {
        Facts facts = stay.lastFacts();
        return new FiveAttributes(
                facts.text(Fact.NAME),
                facts.text(Fact.NAME_KANA),
                stay.birthDate(),
                sex,
                facts.text(Fact.ADDRESS));
    }

    private static Sex sex(Facts facts) {
        return Sex.of(facts.text(Fact.SEX)).orElse(Sex.UNSET);
    }

    /** As an insurer asks for a stay's number; empty when it has not all five attributes. */
    private static Optional<Asked> asked(Stay stay) {
        FiveAttributes five = registered(stay, sex(stay.lastFacts()));
        boolean whole =
                !five.name().isBlank()
                        && !five.nameKana().isBlank()
                        && !five.address().isBlank()
                        && five.sex() != Sex.UNSET;
        return whole
                ? Optional.of(
                        new Asked(
                                five.name(),
                                five.nameKana(),
                                five.birthDate(),
                                five.sex(),
                                five.address()))
                : Optional.empty();
    }

    /**
     * A name or address of the past counts when it still held on some day of the coverage: a stay
     * may be registered as it began, before a move.
     */
    private static KnownPerson known(KnownResident resident, Stay stay, Sex sex) {
        List<KnownName> names = new ArrayList<>();
        List<KnownAddress> addresses = new ArrayList<>();
        names.add(new KnownName(resident.name(), resident.nameKana(), KnownName.Kind.CURRENT));
        addresses.add(new KnownAddress(resident.address(), false));
        for (KnownResident.Alias alias : resident.aliases()) {
            names.add(new KnownName(alias.name(), alias.nameKana(), KnownName.Kind.ALIAS));
        }
        LocalDate begin = stay.acquiredOn();
        for (KnownResident.Former past : resident.former()) {
            boolean within = past.until().map(begin::isBefore).orElse(false);
            if (within && !past.name().equals(resident.name())) {
                names.add(new KnownName(past.name(), past.nameKana(), KnownName.Kind.FORMER));
            }
            if (within && !past.address().equals(resident.address())) {
                addresses.add(new KnownAddress(past.address(), true));
            }
        }
        return new KnownPerson(
                names.stream().limit(KnownPerson.HISTORY_MAX).toList(),
                resident.birthDate(),
                sex,
                addresses.stream().limit(KnownPerson.HISTORY_MAX).toList());
    }

    /** Shows how much is open. */
    @Override
    public String toString() {
        return "RegisterWord[" + open + "]";
    }
}
