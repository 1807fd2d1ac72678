package org.onshi.server.facilitydoor;

import java.time.InstantSource;
import org.onshi.server.callers.Door;
import org.onshi.server.callers.Doors;
import org.onshi.server.callers.Misuses;
import org.onshi.server.facilities.Facilities;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FacilityDoorSettings.class)
class FacilityDoorConfiguration {
    @Bean
    SecurityFilterChain facilityChain(Doors doors, Facilities facilities) {
        return doors.chain(Door.FACILITY, caller -> facilities.registered(caller.code()));
    }

    @Bean
    IdTokens idTokens(FacilityDoorSettings settings, InstantSource clock) {
        return new IdTokens(settings, clock);
    }

    @Bean
    OwnName ownName(Misuses misuses) {
        return new OwnName(misuses);
    }
}
