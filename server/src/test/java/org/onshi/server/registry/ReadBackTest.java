package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;
import org.onshi.wire.RowStatus;

/** Every column of the registration file is kept and read back (requirements B-02). */
@Tag("database")
@Tag("store")
@Tag("B-02")
class ReadBackTest {
    /** One row with every fact that can stand beside an individual number. */
    private static final Map<RegistrationColumn, String> FILLED = filled();

    /** Columns that may be empty, though they name the coverage. */
    private static final Set<RegistrationColumn> MAY_BE_EMPTY =
            EnumSet.of(RegistrationColumn.SYMBOL, RegistrationColumn.BRANCH);

    private static RegistrationOffice office;
    private static Coverage complete;
    private static Coverage withoutNumber;

    @BeforeAll
    static void aCompleteRowAndOneWithoutNumberAreRegistered() {
        office = new RegistrationOffice();
        RegistrationRow row = new RegistrationRow(0, FILLED);
        assertThat(office.send(KYOKAI, row))
                .extracting(RowOutcome::status)
                .containsExactly(RowStatus.ACCEPTED);
        complete = single("00");
        assertThat(
                        office.send(
                                KYOKAI,
                                Row.add(KYOKAI)
                                        .identifier("1234", "567", "01")
                                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, "")
                                        .with(
                                                RegistrationColumn.INDIVIDUAL_NUMBER_MISSING_REASON,
                                                "OVERSEAS")
                                        .row()))
                .extracting(RowOutcome::status)
                .containsExactly(RowStatus.PENDING);
        withoutNumber = single("01");
    }

    @AfterAll
    static void close() {
        office.close();
    }

    private static Coverage single(String branch) {
        List<Coverage> versions =
                office.registry.history(
                        KYOKAI,
                        new InsuredIdentifier("1234", "567", branch),
                        LocalDate.parse("1980-05-05"));
        assertThat(versions).hasSize(1);
        return versions.getFirst();
    }

    private static Map<RegistrationColumn, String> filled() {
        Map<RegistrationColumn, String> cells = new EnumMap<>(RegistrationColumn.class);
        cells.putAll(Row.add(KYOKAI).row().cells());
        cells.put(RegistrationColumn.INDIVIDUAL_NUMBER_SOURCE, "CARD");
        cells.put(RegistrationColumn.OTHER_NAME, "鈴木花子");
        cells.put(RegistrationColumn.OTHER_NAME_KANA, "スズキハナコ");
        cells.put(RegistrationColumn.POSTAL_CODE, "100-0001");
        cells.put(RegistrationColumn.HEAD_NAME, "佐藤太郎");
        cells.put(RegistrationColumn.CARD_CLASS, "03");
        cells.put(RegistrationColumn.LOST_ON, "2025-03-01");
        cells.put(RegistrationColumn.LOSS_REASON, "99");
        cells.put(RegistrationColumn.ISSUED_ON, "2024-04-05");
        cells.put(RegistrationColumn.VALID_FROM, "2024-04-06");
        cells.put(RegistrationColumn.VALID_TO, "2026-03-31");
        cells.put(RegistrationColumn.COPAY_PERCENT, "30");
        cells.put(RegistrationColumn.COPAY_FROM, "2024-04-07");
        cells.put(RegistrationColumn.COPAY_TO, "2024-07-31");
        cells.put(RegistrationColumn.ELDERLY_ISSUED_ON, "2024-04-08");
        cells.put(RegistrationColumn.LIMIT_KIND, "01");
        cells.put(RegistrationColumn.LIMIT_CLASS, "A03");
        cells.put(RegistrationColumn.LIMIT_ISSUED_ON, "2024-04-09");
        cells.put(RegistrationColumn.LIMIT_FROM, "2024-05-01");
        cells.put(RegistrationColumn.LIMIT_TO, "2024-08-31");
        cells.put(RegistrationColumn.LIMIT_LONG_TERM_ON, "2024-06-01");
        cells.put(RegistrationColumn.SPECIAL_DISEASE_1_FROM, "2024-06-02");
        cells.put(RegistrationColumn.SPECIAL_DISEASE_1_TO, "2024-06-03");
        cells.put(RegistrationColumn.SPECIAL_DISEASE_2_FROM, "2024-06-04");
        cells.put(RegistrationColumn.SPECIAL_DISEASE_2_TO, "2024-06-05");
        cells.put(RegistrationColumn.SPECIAL_DISEASE_3_FROM, "2024-06-06");
        cells.put(RegistrationColumn.SPECIAL_DISEASE_3_TO, "2024-06-07");
        cells.put(RegistrationColumn.CERTIFICATE_REQUESTED, "1");
        return cells;
    }

    /** What is read back; a new column without a place here fails. */
    private static String readBack(RegistrationColumn column) {
        return switch (column) {
            case INSURER_NUMBER -> complete.insurer().digits();
            case SYMBOL -> complete.identifier().symbol();
            case NUMBER -> complete.identifier().number();
            case BRANCH -> complete.identifier().branch();
            case BIRTH_DATE -> complete.birthDate().toString();
            case ACQUIRED_ON -> complete.acquiredOn().toString();
            case LOST_ON -> complete.lostOn().map(LocalDate::toString).orElse("");
            default -> complete.facts().text(Fact.of(column).orElseThrow());
        };
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "ACTION",
                "EFFECTIVE_ON",
                "OLD_SYMBOL",
                "OLD_NUMBER",
                "OLD_BRANCH",
                "INDIVIDUAL_NUMBER",
                "INDIVIDUAL_NUMBER_MISSING_REASON"
            })
    void whatIsRegisteredInAColumnIsReadBackFromIt(RegistrationColumn column) {
        assertThat(FILLED).containsKey(column);
        assertThat(readBack(column)).isEqualTo(FILLED.get(column));
    }

    @Test
    void theNumberItselfIsKeptInTheVaultAndNowhereElse() {
        IndividualNumber number =
                new IndividualNumber(FILLED.get(RegistrationColumn.INDIVIDUAL_NUMBER));
        VaultLookup lookup = office.keys.lookup(number);
        assertThat(
                        new VaultTable(office.database.server())
                                .holders(Map.of(lookup, office.keys.lookups(number))))
                .containsEntry(lookup, complete.personId());
    }

    @Test
    void whyThereIsNoNumberIsReadBackFromThePendingCoverage() {
        assertThat(withoutNumber.facts().text(Fact.INDIVIDUAL_NUMBER_MISSING_REASON))
                .isEqualTo("OVERSEAS");
    }

    /** The columns an ADD cannot do without. */
    static List<RegistrationColumn> mandatory() {
        List<RegistrationColumn> mandatory = new ArrayList<>();
        for (RegistrationColumn column : RegistrationColumn.values()) {
            boolean names = column.identifying() && !MAY_BE_EMPTY.contains(column);
            if (names
                    || RegistrationAction.ADD.needed().contains(column)
                    || column == RegistrationColumn.INDIVIDUAL_NUMBER) {
                mandatory.add(column);
            }
        }
        return mandatory;
    }

    @ParameterizedTest
    @MethodSource("mandatory")
    void aRowWithoutAMandatoryColumnIsRefusedNamingIt(RegistrationColumn column)
            throws IOException {
        Map<RegistrationColumn, String> cells = new EnumMap<>(FILLED);
        cells.put(RegistrationColumn.NUMBER, "890");
        cells.put(RegistrationColumn.INDIVIDUAL_NUMBER, RegistrationOffice.number(2));
        cells.put(column, "");
        cells.remove(RegistrationColumn.INDIVIDUAL_NUMBER_SOURCE);

        byte[] file = RegistrationOffice.file(List.of(new RegistrationRow(0, cells)));
        UUID id = office.reception.receive(KYOKAI, new ByteArrayInputStream(file));
        office.drain();

        assertThat(office.outcomes(KYOKAI, id))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.status()).isEqualTo(RowStatus.REJECTED);
                    assertThat(it.code()).isEqualTo(RegistrationCode.MISSING_FIELD);
                    assertThat(it.column()).isEqualTo(column.header());
                });
    }
}
