package org.onshi.server.registry;

import java.util.Set;
import java.util.UUID;

/**
 * What two people meant by a row of a file that they decided on (requirements J-13).
 *
 * @param coverageId the only coverage the row may meet
 * @param versionIds its standing versions as they saw them
 */
public record DecidedRow(UUID coverageId, Set<UUID> versionIds) {
    public DecidedRow {
        versionIds = Set.copyOf(versionIds);
    }
}
