package org.onshi.server.retention;

import java.time.InstantSource;
import java.util.List;
import org.onshi.server.audit.Audit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionSettings.class)
class RetentionConfiguration {
    @Bean
    Purges purges(List<Retained> retained, Audit audit, PlatformTransactionManager transactions) {
        return new Purges(retained, audit, transactions);
    }

    @Bean
    PurgeWorker purgeWorker(Purges purges, InstantSource clock) {
        return new PurgeWorker(purges, clock);
    }
}
