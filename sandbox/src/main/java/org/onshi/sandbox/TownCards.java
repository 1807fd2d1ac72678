package org.onshi.sandbox;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cards that a town begins with, read from its town.csv; no keys, no certificates. */
public final class TownCards {
    /** Their columns, at the end of town.csv. */
    static final List<String> COLUMNS =
            List.of("card_id", "pin", "certificate_expires_on", "card_registered", "card_kind");

    private TownCards() {}

    /**
     * Writes which of the town's cards were registered before, for {@code operator load
     * card-registrations}: {@code issuer_key_id,serial}. Not among the town's own files, since the
     * authorities' keys are another demo's others. A file that exists is kept.
     *
     * @param keys whose authorities issue the cards
     */
    public static void writeRegistrations(TownFiles town, Keys keys) {
        if (Files.exists(town.cardRegistrations())) {
            return;
        }
        Jpki jpki = Jpki.in(keys);
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord("issuer_key_id", "serial");
            for (TownCard card : read(town.town()).values()) {
                if (card.registered()) {
                    CardRound round = card.round();
                    csv.writeRecord(
                            jpki.authentication(round.issuedOn(), false).keyId(),
                            Long.toHexString(round.serial()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PrivateFiles.write(
                town.cardRegistrations(), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** By id; none where there is no such file, or one from before there were cards. */
    static Map<String, TownCard> read(Path townCsv) {
        Map<String, TownCard> cards = new LinkedHashMap<>();
        if (Files.notExists(townCsv)) {
            return cards;
        }
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(townCsv)) {
            for (NamedCsvRecord row : csv) {
                String id = row.findField("card_id").orElse("");
                if (!id.isEmpty() && !cards.containsKey(id)) {
                    cards.put(id, card(id, row));
                }
            }
            return cards;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cells of {@link #COLUMNS}. */
    static List<String> cells(TownCard card) {
        return List.of(
                card.cardId(),
                card.pin(),
                card.certificateExpiresOn().toString(),
                Boolean.toString(card.registered()),
                card.kind().word());
    }

    private static TownCard card(String id, NamedCsvRecord row) {
        return new TownCard(
                id,
                row.getField("person"),
                CardKind.of(row.getField("card_kind"))
                        .orElseThrow(() ->
                                new IllegalStateException("town.csv has a card of no known kind")),
                row.getField("pin"),
                LocalDate.parse(row.getField("certificate_expires_on")),
                Boolean.parseBoolean(row.getField("card_registered")),
                LocalDate.parse(row.getField("birth_date")));
    }
}
