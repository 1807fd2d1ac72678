package org.onshi.server.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.List;
import java.util.function.Function;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rules, for whoever wants them injected. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RulesSettings.class)
class RulesConfiguration {
    private static final long FILE_BYTES_MAX = 1_000_000;

    @Bean
    Rules rules(RulesSettings settings) {
        return settings.changes()
                .map(file -> read("onshi.rules.changes", file, Rules.published()::changedBy))
                .orElseGet(Rules::published);
    }

    @Bean
    WorkingDays workingDays(RulesSettings settings) {
        return settings.holidays()
                .map(file -> read("onshi.rules.holidays", file, WorkingDays::read))
                .orElseGet(WorkingDays::published);
    }

    private static <T> T read(String setting, Path file, Function<List<String>, T> reader) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new IllegalArgumentException("larger than " + FILE_BYTES_MAX + " bytes");
            }
            return reader.apply(Files.readAllLines(file));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    setting
                            + " のファイルを直してください。 / Mend the file of "
                            + setting
                            + ": "
                            + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    setting + " のファイルが読めません。 / The file of " + setting + " cannot be read.", e);
        }
    }
}
