package org.onshi.server.registry;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerKind;
import org.onshi.kernel.InsurerNumber;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of the insurers' master data. */
final class InsurerTable {
    private static final String ALL =
            """
            SELECT insurer_number, name, kind, prefecture, address, telephone
            FROM registry.insurer
            """;

    private static final String UPSERT =
            """
            INSERT INTO registry.insurer AS i
                (insurer_number, name, kind, prefecture, address, telephone, recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (insurer_number) DO UPDATE
            SET name = excluded.name, kind = excluded.kind, prefecture = excluded.prefecture,
                address = excluded.address, telephone = excluded.telephone,
                recorded_at = excluded.recorded_at
            WHERE (i.name, i.kind, i.prefecture, i.address, i.telephone)
                IS DISTINCT FROM (excluded.name, excluded.kind, excluded.prefecture,
                    excluded.address, excluded.telephone)
            RETURNING xmax = 0
            """;

    /** The longest silent first, before them those who never sent a file. */
    private static final String HEARD =
            """
            SELECT i.insurer_number, r.last_file_at
            FROM registry.insurer i
            CROSS JOIN LATERAL (
                SELECT max(received_at) AS last_file_at
                FROM registry.registration
                WHERE insurer_number = i.insurer_number) r
            ORDER BY r.last_file_at NULLS FIRST, i.insurer_number
            """;

    private final JdbcClient jdbc;

    InsurerTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    Map<InsurerNumber, Insurer> all() {
        return jdbc
                .sql(ALL)
                .query((row, number) ->
                        new Insurer(
                                new InsurerNumber(row.getString(1)),
                                row.getString(2),
                                InsurerKind.of(row.getString(3)).orElse(InsurerKind.OTHER),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6)))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Insurer::number, insurer -> insurer));
    }

    List<HeardInsurer> heard() {
        return jdbc.sql(HEARD)
                .query((row, number) ->
                        new HeardInsurer(
                                new InsurerNumber(row.getString(1)),
                                Optional.ofNullable(row.getObject(2, OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant)))
                .list();
    }

    Insurers.Registered upsert(Insurer insurer, Instant at) {
        // xmax is 0 in a row just inserted; no row comes back where nothing differed
        Optional<Boolean> inserted =
                jdbc.sql(UPSERT)
                        .params(
                                insurer.number().digits(),
                                insurer.name(),
                                insurer.kind().name(),
                                insurer.prefecture(),
                                insurer.address(),
                                insurer.telephone(),
                                CoverageTable.timestamp(at))
                        .query(Boolean.class)
                        .optional();
        return inserted.map(
                        fresh -> fresh ? Insurers.Registered.ADDED : Insurers.Registered.CHANGED)
                .orElse(Insurers.Registered.UNCHANGED);
    }
}
