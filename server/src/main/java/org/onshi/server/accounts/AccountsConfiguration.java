package org.onshi.server.accounts;

import javax.sql.DataSource;
import org.onshi.server.retention.Retained;
import org.onshi.server.retention.RetentionSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AccountsConfiguration {
    @Bean
    Retained proposalsRetained(DataSource dataSource, RetentionSettings settings) {
        return new Retained(
                "accounts.proposal", settings.proposals(), new ProposalTable(dataSource)::purge);
    }

    @Bean
    Retained activitiesRetained(DataSource dataSource, RetentionSettings settings) {
        return new Retained(
                "accounts.activity", settings.activities(), new ActivityTable(dataSource)::purge);
    }
}
