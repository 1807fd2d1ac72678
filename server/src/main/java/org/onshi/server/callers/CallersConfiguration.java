package org.onshi.server.callers;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.onshi.server.audit.Audit;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    DoorSettings.class,
    TlsSettings.class,
    WebSettings.class,
    ManagementSettings.class
})
class CallersConfiguration {
    @Bean
    RevocationList revocationList(TlsSettings tls, MeterRegistry meters) {
        RevocationList list =
                new RevocationList(
                        tls.revocations(),
                        tls.truststore(),
                        SharedClock.system(),
                        RevocationList.LOOK_EVERY);
        TimeGauge.builder(
                        "onshi.revocations.overdue",
                        list,
                        TimeUnit.SECONDS,
                        it -> it.overdue().toSeconds())
                .description("time since the next update that the list in force had promised")
                .register(meters);
        return list;
    }

    /**
     * Beside {@code UP} its statuses name what is wrong; they are none of Spring's, so they show
     * and do not bring the whole server down: care goes on.
     */
    @Bean
    HealthIndicator revocationsHealthIndicator(RevocationList list) {
        return () ->
                switch (list.reliance()) {
                    case CURRENT -> Health.up().build();
                    case OVERDUE -> Health.status("OVERDUE").build();
                    case NOT_BELIEVED -> Health.status("NOT_BELIEVED").build();
                };
    }

    @Bean
    RefusalLog refusalLog(
            Audit audit, PlatformTransactionManager transactions, InstantSource clock) {
        return new RefusalLog(audit, new TransactionTemplate(transactions), clock);
    }

    @Bean
    Strangers strangers(RefusalLog log, MeterRegistry meters) {
        return new Strangers(log, meters);
    }

    @Bean
    Misuses misuses(RefusalLog log) {
        return new Misuses(log, Misuses.KINDS_MAX);
    }

    /** The interval is a setting for tests only; contracts and documents speak of a minute. */
    @Bean
    MinuteSums minuteSums(
            Strangers strangers,
            Misuses misuses,
            @Value("${onshi.refusal-sums-interval:60s}") Duration interval) {
        return new MinuteSums(strangers, misuses, interval);
    }

    @Bean
    FaultPages faultPages() {
        return new FaultPages();
    }

    @Bean
    DoorConnectors doorConnectors(
            DoorSettings doors,
            TlsSettings tls,
            WebSettings web,
            ManagementSettings management,
            Strangers strangers,
            FaultPages faultPages) {
        return new DoorConnectors(doors, tls, web, management, strangers, faultPages);
    }

    @Bean
    Doors doors(
            DoorSettings settings,
            WebSettings web,
            RevocationList revoked,
            Misuses misuses,
            MeterRegistry meters,
            DoorConnectors connectors) {
        return new Doors(settings, web, revoked, misuses, meters, connectors);
    }

    @Bean
    SecurityFilterChain managementChain(Doors doors) {
        return doors.management();
    }

    @Bean
    SecurityFilterChain closedDoors(Doors doors) {
        return doors.closed();
    }

    /**
     * What the HTTP firewall refuses (double slashes, semicolons, control characters in a path).
     */
    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return (request, response, rejected) ->
                Problem.of(FaultCode.REQUEST_MALFORMED).write(response);
    }

    @Bean
    WebMvcConfigurer callerArguments() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgument());
            }
        };
    }
}
