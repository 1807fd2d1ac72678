package org.onshi.server.letters;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import javax.sql.DataSource;
import org.onshi.server.audit.Audit;
import org.onshi.server.registry.Registry;
import org.onshi.server.retention.Retained;
import org.onshi.server.retention.RetentionSettings;
import org.onshi.server.work.Rounds;
import org.onshi.server.work.RoundsSettings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** Setting {@code onshi.letters.registered-from}: see {@link RegisteredNotices}. */
@Configuration(proxyBeanMethods = false)
class LettersConfiguration {
    @Bean
    RegisteredNotices registeredNotices(
            DataSource dataSource,
            Letters letters,
            Registry registry,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions,
            @Value("${onshi.letters.registered-from:}") String from) {
        return new RegisteredNotices(
                dataSource, letters, registry, audit, clock, transactions, day(from));
    }

    @Bean
    Rounds noticeRounds(RegisteredNotices notices, RoundsSettings settings) {
        return new Rounds("registration-notices", settings.pause(), notices::writeSome);
    }

    @Bean
    Retained lettersRetained(DataSource dataSource, RetentionSettings settings) {
        return new Retained(
                "letters.letter", settings.letters(), new LetterTable(dataSource)::purge);
    }

    private static Optional<LocalDate> day(String from) {
        try {
            return from.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(from));
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException(
                    "onshi.letters.registered-from は YYYY-MM-DD で書いてください。 /"
                            + " Write onshi.letters.registered-from as YYYY-MM-DD.",
                    wrong);
        }
    }
}
