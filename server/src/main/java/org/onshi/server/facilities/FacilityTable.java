package org.onshi.server.facilities;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** The SQL of the facilities' master data. */
final class FacilityTable {
    private static final String FIND =
            """
            SELECT facility_code, name, kind, prefecture, city, address, claim_medium, smartphone
            FROM facilities.facility
            WHERE facility_code = ?
            """;

    // xmax is 0 in a row just inserted; no row comes back where nothing differed
    private static final String UPSERT =
            """
            INSERT INTO facilities.facility AS f
                (facility_code, name, kind, prefecture, city, address, claim_medium, smartphone, recorded_at)
            SELECT g.facility_code, g.name, g.kind, g.prefecture, g.city, g.address, g.claim_medium, g.smartphone, ?
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[])
                AS g (facility_code, name, kind, prefecture, city, address, claim_medium, smartphone)
            ON CONFLICT (facility_code) DO UPDATE
            SET name = excluded.name, kind = excluded.kind, prefecture = excluded.prefecture,
                city = excluded.city, address = excluded.address, claim_medium = excluded.claim_medium,
                smartphone = excluded.smartphone, recorded_at = excluded.recorded_at
            WHERE (f.name, f.kind, f.prefecture, f.city, f.address, f.claim_medium,
                f.smartphone)
                IS DISTINCT FROM (excluded.name, excluded.kind, excluded.prefecture, excluded.city,
                    excluded.address, excluded.claim_medium, excluded.smartphone)
            RETURNING f.facility_code, xmax = 0
            """;

    private final JdbcTemplate jdbc;

    FacilityTable(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    Optional<Facility> find(String digits) {
        return jdbc.query(FIND, FacilityTable::read, digits).stream().findFirst();
    }

    /** Codes that were added or changed. */
    Map<String, Facilities.Registered> upsert(List<Facility> batch, Instant at) {
        Map<String, Facilities.Registered> done = new HashMap<>();
        if (batch.isEmpty()) {
            return done;
        }
        jdbc.execute(
                (ConnectionCallback<Void>)
                        connection -> {
                            try (PreparedStatement statement =
                                    connection.prepareStatement(UPSERT)) {
                                statement.setObject(
                                        1,
                                        at.atOffset(ZoneOffset.UTC),
                                        Types.TIMESTAMP_WITH_TIMEZONE);
                                statement.setArray(
                                        2, texts(connection, batch, it -> it.code().digits()));
                                statement.setArray(3, texts(connection, batch, Facility::name));
                                statement.setArray(
                                        4, texts(connection, batch, it -> it.type().name()));
                                statement.setArray(
                                        5, texts(connection, batch, Facility::prefecture));
                                statement.setArray(6, texts(connection, batch, Facility::city));
                                statement.setArray(7, texts(connection, batch, Facility::address));
                                statement.setArray(
                                        8, texts(connection, batch, it -> it.claimMedium().name()));
                                statement.setArray(
                                        9,
                                        connection.createArrayOf(
                                                "boolean",
                                                batch.stream()
                                                        .map(Facility::smartphone)
                                                        .toArray()));
                                try (ResultSet rows = statement.executeQuery()) {
                                    while (rows.next()) {
                                        done.put(
                                                rows.getString(1),
                                                rows.getBoolean(2)
                                                        ? Facilities.Registered.ADDED
                                                        : Facilities.Registered.CHANGED);
                                    }
                                }
                            }
                            return null;
                        });
        return done;
    }

    private static Array texts(
            Connection connection, List<Facility> batch, Function<Facility, String> column)
            throws SQLException {
        return connection.createArrayOf("text", batch.stream().map(column).toArray());
    }

    private static Facility read(ResultSet row, int number) throws SQLException {
        return new Facility(
                new FacilityCode(row.getString(1)),
                row.getString(2),
                FacilityType.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                ClaimMedium.valueOf(row.getString(7)),
                row.getBoolean(8));
    }
}
