package org.onshi.server.registry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.onshi.server.audit.Audit;
import org.onshi.server.matching.Matcher;
import org.onshi.server.outside.ResidentRegister;
import org.onshi.server.rules.Rules;
import org.onshi.server.work.Rounds;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** The registry's parts; needs {@code onshi.vault.key-file}. */
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

    @Bean
    RegisteredCoverages registeredCoverages(
            DataSource dataSource, PlatformTransactionManager transactions) {
        return new RegisteredCoverages(dataSource, transactions);
    }

    @Bean
    UnregisteredCoverages unregisteredCoverages(
            DataSource dataSource, PlatformTransactionManager transactions) {
        return new UnregisteredCoverages(dataSource, transactions);
    }

    @Bean
    RatioComparison ratioComparison(
            DataSource dataSource, PlatformTransactionManager transactions, InstantSource clock) {
        return new RatioComparison(dataSource, transactions, clock);
    }

    @Bean
    ActiveCoverages activeCoverages(DataSource dataSource, InstantSource clock) {
        return new ActiveCoverages(dataSource, clock);
    }

    @Bean
    VaultKeys vaultKeys(@Value("${onshi.vault.key-file}") Path keyFile) {
        return VaultKeys.read(keyFile);
    }

    @Bean
    KeyedDigest questionDigest(VaultKeys keys) {
        return keys.questionDigest();
    }

    @Bean
    CardHolders cardHolders(
            ResidentRegister register, DataSource dataSource, VaultKeys keys, Audit audit) {
        return new CardHolders(register, dataSource, keys, audit);
    }

    @Bean
    RegisterInquiry registerInquiry(
            ResidentRegister register, KeptNumbers kept, VaultKeys keys, Matcher matcher) {
        return new RegisterInquiry(register, kept, keys, matcher, RegistrationLimits.REGISTER_REST);
    }

    @Bean
    RegisterComparison registerComparison(
            DataSource dataSource,
            RegisterInquiry inquiry,
            KeptNumbers numbers,
            VaultKeys keys,
            KeyedDigest digest) {
        return new RegisterComparison(dataSource, inquiry, numbers, keys, digest);
    }

    @Bean
    KeptNumbers keptNumbers(
            KeptNumberTable table,
            VaultKeys keys,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        return new KeptNumbers(table, keys, audit, clock, transactions);
    }

    /** The role that reads numbers, for the check of pending coverages only. */
    @Bean(destroyMethod = "close")
    KeptNumberTable keptNumberTable(
            @Value("${onshi.database.url}") String url,
            @Value("${onshi.vault.reader-user:onshi_vault_reader}") String user,
            @Value("${onshi.vault.reader-password:}") String password,
            VaultKeys keys) {
        if (password.isEmpty()) {
            throw new IllegalArgumentException(
                    "onshi.vault.reader-password を設定してください。 / Set onshi.vault.reader-password.");
        }
        return KeptNumberTable.of(url, user, password, keys);
    }

    @Bean
    Pendings pendings(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            KeptNumbers kept,
            VaultKeys keys,
            RegisterInquiry inquiry,
            Audit audit,
            Rules rules,
            InstantSource clock) {
        return new Pendings(dataSource, transactions, kept, keys, inquiry, audit, rules, clock);
    }

    @Bean
    RegistrationReception registrationReception(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Audit audit,
            VaultKeys keys,
            InstantSource clock,
            @Value("${onshi.registration.clearing-rows-max:10}") int clearingRowsMax,
            @Value("${onshi.registration.clearing-percent-max:5}") int clearingPercentMax) {
        return new RegistrationReception(
                dataSource,
                transactions,
                audit,
                keys,
                new ClearingLimits(clearingRowsMax, clearingPercentMax),
                clock);
    }

    @Bean
    Suspensions suspensions(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Audit audit,
            InstantSource clock) {
        return new Suspensions(dataSource, transactions, audit, clock);
    }

    @Bean
    Registrations registrations(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Audit audit,
            Rules rules,
            Insurers insurers,
            VaultKeys keys,
            RegisterInquiry inquiry,
            InstantSource clock) {
        return new Registrations(
                dataSource, transactions, audit, rules, insurers, keys, inquiry, clock);
    }

    @Bean
    ProposedFiles proposedFiles(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            RegistrationReception reception,
            Registrations registrations,
            VaultKeys keys) {
        return new ProposedFiles(dataSource, transactions, reception, registrations, keys);
    }

    /**
     * Not DOWN when a file is held up: checks are answered as ever, and a balancer must not take
     * the server out for it.
     */
    @Bean
    HealthIndicator registrationsHealthIndicator(Registrations registrations) {
        return () -> (registrations.held() == 0 ? Health.up() : Health.status("HELD_UP")).build();
    }

    /** How many files are held up; the store is asked each time the figure is read. */
    @Bean
    MeterBinder registrationsHeldGauge(Registrations registrations) {
        return meters ->
                Gauge.builder("onshi.registrations.held", registrations, Registrations::held)
                        .register(meters);
    }

    /** Several servers may work through the files: the store decides whose turn it is. */
    @Bean
    Rounds registrationRounds(Registrations registrations) {
        return new Rounds(
                "registrations",
                RegistrationLimits.IDLE,
                RegistrationLimits.AFTER_FAILURE,
                registrations::processChunk);
    }

    @Bean
    Rounds abandonedUploadRounds(RegistrationReception reception) {
        return new Rounds(
                "abandoned-uploads",
                RegistrationLimits.SWEEP_PAUSE,
                () -> {
                    reception.sweepAbandoned();
                    return false;
                });
    }
}
