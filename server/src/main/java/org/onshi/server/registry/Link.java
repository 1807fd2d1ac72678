package org.onshi.server.registry;

import java.util.UUID;

/**
 * 紐付け: a coverage and the person with whom it stands, or stood.
 *
 * @param personId the person
 * @param coverageId the coverage
 */
public record Link(UUID personId, UUID coverageId) {
    /** As a version of the coverage has it. */
    public static Link of(Coverage coverage) {
        return new Link(coverage.personId(), coverage.coverageId());
    }
}
