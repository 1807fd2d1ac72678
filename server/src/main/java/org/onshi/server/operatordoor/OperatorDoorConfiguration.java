package org.onshi.server.operatordoor;

import org.onshi.server.callers.Door;
import org.onshi.server.callers.Doors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
class OperatorDoorConfiguration {
    /** There is one operating body, and its certificate names it. */
    @Bean
    SecurityFilterChain operatorDoorChain(Doors doors) {
        return doors.chain(Door.OPERATOR, _ -> true);
    }
}
