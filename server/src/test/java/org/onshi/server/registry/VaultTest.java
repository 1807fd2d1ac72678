package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.file;
import static org.onshi.server.registry.RegistrationOffice.number;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.IndividualNumber;
import org.onshi.wire.RegistrationColumn;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Design 3.11: an individual number lies in the vault only, and only its reader gets it out. */
@Tag("database")
@Tag("store")
class VaultTest {
    private final RegistrationOffice office = new RegistrationOffice();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    @Tag("J-04")
    void theOrdinaryRoleAndTheInspectorCannotReadANumber() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        for (String table : List.of("vault.individual_number", "vault.unlinked_number")) {
            String sql = "SELECT encode(sealed, 'hex') FROM " + table;
            assertThatThrownBy(() ->
                            JdbcClient.create(office.database.server())
                                    .sql(sql)
                                    .query(String.class)
                                    .list())
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("permission denied");
            assertThatThrownBy(() ->
                            JdbcClient.create(office.database.inspector())
                                    .sql(sql)
                                    .query(String.class)
                                    .list())
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("permission denied");
        }
    }

    @Test
    @Tag("J-04")
    void theVaultReaderOpensWhatIsKeptBesidePendingCoveragesAndNothingElse() {
        office.register.knowsNobody(number(1));
        UUID pending = office.send(KYOKAI, Row.add(KYOKAI).row()).getFirst().coverageId().get();
        UUID active =
                office.send(
                                KYOKAI,
                                Row.add(KYOKAI)
                                        .identifier("5", "5", "00")
                                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(2))
                                        .row())
                        .getFirst()
                        .coverageId()
                        .get();
        JdbcClient reader = JdbcClient.create(office.database.vaultReader());
        for (String table : List.of("vault.individual_number", "vault.unlinked_number")) {
            assertThatThrownBy(() ->
                            reader.sql("SELECT sealed FROM " + table).query(byte[].class).list())
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("permission denied");
        }
        Map<UUID, IndividualNumber> opened =
                new KeptNumberTable(office.database.vaultReader(), office.keys)
                        .kept(List.of(pending, active));
        assertThat(opened).containsOnlyKeys(pending);
        assertThat(opened.get(pending).digits()).isEqualTo(number(1));
        assertThatThrownBy(() ->
                        JdbcClient.create(office.database.server())
                                .sql("SELECT k.sealed FROM vault.kept_numbers(?) k")
                                .param(new UUID[] {pending})
                                .query(byte[].class)
                                .list())
                .hasStackTraceContaining("permission denied");
    }

    @Test
    @Tag("J-04")
    void noTableHoldsANumberInClearNotEvenWhileTheFileWaits() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        office.receive(
                KYOKAI,
                file(
                        List.of(
                                Row.add(KYOKAI)
                                        .identifier("5", "5", "00")
                                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(2))
                                        .row())));
        JdbcClient superuser = JdbcClient.create(office.database.superuser());
        List<String> tables =
                superuser
                        .sql(
                                """
                                SELECT quote_ident(schemaname) || '.' || quote_ident(tablename)
                                FROM pg_tables
                                WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
                                """)
                        .query(String.class)
                        .list();
        assertThat(tables).contains("registry.spool", "vault.individual_number", "audit.entry");
        for (String table : tables) {
            for (String digits : List.of(number(1), number(2))) {
                String hex =
                        java.util.HexFormat.of()
                                .formatHex(
                                        digits.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                assertThat(
                                superuser
                                        .sql(
                                                "SELECT count(*) FROM "
                                                        + table
                                                        + " t WHERE t::text LIKE ? OR t::text LIKE"
                                                        + " ?")
                                        .params("%" + digits + "%", "%" + hex + "%")
                                        .query(Long.class)
                                        .single())
                        .as(table)
                        .isZero();
            }
        }
        assertThat(
                        superuser
                                .sql(
                                        """
                                        SELECT table_schema || '.' || column_name
                                        FROM information_schema.columns
                                        WHERE column_name LIKE '%individual_number%'
                                          AND column_name NOT LIKE '%missing_reason'
                                          AND column_name NOT LIKE '%source'
                                          AND table_schema <> 'vault'
                                        """)
                                .query(String.class)
                                .list())
                .isEmpty();
    }

    @Test
    void aNumberStoredUnderAnEarlierKeyIsFoundUnderTheNext() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        VaultKeys rotated =
                VaultKeys.of(List.of(RegistrationOffice.KEY_LINE, VaultKeys.newLine("next")));
        IndividualNumber known = new IndividualNumber(number(1));
        VaultLookup lookup = rotated.lookup(known);

        assertThat(lookup).isNotEqualTo(office.keys.lookup(known));
        assertThat(
                        new VaultTable(office.database.server())
                                .holders(java.util.Map.of(lookup, rotated.lookups(known))))
                .containsKey(lookup);
    }

    /** Afterwards the earlier key may go: everybody is found, and kept numbers open, without it. */
    @Test
    void sealedAnewTheVaultNeedsTheEarlierKeyNoMoreAndGoesOnWhereItWasKilled() {
        office.register.knowsNobody(number(3));
        office.send(KYOKAI, Row.add(KYOKAI).row());
        UUID person = office.shown(KYOKAI, Row.hanako(), "1980-05-05").getFirst().personId();
        UUID pending =
                office.send(
                                KYOKAI,
                                Row.add(KYOKAI)
                                        .identifier("5", "5", "00")
                                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(3))
                                        .row())
                        .getFirst()
                        .coverageId()
                        .orElseThrow();
        VaultKeys both = VaultKeys.of(RegistrationOffice.ROTATED_KEY_LINES);
        VaultResealing resealing = new VaultResealing(office.database.owner(), both, office.clock);

        assertThat(resealing.run()).isEqualTo(new VaultResealing.Outcome(2, 0, 0, 0));
        assertThat(resealing.run())
                .as("started again it finds nothing more to do")
                .isEqualTo(new VaultResealing.Outcome(0, 0, 0, 0));

        VaultKeys next = VaultKeys.of(List.of(RegistrationOffice.ROTATED_KEY_LINES.getLast()));
        IndividualNumber known = new IndividualNumber(number(1));
        assertThat(
                        new VaultTable(office.database.server())
                                .holders(Map.of(next.lookup(known), next.lookups(known))))
                .containsExactly(Map.entry(next.lookup(known), person));
        assertThat(
                        new KeptNumberTable(office.database.vaultReader(), next)
                                .kept(List.of(pending))
                                .get(pending)
                                .digits())
                .isEqualTo(number(3));
    }

    @Test
    void aNumberNoKeyOpensStaysAndIsCounted() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        VaultKeys others = VaultKeys.of(List.of(VaultKeys.newLine("other")));
        VaultResealing.Outcome outcome =
                new VaultResealing(office.database.owner(), others, office.clock).run();
        assertThat(outcome).isEqualTo(new VaultResealing.Outcome(0, 1, 1, 0));
        assertThat(outcome.isComplete()).isFalse();
        assertThat(office.shown(KYOKAI, Row.hanako(), "1980-05-05")).hasSize(1);
    }

    @Test
    void whoeverHasACoverageKeepsTheNumber() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        Coverage coverage = office.shown(KYOKAI, Row.hanako(), "1980-05-05").getFirst();
        assertThatThrownBy(() ->
                        new VaultTable(office.database.server())
                                .release(java.util.Set.of(coverage.personId()), office.time.get()))
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void aSealedNumberOpensOnlyInItsOwnPlace() {
        IndividualNumber known = new IndividualNumber(number(1));
        Sealed sealed = office.keys.sealNumber(known, office.keys.lookup(known));
        VaultLookup elsewhere = office.keys.lookup(new IndividualNumber(number(2)));
        assertThat(office.keys.openNumber(sealed, office.keys.lookup(known))).contains(known);
        assertThat(office.keys.openNumber(sealed, elsewhere)).isEmpty();
    }
}
