package org.onshi.server.rules;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings {@code onshi.rules.*}: what changed in law since the distribution (requirements K-12).
 *
 * @param changes a file of the form of {@code rules/rules.csv}; of a rule that stands in it all
 *     periods are the file's. Empty: none
 * @param holidays a file of the form of {@code rules/holidays.csv} instead of it, with whole years.
 *     Empty: none
 */
@ConfigurationProperties("onshi.rules")
record RulesSettings(Optional<Path> changes, Optional<Path> holidays) {}
