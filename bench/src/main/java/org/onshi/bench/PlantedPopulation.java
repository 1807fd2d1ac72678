package org.onshi.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.onshi.bench.PopulationWords.Kind;
import org.onshi.bench.PopulationWords.Word;
import org.onshi.kernel.CheckDigit;
import org.onshi.kernel.Kana;
import org.onshi.kernel.Sex;
import org.onshi.server.matching.FiveAttributes;
import org.onshi.server.matching.KnownAddress;
import org.onshi.server.matching.KnownName;
import org.onshi.server.matching.KnownPerson;

/**
 * Residents and what an insurer registered of them, with faults planted in fixed shares. The same
 * seed gives the same population.
 */
final class PlantedPopulation {
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1930, 1, 1);
    private static final int BIRTH_DAYS = 33_000;
    private static final long FIRST_BODY = 21_098_765_432L;
    private static final long BODY_STEP = 48_271;
    private static final long BODIES = 100_000_000_000L;

    /** Digits that far apart have the same weight in the check digit (facts §1.5). */
    private static final int EQUAL_WEIGHT_DISTANCE = 6;

    private static final int DAY_AS_MONTH_MAX = 12;
    private static final int BUILDING_PERCENT = 40;

    private final Random random;
    private final PopulationWords words = new PopulationWords();
    private final List<KnownPerson> residents = new ArrayList<>();
    private final Map<String, Integer> holders = new HashMap<>();
    private final List<String> numbers = new ArrayList<>();
    private final List<PlantedRegistration> registrations = new ArrayList<>();
    private final long firstBody;
    private long bodies;

    /**
     * @param people how many are registered
     * @param seed of whatever is drawn
     * @param numbersFrom another one gives the same people other individual numbers, 0 or more
     */
    PlantedPopulation(int people, long seed, long numbersFrom) {
        this.random = new Random(seed);
        this.firstBody = FIRST_BODY + numbersFrom;
        List<PlantedKind> kinds = new ArrayList<>();
        for (PlantedKind kind : PlantedKind.values()) {
            long share = (long) people * kind.share() / PlantedKind.WHOLE;
            long count = kind.share() == 0 ? 0 : Math.max(1, share);
            kinds.addAll(Collections.nCopies((int) count, kind));
        }
        kinds.addAll(Collections.nCopies(people - kinds.size(), PlantedKind.PLAIN));
        Collections.shuffle(kinds, random);
        kinds.forEach(this::plant);
    }

    List<KnownPerson> residents() {
        return residents;
    }

    List<PlantedRegistration> registrations() {
        return registrations;
    }

    /** The individual number of the resident at a position. */
    String number(int resident) {
        return numbers.get(resident);
    }

    /** Whose number this is; a position among the residents. */
    Optional<Integer> holder(String number) {
        return Optional.ofNullable(holders.get(number));
    }

    private void plant(PlantedKind kind) {
        Draft draft = draft(kind);
        String number = freshNumber();
        int person = move(kind, draft, number);
        String carried =
                switch (kind.truth()) {
                    case SAME_PERSON -> number;
                    case WRONG_RECORD -> kind == PlantedKind.STALE_NUMBER ? freshNumber() : number;
                    case OTHER_PERSON -> otherNumber(kind, draft, number);
                };
        registrations.add(new PlantedRegistration(kind, carried, written(kind, draft), person));
    }

    /** A resident as the register writes them, whose name can be written as the kind demands. */
    private Draft draft(PlantedKind kind) {
        boolean male = random.nextBoolean();
        Word family = pick(Kind.FAMILY);
        while (kind == PlantedKind.OTHER_CHARACTER
                && exchanged(family.one(), Kind.UNLISTED).equals(family.one())) {
            family = pick(Kind.FAMILY);
        }
        return new Draft(
                family,
                pick(male ? Kind.GIVEN_MALE : Kind.GIVEN_FEMALE),
                birth(kind),
                male ? Sex.MALE : Sex.FEMALE,
                place());
    }

    private LocalDate birth(PlantedKind kind) {
        LocalDate day = FIRST_BIRTH.plusDays(random.nextInt(BIRTH_DAYS));
        boolean swaps =
                day.getDayOfMonth() <= DAY_AS_MONTH_MAX
                        && day.getDayOfMonth() != day.getMonthValue();
        return kind != PlantedKind.TRANSPOSED_DATE || swaps ? day : birth(kind);
    }

    private Home place() {
        Optional<Word> building =
                random.nextInt(100) < BUILDING_PERCENT
                        ? Optional.of(pick(Kind.BUILDING))
                        : Optional.empty();
        return new Home(
                pick(Kind.PLACE).one(),
                1 + random.nextInt(6),
                1 + random.nextInt(40),
                1 + random.nextInt(30),
                building.map(Word::one).orElse(""),
                101 + random.nextInt(8) + 100 * random.nextInt(5));
    }

    /** Enters the resident, with the history that the kind is about. */
    private int move(PlantedKind kind, Draft draft, String number) {
        List<KnownName> names = new ArrayList<>();
        List<KnownAddress> addresses = new ArrayList<>();
        if (kind == PlantedKind.RENAMED) {
            Word married = pick(Kind.FAMILY);
            names.add(draft.known(married, KnownName.Kind.CURRENT));
            names.add(draft.known(draft.family, KnownName.Kind.FORMER));
        } else {
            names.add(draft.known(draft.family, KnownName.Kind.CURRENT));
        }
        if (kind == PlantedKind.MOVED) {
            addresses.add(new KnownAddress(place().registered(), false));
        }
        if (kind == PlantedKind.UNKNOWN_ADDRESS) {
            addresses.add(new KnownAddress(place().registered(), false));
        } else {
            addresses.add(new KnownAddress(draft.home.registered(), kind == PlantedKind.MOVED));
        }
        return enter(new KnownPerson(names, draft.birthDate, draft.sex, addresses), number);
    }

    private int enter(KnownPerson resident, String number) {
        residents.add(resident);
        numbers.add(number);
        holders.put(number, residents.size() - 1);
        return residents.size() - 1;
    }

    /** Enters somebody else, and gives their number. */
    private String otherNumber(PlantedKind kind, Draft draft, String number) {
        Draft other =
                switch (kind) {
                    case NAMESAKE ->
                            new Draft(
                                    namesake(draft.family, Kind.FAMILY),
                                    namesake(
                                            draft.given,
                                            draft.sex == Sex.MALE
                                                    ? Kind.GIVEN_MALE
                                                    : Kind.GIVEN_FEMALE),
                                    draft.birthDate,
                                    draft.sex,
                                    place());
                    case TWIN ->
                            new Draft(
                                    draft.family,
                                    otherThan(
                                            draft.given,
                                            draft.sex == Sex.MALE
                                                    ? Kind.GIVEN_MALE
                                                    : Kind.GIVEN_FEMALE),
                                    draft.birthDate,
                                    draft.sex,
                                    draft.home);
                    default -> draft(kind);
                };
        String others = kind == PlantedKind.SWAPPED_DIGITS ? swapped(number) : freshNumber();
        move(PlantedKind.PLAIN, other, others);
        return others;
    }

    /** Somebody of the same reading, written otherwise where the list has such a one. */
    private Word namesake(Word word, Kind kind) {
        List<Word> same =
                words.of(kind).stream().filter(one -> one.other().equals(word.other())).toList();
        return same.get(random.nextInt(same.size()));
    }

    private Word otherThan(Word word, Kind kind) {
        Word other = pick(kind);
        return other.other().equals(word.other()) ? otherThan(word, kind) : other;
    }

    /** What the insurer wrote. */
    private FiveAttributes written(PlantedKind kind, Draft draft) {
        String name = draft.name(draft.family);
        String kana = draft.kana(draft.family);
        LocalDate birthDate = draft.birthDate;
        String address = draft.home.registered();
        switch (kind) {
            case WRITTEN_NAME -> {
                name = otherwise(name);
                kana = kanaOtherwise(kana);
            }
            case WRITTEN_ADDRESS -> address = draft.home.otherwise(random);
            case WRITTEN_BOTH -> {
                name = otherwise(name);
                kana = kanaOtherwise(kana);
                address = draft.home.otherwise(random);
            }
            case UNREADABLE -> name = "●" + name.substring(name.offsetByCodePoints(0, 1));
            case OTHER_CHARACTER -> name = exchanged(name, Kind.UNLISTED);
            case TRANSPOSED_DATE ->
                    birthDate =
                            LocalDate.of(
                                    birthDate.getYear(),
                                    birthDate.getDayOfMonth(),
                                    birthDate.getMonthValue());
            case PLAIN,
                    MOVED,
                    RENAMED,
                    UNKNOWN_ADDRESS,
                    STALE_NUMBER,
                    NAMESAKE,
                    TWIN,
                    SWAPPED_DIGITS -> {
                // as the register writes it
            }
        }
        return new FiveAttributes(name, kana, birthDate, draft.sex, address);
    }

    private String otherwise(String name) {
        String spaced =
                switch (random.nextInt(3)) {
                    case 0 -> name.replace("　", "");
                    case 1 -> name.replace('　', ' ');
                    default -> name;
                };
        return exchanged(spaced, Kind.CHARACTER);
    }

    private String kanaOtherwise(String kana) {
        return switch (random.nextInt(3)) {
            case 0 -> Kana.halfWidth(kana);
            case 1 -> Kana.large(kana).replace("　", "");
            default -> Kana.halfWidth(Kana.large(kana));
        };
    }

    private String exchanged(String name, Kind kind) {
        String out = name;
        for (Word pair : words.of(kind)) {
            if (kind == Kind.UNLISTED ? out.equals(name) : random.nextInt(3) > 0) {
                out = out.replace(pair.one(), pair.other());
            }
        }
        return out;
    }

    private Word pick(Kind kind) {
        List<Word> some = words.of(kind);
        return some.get(random.nextInt(some.size()));
    }

    private String freshNumber() {
        while (true) {
            String body = "%011d".formatted((firstBody + bodies * BODY_STEP) % BODIES);
            bodies++;
            String number = body + CheckDigit.individualNumber(body);
            if (!holders.containsKey(number)) {
                return number;
            }
        }
    }

    /** Another valid number: two digits of one weight exchanged. */
    private String swapped(String number) {
        for (int i = 0; i + EQUAL_WEIGHT_DISTANCE < number.length() - 1; i++) {
            char[] digits = number.toCharArray();
            digits[i] = number.charAt(i + EQUAL_WEIGHT_DISTANCE);
            digits[i + EQUAL_WEIGHT_DISTANCE] = number.charAt(i);
            String other = String.valueOf(digits);
            if (!other.equals(number) && !holders.containsKey(other)) {
                return other;
            }
        }
        return swapped(freshNumber());
    }

    /** A person before anybody wrote them down. */
    private record Draft(Word family, Word given, LocalDate birthDate, Sex sex, Home home) {
        String name(Word by) {
            return by.one() + "　" + given.one();
        }

        String kana(Word by) {
            return by.other() + "　" + given.other();
        }

        KnownName known(Word by, KnownName.Kind kind) {
            // the resident register writes large kana only
            return new KnownName(name(by), Kana.large(kana(by)), kind);
        }
    }

    /** Where somebody lives, and the ways to write it. */
    private record Home(String area, int chome, int ban, int go, String building, int room) {
        String registered() {
            String rooms = building.isEmpty() ? "" : "　" + building + room + "号室";
            return area + chome + "丁目" + ban + "番" + go + "号" + rooms;
        }

        String otherwise(Random random) {
            int style = random.nextInt(6);
            String numbers =
                    switch (style) {
                        case 0 -> chome + "-" + ban + "-" + go;
                        case 1 -> wide(chome + "－" + ban + "－" + go);
                        case 2 -> kanji(chome) + "丁目" + ban + "番地の" + go;
                        case 3 -> kanji(chome) + "丁目" + kanji(ban) + "番" + kanji(go) + "号";
                        case 4 -> wide(chome + "ー" + ban + "ー" + go);
                        default -> chome + "丁目" + ban + "-" + go;
                    };
            String place =
                    random.nextBoolean()
                            ? area.replace("ヶ", "ケ").replace("が関", "ヶ関").replace("大字", "")
                            : area.replaceFirst("^(東京都|北海道|大阪府|京都府|..県|...県)", "");
            String rooms = building.isEmpty() || style % 2 == 0 ? "" : " " + building + " " + room;
            return place + numbers + rooms;
        }

        private static String wide(String text) {
            return text.chars()
                    .map(c -> c >= '0' && c <= '9' ? c - '0' + '０' : c)
                    .collect(
                            StringBuilder::new,
                            StringBuilder::appendCodePoint,
                            StringBuilder::append)
                    .toString();
        }

        private static String kanji(int number) {
            String digits = "〇一二三四五六七八九";
            int tens = number / 10;
            int ones = number % 10;
            String ten = tens == 0 ? "" : (tens == 1 ? "" : digits.charAt(tens)) + "十";
            return ten + (ones == 0 ? "" : digits.charAt(ones));
        }
    }
}
