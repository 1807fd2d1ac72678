package org.onshi.server.outside;

import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutsideSettings.class)
class OutsideConfiguration {
    @Bean
    RevocationClient revocationClient(OutsideSettings settings, InstantSource clock) {
        return new RevocationClient(settings, clock);
    }

    @Bean
    ResidentRegister residentRegister(OutsideSettings settings) {
        return new ResidentRegister(settings);
    }
}
