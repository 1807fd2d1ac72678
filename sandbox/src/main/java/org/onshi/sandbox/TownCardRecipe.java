package org.onshi.sandbox;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who of a town holds which card (docs/town.md): the named persons after testdata/people/cards.csv,
 * everybody else by dice. The same seed, day and person give the same card.
 */
final class TownCardRecipe {
    private static final String RESOURCE = "/org/onshi/sandbox/people/cards.csv";
    private static final long PURPOSE = 0xCA4D;
    private static final String NAMED_PIN = "1234";

    private static final int WITHOUT_CARD = 10;
    private static final int REGISTERED = 80;

    private static final Map<String, Map<String, String>> NAMED = named();

    private final long seed;
    private final LocalDate today;

    /**
     * @param seed the town's seed
     * @param today the town's day
     */
    TownCardRecipe(long seed, LocalDate today) {
        this.seed = seed;
        this.today = today;
    }

    /** How the certificates of a person's first card stand at the beginning. */
    static CardCondition condition(String person) {
        return CardCondition.valueOf(
                NAMED.getOrDefault(person, Map.of())
                        .getOrDefault("condition", CardCondition.VALID.name()));
    }

    /** The card of a resident; empty for who has none. */
    Optional<TownCard> card(Resident who) {
        Dice dice = Dice.of(seed ^ PURPOSE, Dice.mix(who.key().hashCode()));
        if (who.index() >= 0) {
            return dice.chance(WITHOUT_CARD) ? Optional.empty() : Optional.of(ofDice(who, dice));
        }
        return Optional.ofNullable(NAMED.get(who.key())).map(row -> ofRow(who, row, dice));
    }

    private TownCard ofRow(Resident who, Map<String, String> row, Dice dice) {
        CardKind kind = CardKind.of(row.get("card_kind")).orElseThrow();
        String written = row.get("certificate_expires_on");
        return new TownCard(
                TownCard.idOf(who.key()),
                who.key(),
                kind,
                kind == CardKind.PIN_LESS ? "" : NAMED_PIN,
                written.isEmpty()
                        ? wellBefore(who.birthDate(), dice)
                        : RelativeDate.resolve(written, today, who.birthDate()),
                Boolean.parseBoolean(row.get("card_registered")),
                who.birthDate());
    }

    private TownCard ofDice(Resident who, Dice dice) {
        LocalDate lastDay = lastDay(who.birthDate(), dice);
        CardKind kind = kind(who.birthDate(), lastDay, dice);
        String pin = "%04d".formatted(dice.between(0, 9_999));
        return new TownCard(
                TownCard.idOf(who.key()),
                who.key(),
                kind,
                kind == CardKind.PIN_LESS ? "" : pin,
                lastDay,
                dice.chance(REGISTERED),
                who.birthDate());
    }

    /** Of a hundred: three in grace, three past it, three to be told; the others well before. */
    private LocalDate lastDay(LocalDate birth, Dice dice) {
        int point = dice.between(1, 100);
        boolean oldEnough = CardLife.age(birth, today) > 6;
        if (!oldEnough || point > 9) {
            return wellBefore(birth, dice);
        }
        if (point > 6) {
            return today.plusDays(dice.between(0, 85));
        }
        return today.minusDays(point > 3 ? dice.between(1, 60) : dice.between(150, 400));
    }

    /** One of the next birthdays, more than a quarter away; a small child's fifth at the least. */
    private LocalDate wellBefore(LocalDate birth, Dice dice) {
        int first = Math.max(2, 5 - CardLife.age(birth, today));
        return CardLife.birthday(birth, today, dice.between(first, 5));
    }

    private static CardKind kind(LocalDate birth, LocalDate lastDay, Dice dice) {
        CardKind byAge = CardLife.kindFor(birth, CardLife.issuedFor(birth, lastDay));
        if (byAge != CardKind.ADULT) {
            return byAge;
        }
        int point = dice.between(1, 100);
        if (point <= 4) {
            return CardKind.PIN_LESS;
        }
        if (point <= 7) {
            return CardKind.PHONE_ANDROID;
        }
        return point <= 10 ? CardKind.PHONE_IOS : CardKind.ADULT;
    }

    private static Map<String, Map<String, String>> named() {
        try (InputStream in = TownCardRecipe.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the sandbox was packaged without testdata/people");
            }
            Map<String, Map<String, String>> rows = new HashMap<>();
            try (CsvReader<NamedCsvRecord> csv =
                    CsvReader.builder()
                            .ofNamedCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                csv.forEach(row -> rows.put(row.getField("person_name_key"), row.getFieldsAsMap()));
            }
            return Map.copyOf(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
