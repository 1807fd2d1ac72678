package org.onshi.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What of the store comes into a log with a failure nobody expected. */
@Tag("database")
@Tag("store")
class StoreLogTest {
    @Test
    void whatTheStoreSaysOfAFailedStatementNamesNoValue() {
        try (TestDatabase database = TestDatabase.fresh();
                HikariDataSource store =
                        new ServerConfiguration().dataSource(settings(database.jdbcUrl()))) {
            UUID id = UUID.randomUUID();
            assertThatThrownBy(() ->
                            JdbcClient.create(store)
                                    .sql(
                                            """
                                            INSERT INTO registry.decided_row
                                                (registration_id, line, coverage_id, version_ids)
                                            VALUES (:id, 1, :id, '{}'), (:id, 1, :id, '{}')
                                            """)
                                    .param("id", id)
                                    .update())
                    .isInstanceOf(DuplicateKeyException.class)
                    .extracting(Throwables::getStackTrace)
                    .asString()
                    .contains("decided_row_pk")
                    .doesNotContain(id.toString());
        }
    }

    private static DatabaseSettings settings(String url) {
        return new DatabaseSettings(
                url,
                "onshi_server",
                TestDatabase.passwords().server(),
                "onshi_owner",
                null,
                1,
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
    }
}
