package org.onshi.server.registry;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
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
    /**
     * Page by page along the primary key, whichever key sealed them: passing over millions that are
     * done already, no statement takes long.
     */
    private static final String LINKED =
            """
            SELECT lookup, key_id, sealed, person_id, recorded_at
            FROM vault.individual_number
            WHERE (lookup, person_id, recorded_at) > (?, ?, ?)
            ORDER BY lookup, person_id, recorded_at
            LIMIT ?
            """;

    private static final String RESEAL_LINKED =
            """
            UPDATE vault.individual_number
            SET lookup = ?, key_id = ?, sealed = ?
            WHERE lookup = ? AND person_id = ? AND recorded_at = ? AND key_id = ?
            """;

    private static final String KEPT =
            """
            SELECT lookup, key_id, sealed, coverage_id, number_id
            FROM vault.unlinked_number
            WHERE (coverage_id, number_id) > (?, ?)
            ORDER BY coverage_id, number_id
            LIMIT ?
            """;

    private static final String RESEAL_KEPT =
            """
            UPDATE vault.unlinked_number
            SET lookup = ?, key_id = ?, sealed = ?
            WHERE coverage_id = ? AND number_id = ? AND key_id = ?
            """;

    private static final String UNDER_OTHER_KEYS =
            """
            SELECT (SELECT count(*) FROM vault.individual_number WHERE key_id <> ?)
                + (SELECT count(*) FROM vault.unlinked_number WHERE key_id <> ?)
            """;

    private static final String SPOOLED =
            """
            SELECT count(*)
            FROM registry.spool
            WHERE key_id <> ?
            """;

    /** A number, sealed. */
    sealed interface Row {
        VaultLookup lookup();

        Sealed sealed();
    }

    /** A number linked to a person. */
    record Linked(VaultLookup lookup, Sealed sealed, UUID person, Instant recordedAt)
            implements Row {
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
    record Kept(VaultLookup lookup, Sealed sealed, UUID coverage, UUID number) implements Row {
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

    /** The next rows. */
    List<Linked> linkedAfter(Linked last, int rowsMax) {
        return jdbc.sql(LINKED)
                .params(
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

    /** How many were as they had been read. */
    int resealLinked(List<Anew<Linked>> rows) {
        return updated(
                RESEAL_LINKED,
                rows.stream()
                        .map(it ->
                                new Object[] {
                                    it.lookup().bytes(),
                                    it.sealed().keyId(),
                                    it.sealed().bytes(),
                                    it.row().lookup().bytes(),
                                    it.row().person(),
                                    CoverageTable.timestamp(it.row().recordedAt()),
                                    it.row().sealed().keyId()
                                })
                        .toList());
    }

    /** The next rows. */
    List<Kept> keptAfter(Kept last, int rowsMax) {
        return jdbc.sql(KEPT)
                .params(last.coverage(), last.number(), rowsMax)
                .query((row, number) ->
                        new Kept(
                                VaultLookup.of(row.getBytes(1)),
                                new Sealed(row.getString(2), row.getBytes(3)),
                                row.getObject(4, UUID.class),
                                row.getObject(5, UUID.class)))
                .list();
    }

    /** How many were as they had been read. */
    int resealKept(List<Anew<Kept>> rows) {
        return updated(
                RESEAL_KEPT,
                rows.stream()
                        .map(it ->
                                new Object[] {
                                    it.lookup().bytes(),
                                    it.sealed().keyId(),
                                    it.sealed().bytes(),
                                    it.row().coverage(),
                                    it.row().number(),
                                    it.row().sealed().keyId()
                                })
                        .toList());
    }

    private int updated(String sql, List<Object[]> rows) {
        return Arrays.stream(template.batchUpdate(sql, rows)).sum();
    }

    /** Numbers, linked and kept, that another key sealed. */
    long underOtherKeys(String keyId) {
        return jdbc.sql(UNDER_OTHER_KEYS).params(keyId, keyId).query(Long.class).single();
    }

    /** Blocks of files still waiting that another key sealed. */
    long spooledUnderOtherKeys(String keyId) {
        return jdbc.sql(SPOOLED).param(keyId).query(Long.class).single();
    }
}
