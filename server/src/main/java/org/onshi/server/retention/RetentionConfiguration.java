package org.onshi.server.retention;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.onshi.server.audit.Audit;
import org.onshi.server.work.Rounds;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionSettings.class)
class RetentionConfiguration {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    @Bean
    Purges purges(List<Retained> retained, Audit audit, PlatformTransactionManager transactions) {
        return new Purges(retained, audit, transactions);
    }

    @Bean
    Rounds purgeRounds(Purges purges, InstantSource clock) {
        return new Rounds("purges", PAUSE, () -> purges.run(clock.instant()));
    }
}
