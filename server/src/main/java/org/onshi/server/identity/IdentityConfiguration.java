package org.onshi.server.identity;

import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.onshi.server.audit.Audit;
import org.onshi.server.outside.ResidentRegister;
import org.onshi.server.outside.RevocationClient;
import org.onshi.server.rules.Rules;
import org.onshi.server.work.Rounds;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentitySettings.class)
class IdentityConfiguration {
    private static final Duration SWEEP_PAUSE = Duration.ofMinutes(10);

    @Bean
    Rounds presenceRounds(DataSource dataSource, InstantSource clock) {
        PresenceSweep sweep = new PresenceSweep(new PresenceTable(dataSource), clock);
        return new Rounds("presence-sweep", SWEEP_PAUSE, () -> sweep.sweep() > 0);
    }

    @Bean
    Revocations revocations(
            RevocationClient client, IdentitySettings settings, InstantSource clock) {
        return new Revocations(client, settings, clock);
    }

    @Bean
    EarlierPresences earlierPresences(
            DataSource dataSource,
            Revocations revocations,
            Rules rules,
            IdentitySettings settings,
            InstantSource clock) {
        return new EarlierPresences(dataSource, revocations, rules, settings, clock);
    }

    @Bean
    Identification identification(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Revocations revocations,
            ResidentRegister register,
            Certificates certificates,
            Audit audit,
            Rules rules,
            IdentitySettings settings,
            InstantSource clock) {
        return new Identification(
                dataSource,
                transactions,
                revocations,
                register,
                certificates,
                audit,
                rules,
                settings,
                clock);
    }
}
