package org.onshi.server.corrections;

import java.time.Duration;
import org.onshi.server.work.Rounds;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CorrectionsConfiguration {
    /**
     * @param pause also for how long a silent register is left alone; a setting for tests only
     */
    @Bean
    Rounds fullMatchRounds(FullMatches matches, @Value("${onshi.rounds-pause:5s}") Duration pause) {
        return new Rounds("full-matches", pause, () -> matches.step() == FullMatches.Step.DONE);
    }
}
