package org.onshi.server.corrections;

import org.onshi.server.work.Rounds;
import org.onshi.server.work.RoundsSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CorrectionsConfiguration {
    /** The pause is also for how long a silent register is left alone. */
    @Bean
    Rounds fullMatchRounds(FullMatches matches, RoundsSettings settings) {
        return new Rounds(
                "full-matches", settings.pause(), () -> matches.step() == FullMatches.Step.DONE);
    }
}
