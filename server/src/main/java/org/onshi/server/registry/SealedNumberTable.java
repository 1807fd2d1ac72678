package org.onshi.server.registry;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The vault's rows as its owner sees them, to seal them anew under another key. For {@link
 * VaultResealing} alone, which no serving process runs.
 */
final class SealedNumberTable {
    /** By primary key, so that one that does not open is passed over and not met again. */
    private static final String LINKED =
            """
            SELECT lookup, key_id, sealed, person_id, recorded_at
            FROM vault.individual_number
            WHERE key_id <> ? AND (lookup, person_id, recorded_at) > (?, ?, ?)
            ORDER BY lookup, person_id, recorded_at
            LIMIT ?
            FOR UPDATE
            """;

    private static final String RESEAL_LINKED =
            """
            UPDATE vault.individual_number
            SET lookup = ?, key_id = ?, sealed = ?
            WHERE lookup = ? AND person_id = ? AND recorded_at = ?
            """;

    private static final String KEPT =
            """
            SELECT lookup, key_id, sealed, coverage_id, number_id
            FROM vault.unlinked_number
            WHERE key_id <> ? AND (coverage_id, number_id) > (?, ?)
            ORDER BY coverage_id, number_id
            LIMIT ?
            FOR UPDATE
            """;

    private static final String RESEAL_KEPT =
            """
            UPDATE vault.unlinked_number
            SET lookup = ?, key_id = ?, sealed = ?
            WHERE coverage_id = ? AND number_id = ?
            """;

    private static final String SPOOLED =
            """
            SELECT count(*)
            FROM registry.spool
            WHERE key_id <> ?
            """;

    /** A number linked to a person. */
    record Linked(VaultLookup lookup, Sealed sealed, UUID person, Instant recordedAt) {
        static final Linked NONE =
                new Linked(
                        new VaultLookup(""),
                        new Sealed("", new byte[0]),
                        new UUID(0, 0),
                        Instant.EPOCH);

        @Override
        public String toString() {
            return "Linked[…]";
        }
    }

    /** A number kept beside a coverage. */
    record Kept(VaultLookup lookup, Sealed sealed, UUID coverage, UUID number) {
        static final Kept NONE =
                new Kept(
                        new VaultLookup(""),
                        new Sealed("", new byte[0]),
                        new UUID(0, 0),
                        new UUID(0, 0));

        @Override
        public String toString() {
            return "Kept[…]";
        }
    }

    /** What takes the place of a row's seal. */
    record Anew<T>(T row, VaultLookup lookup, Sealed sealed) {
        @Override
        public String toString() {
            return "Anew[…]";
        }
    }

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    SealedNumberTable(DataSource owner) {
        this.jdbc = JdbcClient.create(owner);
        this.template = new JdbcTemplate(owner);
    }

    /** The next rows under another key, locked until the transaction ends. */
    List<Linked> linkedAfter(Linked last, String keyId, int rowsMax) {
        return jdbc.sql(LINKED)
                .params(
                        keyId,
                        last.lookup().bytes(),
                        last.person(),
                        CoverageTable.timestamp(last.recordedAt()),
                        rowsMax)
                .query((row, number) ->
                        new Linked(
                                VaultLookup.of(row.getBytes(1)),
                                new Sealed(row.getString(2), row.getBytes(3)),
                                row.getObject(4, UUID.class),
                                row.getObject(5, OffsetDateTime.class).toInstant()))
                .list();
    }

    void resealLinked(List<Anew<Linked>> rows) {
        template.batchUpdate(
                RESEAL_LINKED,
                rows.stream()
                        .map(it ->
                                new Object[] {
                                    it.lookup().bytes(),
                                    it.sealed().keyId(),
                                    it.sealed().bytes(),
                                    it.row().lookup().bytes(),
                                    it.row().person(),
                                    CoverageTable.timestamp(it.row().recordedAt())
                                })
                        .toList());
    }

    /** The next rows under another key, locked until the transaction ends. */
    List<Kept> keptAfter(Kept last, String keyId, int rowsMax) {
        return jdbc.sql(KEPT)
                .params(keyId, last.coverage(), last.number(), rowsMax)
                .query((row, number) ->
                        new Kept(
                                VaultLookup.of(row.getBytes(1)),
                                new Sealed(row.getString(2), row.getBytes(3)),
                                row.getObject(4, UUID.class),
                                row.getObject(5, UUID.class)))
                .list();
    }

    void resealKept(List<Anew<Kept>> rows) {
        template.batchUpdate(
                RESEAL_KEPT,
                rows.stream()
                        .map(it ->
                                new Object[] {
                                    it.lookup().bytes(),
                                    it.sealed().keyId(),
                                    it.sealed().bytes(),
                                    it.row().coverage(),
                                    it.row().number()
                                })
                        .toList());
    }

    /** Blocks of files still waiting that another key sealed. */
    long spooledUnderOtherKeys(String keyId) {
        return jdbc.sql(SPOOLED).param(keyId).query(Long.class).single();
    }
}
