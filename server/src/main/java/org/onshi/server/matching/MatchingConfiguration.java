package org.onshi.server.matching;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The matcher, for whoever wants it injected. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MatchingSettings.class)
class MatchingConfiguration {
    private static final long VARIANTS_BYTES_MAX = 4_000_000;

    @Bean
    Matcher matcher(MatchingSettings settings) {
        return settings.variants().map(MatchingConfiguration::with).orElseGet(Matcher::standard);
    }

    static Matcher with(Path variants) {
        try {
            if (Files.size(variants) > VARIANTS_BYTES_MAX) {
                throw new IllegalArgumentException("larger than " + VARIANTS_BYTES_MAX + " bytes");
            }
            return new Matcher(VariantCharacters.published().and(Files.readAllLines(variants)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "onshi.matching.variants のファイルを直してください。 / Mend the file of"
                            + " onshi.matching.variants: "
                            + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "onshi.matching.variants のファイルが読めません。 / The file of onshi.matching.variants"
                            + " cannot be read.",
                    e);
        }
    }
}
