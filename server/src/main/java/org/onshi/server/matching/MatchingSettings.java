package org.onshi.server.matching;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings {@code onshi.matching.*}.
 *
 * @param variants a table of variant characters besides the one of the distribution, as {@code
 *     from,to,source}; for instance made of the MJ縮退マップ (CC BY-SA, so not shipped). Empty: none
 */
@ConfigurationProperties("onshi.matching")
record MatchingSettings(Optional<Path> variants) {}
