package org.onshi.server.facilitydoor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The facility door's own settings ({@code onshi.facility-door.*}).
 *
 * @param tokenLife how long an idToken lives
 * @param tokenKeyFile at least 32 bytes that all servers of one system share; without it a key is
 *     drawn at the start, and a token holds for one process only (the caller logs in again)
 */
@ConfigurationProperties("onshi.facility-door")
record FacilityDoorSettings(@DefaultValue("8h") Duration tokenLife, Path tokenKeyFile) {
    /** The file, where one is named; the binder knows no Optional of a path. */
    Optional<Path> sharedTokenKey() {
        return Optional.ofNullable(tokenKeyFile);
    }
}
