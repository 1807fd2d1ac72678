package org.onshi.server.corrections;

import java.time.Duration;
import org.onshi.server.work.Rounds;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CorrectionsConfiguration {
    /** Also for how long a silent register is left alone. */
    private static final Duration FULL_MATCH_PAUSE = Duration.ofSeconds(5);

    @Bean
    Rounds fullMatchRounds(FullMatches matches) {
        return new Rounds(
                "full-matches", FULL_MATCH_PAUSE, () -> matches.step() == FullMatches.Step.DONE);
    }
}
