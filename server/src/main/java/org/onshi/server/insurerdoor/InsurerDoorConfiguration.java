package org.onshi.server.insurerdoor;

import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.server.callers.Door;
import org.onshi.server.callers.Doors;
import org.onshi.server.registry.Insurers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
class InsurerDoorConfiguration {
    /** An insurer is admitted once the operating body registered it. */
    @Bean
    SecurityFilterChain insurerDoorChain(Doors doors, Insurers insurers) {
        return doors.chain(
                Door.INSURER,
                caller ->
                        new ClaimedInsurerNumber(caller.code())
                                .confirmed()
                                .flatMap(insurers::find)
                                .isPresent());
    }
}
