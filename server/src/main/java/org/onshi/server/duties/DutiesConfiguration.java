package org.onshi.server.duties;

import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.onshi.server.audit.Audit;
import org.onshi.server.letters.Letters;
import org.onshi.server.matching.Matcher;
import org.onshi.server.registry.ActiveCoverages;
import org.onshi.server.registry.KeyedDigest;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.UnregisteredCoverages;
import org.onshi.server.retention.Retained;
import org.onshi.server.rules.Rules;
import org.onshi.server.rules.WorkingDays;
import org.onshi.server.work.Rounds;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DutySettings.class)
class DutiesConfiguration {
    private static final Duration CAMPAIGN_PAUSE = Duration.ofSeconds(20);

    @Bean
    Deadlines deadlines(Rules rules, WorkingDays workingDays, DutySettings settings) {
        return new Deadlines(rules, workingDays, settings.days());
    }

    @Bean
    ImprovementPlans improvementPlans(
            DataSource dataSource,
            RegistrationDuties duties,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions,
            DutySettings settings) {
        return new ImprovementPlans(
                dataSource, duties, audit, clock, transactions, settings.inTimePercentMin());
    }

    @Bean
    UnregisteredPersons unregisteredPersons(
            UnregisteredCoverages unregistered,
            Deadlines deadlines,
            Rules rules,
            InstantSource clock) {
        return new UnregisteredPersons(unregistered, deadlines, rules, clock);
    }

    @Bean
    Campaigns campaigns(
            DataSource dataSource,
            UnregisteredPersons unregistered,
            Registry registry,
            Letters letters,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        return new Campaigns(
                dataSource, unregistered, registry, letters, audit, clock, transactions);
    }

    @Bean
    DuplicateSurveys duplicateSurveys(
            DataSource dataSource,
            ActiveCoverages coverages,
            Registry registry,
            KeyedDigest digest,
            Matcher matcher,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        return new DuplicateSurveys(
                dataSource, coverages, registry, digest, matcher, audit, clock, transactions);
    }

    /** A finished survey's keys have no purpose any more; whoever ran it may have ended before. */
    @Bean
    Retained surveyKeysRetained(DataSource dataSource) {
        SurveyTable table = new SurveyTable(dataSource);
        return new Retained(
                "duties.survey_key", Duration.ZERO, (_, rowsMax) -> table.forget(rowsMax));
    }

    @Bean
    Rounds campaignRounds(Campaigns campaigns) {
        return new Rounds(
                "campaigns", CAMPAIGN_PAUSE, () -> campaigns.writeSome() || campaigns.closeSome());
    }
}
