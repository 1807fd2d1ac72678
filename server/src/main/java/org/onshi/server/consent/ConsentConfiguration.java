package org.onshi.server.consent;

import javax.sql.DataSource;
import org.onshi.server.retention.Retained;
import org.onshi.server.retention.RetentionSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsentSettings.class)
class ConsentConfiguration {
    @Bean
    Retained consentsRetained(DataSource dataSource, RetentionSettings settings) {
        return new Retained(
                "consent.consent", settings.consents(), new ConsentTable(dataSource)::purge);
    }
}
