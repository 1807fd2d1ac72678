package org.onshi.server.registry;

import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RegistryConfiguration {
    @Bean
    Insurers insurers(DataSource dataSource, InstantSource clock) {
        return new Insurers(dataSource, clock);
    }

    @Bean
    Registry registry(DataSource dataSource, Insurers insurers) {
        return new Registry(dataSource, insurers);
    }
}
