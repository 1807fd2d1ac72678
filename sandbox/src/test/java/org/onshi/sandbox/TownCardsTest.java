package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.kernel.CertificateId;

class TownCardsTest {
    private static final int PEOPLE = 1_000;

    @TempDir private static Path folder;

    private static TownFiles town;
    private static Map<String, TownCard> cards;

    @BeforeAll
    static void makeTown() {
        town =
                Town.generate(
                        folder.resolve("sandbox/town"),
                        new Town.Settings(7, PEOPLE, CardWorld.TODAY));
        cards = TownCards.read(town.town());
    }

    private static List<NamedCsvRecord> rows(Path file) {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TownCard named(String person) {
        return cards.get("C-" + person);
    }

    private static LocalDate end(String person) {
        return named(person).certificateExpiresOn();
    }

    @Test
    void mostOfTheTownHaveACardAndEachOneOnly() {
        List<NamedCsvRecord> rows = rows(town.town());
        Map<String, List<String>> ofPerson =
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        row -> row.getField("person"),
                                        Collectors.mapping(
                                                row ->
                                                        String.join(
                                                                ",",
                                                                row.getFields().subList(12, 17)),
                                                Collectors.toList())));
        assertThat(rows.getFirst().getHeader().subList(12, 17)).isEqualTo(TownCards.COLUMNS);
        assertThat(ofPerson.values())
                .allSatisfy(cells -> assertThat(cells.stream().distinct()).hasSize(1));
        assertThat(cards).hasSizeBetween(PEOPLE * 8 / 10, PEOPLE * 95 / 100);
        assertThat(cards.values().stream().map(card -> card.round().serial()).distinct())
                .hasSameSizeAs(cards.values());
    }

    @Test
    void everyKindAndEveryAgeOfACertificateIsInTheTown() {
        LocalDate today = CardWorld.TODAY;
        assertThat(cards.values().stream().map(TownCard::kind).distinct())
                .containsExactlyInAnyOrder(CardKind.values());
        assertThat(cards.values())
                .anySatisfy(card ->
                        assertThat(card.certificateExpiresOn()).isBefore(today.minusMonths(4)))
                .anySatisfy(card ->
                        assertThat(card.certificateExpiresOn())
                                .isBetween(today.minusMonths(2), today.minusDays(1)))
                .anySatisfy(card ->
                        assertThat(card.certificateExpiresOn())
                                .isBetween(today, today.plusMonths(2)))
                .anySatisfy(card -> assertThat(card.registered()).isFalse())
                .allSatisfy(card -> {
                    assertThat(card.pin())
                            .matches(card.kind() == CardKind.PIN_LESS ? "" : "[0-9]{4}");
                    CardEntry entry = card.entry();
                    assertThat(card.certificateExpiresOn())
                            .isAfterOrEqualTo(card.birthDate())
                            .isBeforeOrEqualTo(entry.cardExpiresOn())
                            .isBeforeOrEqualTo(today.plusYears(5));
                    assertThat(entry.present().issuedOn()).isBeforeOrEqualTo(today);
                });
    }

    @Test
    void theNamedPersonsStandAtTheBoundaries() {
        LocalDate today = CardWorld.TODAY;
        assertThat(end("KENJI")).isEqualTo(today);
        assertThat(end("NATSU")).isEqualTo(today.minusDays(1));
        assertThat(end("RYO").minusMonths(3)).isEqualTo(today);
        assertThat(end("EMI").minusMonths(3)).isAfter(today);
        assertThat(YearMonth.from(end("UME")).plusMonths(3)).isEqualTo(YearMonth.from(today));
        assertThat(YearMonth.from(end("SUE")).plusMonths(3))
                .isEqualTo(YearMonth.from(today).minusMonths(1));
        assertThat(end("HANAKO")).isAfter(today.plusMonths(4));
        assertThat(named("FUYU").registered()).isFalse();
        assertThat(named("SORA").kind()).isEqualTo(CardKind.INFANT);
        assertThat(named("KIYO").kind()).isEqualTo(CardKind.PIN_LESS);
        assertThat(named("JOHN").kind()).isEqualTo(CardKind.PHONE_ANDROID);
        assertThat(named("YOSHI").kind()).isEqualTo(CardKind.PHONE_IOS);
        assertThat(named("RIN").entry().condition()).isEqualTo(CardCondition.HELD);
        assertThat(named("TOME").entry().condition()).isEqualTo(CardCondition.REVOKED);
        assertThat(named("HANAKO").pin()).isEqualTo("1234");
        assertThat(cards).doesNotContainKey("C-KEN");
    }

    @Test
    void aCardOfTheTownIsMadeAtItsFirstUseAndAlwaysAlike() throws IOException {
        try (CardWorld world = new CardWorld(folder.resolve("sandbox"))) {
            Path sharedKeys = world.folder.resolve("card-keys");
            assertThat(sharedKeys).isEmptyDirectory();
            CardInHand card = world.office().card("C-HANAKO").orElseThrow();
            X509Certificate certificate = card.authenticationCertificate();
            card.setPinTriesLeft(2);
            CardOffice again = world.reopened();
            CardInHand same = again.card("C-HANAKO").orElseThrow();
            assertThat(same.authenticationCertificate()).isEqualTo(certificate);
            assertThat(same.pinTriesLeft()).isEqualTo(2);
            CertificateId id = again.certificateId(again.entry("C-HANAKO"));
            assertThat(certificate.getSerialNumber().toString(16)).isEqualTo(id.serial());
            assertThat(again.holder(id).orElseThrow().person()).isEqualTo("HANAKO");
            assertThat(again.revoked(again.certificateId(again.entry("C-RIN")).issuerKeyId()))
                    .extracting(RevokedCertificate::reason)
                    .contains(6);
            again.release("C-RIN");
            assertThat(world.reopened().entry("C-RIN").condition()).isEqualTo(CardCondition.VALID);
        }
    }

    @Test
    void theRegistrationsNameTheCardsRegisteredBefore() throws IOException {
        Keys keys = new Keys(folder.resolve("keys"));
        TownCards.writeRegistrations(town, keys);
        List<NamedCsvRecord> rows = rows(town.cardRegistrations());
        assertThat(rows.getFirst().getHeader()).containsExactly("issuer_key_id", "serial");
        assertThat((long) rows.size())
                .isEqualTo(cards.values().stream().filter(TownCard::registered).count());
        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(
                                        new CertificateId(
                                                row.getField("issuer_key_id"),
                                                row.getField("serial")))
                                .isNotNull());
        byte[] written = Files.readAllBytes(town.cardRegistrations());
        TownCards.writeRegistrations(town, keys);
        assertThat(Files.readAllBytes(town.cardRegistrations())).isEqualTo(written);
    }
}
