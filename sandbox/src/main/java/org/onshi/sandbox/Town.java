package org.onshi.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;

/**
 * A synthetic town: people, their insurers and what these register (docs/town.md). The same seed,
 * size and day give the same files, byte for byte. The named persons (testdata/people) live in
 * every town.
 *
 * <p>Households are made and written one by one, so that memory does not grow with the town.
 */
public final class Town {
    /** People of a town unless said otherwise. */
    public static final int PEOPLE_DEFAULT = 1_000;

    /** From here on every situation has at least {@link #ROUNDS} people. */
    public static final int PEOPLE_FOR_EVERY_SITUATION = 300;

    private static final int ROUNDS = 5;
    private static final int PROGRESS_EVERY = 1_000;
    private static final int HOUSEHOLD_MAX = 5;

    /**
     * What the rest of the town is made of once every situation has its people: of 100 households.
     */
    private static final Map<Situation, Integer> SHARE_OF_100 =
            Map.of(
                    Situation.PLAIN, 25,
                    Situation.DEPENDANT, 40,
                    Situation.ELDERLY_20, 10,
                    Situation.ELDERLY_30, 2,
                    Situation.LATE_STAGE_10, 10,
                    Situation.LATE_STAGE_20, 4,
                    Situation.LATE_STAGE_30, 1);

    /** In a fixed order, so that a seed gives one town. */
    private static final List<Situation> COMMON = SHARE_OF_100.keySet().stream().sorted().toList();

    private static final List<Situation> RARE =
            Stream.of(Situation.values())
                    .filter(situation -> !SHARE_OF_100.containsKey(situation))
                    .toList();

    private final Settings settings;
    private final Numbers numbers;
    private final Map<Situation, Integer> built = new EnumMap<>(Situation.class);
    private final Map<Situation, Integer> peopleOf = new EnumMap<>(Situation.class);
    private int people;
    private int households;

    private Town(Settings settings) {
        this.settings = settings;
        this.numbers = new Numbers(settings.seed());
    }

    /**
     * Which town.
     *
     * @param seed any number; another one gives another town
     * @param people at least as many as there are named persons (so many are made in any case), at
     *     most 1,000,000
     * @param today the day of the demo's clock around which boundary days lie
     */
    public record Settings(long seed, int people, LocalDate today) {
        public Settings {
            if (people < 1 || people > Numbers.PEOPLE_MAX) {
                throw new IllegalArgumentException(
                        "a town has 1 to " + Numbers.PEOPLE_MAX + " people");
            }
        }
    }

    /** The twelve insurers, in the order of insurers.csv. */
    public static List<TownInsurer> insurers() {
        return TownInsurer.ALL;
    }

    /** The facilities, in the order of facilities.csv; the first has the demo's terminal. */
    public static List<TownFacility> facilities() {
        return TownFacility.ALL;
    }

    /** Numbers of {@link #insurers()}. */
    public static List<InsurerNumber> insurerNumbers() {
        return TownInsurer.ALL.stream().map(TownInsurer::number).toList();
    }

    /** Codes of {@link #facilities()}. */
    public static List<FacilityCode> facilityCodes() {
        return TownFacility.ALL.stream().map(TownFacility::code).toList();
    }

    /** Makes a town without reporting progress. */
    public static TownFiles generate(Path folder, Settings settings) {
        return generate(folder, settings, people -> {});
    }

    /**
     * Makes a town and writes its files. The folder appears whole or not at all; a half-made one of
     * an interrupted run is swept away.
     *
     * @param folder must not exist yet: a kept town is kept
     * @param progress told the number of people made so far, every thousand
     */
    public static TownFiles generate(Path folder, Settings settings, IntConsumer progress) {
        if (Files.exists(folder)) {
            throw new IllegalStateException(
                    folder.getFileName()
                            + " exists already; use it, or delete it to make another town");
        }
        Path making = folder.resolveSibling(folder.getFileName() + ".new");
        try {
            sweep(making);
            PrivateFiles.folder(making);
            try (TownWriter writer = new TownWriter(making, settings.today(), settings.seed())) {
                new Town(settings).fill(writer, progress);
            }
            Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TownFiles(folder);
    }

    private void fill(TownWriter writer, IntConsumer progress) throws IOException {
        for (Household household : NamedPeople.households(settings.today())) {
            write(writer, household, progress);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Situation situation : Situation.values()) {
                if (peopleOf.getOrDefault(situation, 0) >= ROUNDS) {
                    continue;
                }
                Household household = next(situation);
                if (people + household.people().size() <= settings.people()) {
                    write(writer, household, progress);
                }
            }
        }
        while (people < settings.people()) {
            write(writer, any(), progress);
        }
        progress.accept(people);
    }

    private void write(TownWriter writer, Household household, IntConsumer progress)
            throws IOException {
        writer.write(household);
        household.people().forEach(who -> peopleOf.merge(who.situation(), 1, Integer::sum));
        int before = people;
        people += household.people().size();
        households++;
        if (before / PROGRESS_EVERY != people / PROGRESS_EVERY) {
            progress.accept(people);
        }
    }

    /** A household of the mixture of the town. */
    private Household any() {
        Dice dice = Dice.of(settings.seed() ^ 0x70776E, households);
        if (settings.people() - people < HOUSEHOLD_MAX) {
            return next(Situation.PLAIN);
        }
        int point = dice.between(1, 100);
        for (Situation situation : COMMON) {
            point -= SHARE_OF_100.get(situation);
            if (point <= 0) {
                return situation == Situation.DEPENDANT
                        ? make(
                                situation,
                                draft -> Recipes.family(draft, dice.between(1, HOUSEHOLD_MAX - 1)))
                        : next(situation);
            }
        }
        return next(dice.pick(RARE));
    }

    private Household next(Situation situation) {
        return make(situation, Recipes.of(situation));
    }

    private Household make(Situation situation, Consumer<HouseholdDraft> recipe) {
        int variant = built.merge(situation, 1, Integer::sum) - 1;
        HouseholdDraft draft =
                new HouseholdDraft(
                        settings.today(),
                        Dice.of(settings.seed(), households),
                        numbers,
                        people,
                        variant);
        recipe.accept(draft);
        return draft.finish();
    }

    private static void sweep(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
