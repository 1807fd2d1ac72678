package org.onshi.server.rules;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rules, for whoever wants them injected. */
@Configuration(proxyBeanMethods = false)
class RulesConfiguration {
    @Bean
    Rules rules() {
        return Rules.published();
    }

    @Bean
    WorkingDays workingDays() {
        return WorkingDays.published();
    }
}
