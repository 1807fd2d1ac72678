package org.onshi.server.work;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RoundsSettings.class)
class WorkConfiguration {
    /**
     * DOWN when some work ended before the server did: only another start of the server mends it.
     */
    @Bean
    HealthIndicator workHealthIndicator(List<Rounds> all) {
        return () -> {
            List<String> broken =
                    all.stream().map(Rounds::broken).flatMap(Optional::stream).toList();
            return broken.isEmpty()
                    ? Health.up().build()
                    : Health.down().withDetail("ended", broken).build();
        };
    }
}
