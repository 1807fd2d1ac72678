package org.onshi.server.registry;

import java.util.UUID;
import org.onshi.kernel.InsuredIdentifier;

/**
 * A coverage whose identifier and birth date agree with a question.
 *
 * @param personId whose coverage it is
 * @param coverageId the coverage the identifier stands for
 * @param identifier symbol, number and branch as the insurer registered them; an exact raw match
 *     wins over the others (contracts §4)
 */
public record Candidate(UUID personId, UUID coverageId, InsuredIdentifier identifier) {}
