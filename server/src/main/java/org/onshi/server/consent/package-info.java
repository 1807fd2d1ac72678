/**
 * 同意: what the holder of a card agreed to show, to which facility, until when.
 *
 * <p>Answers: may this facility see this kind of information of this person now ({@link
 * org.onshi.server.consent.Consents#require}), and what does the face message state. A consent is
 * born from a presence and from nothing else; it binds person, facility, visit and the digest of
 * the certificate, and lives for {@code onshi.consent.life} (24 hours; requirements F-05, F-06).
 * Nothing is overwritten: a later answer, or a withdrawal, ends the earlier row, which stays.
 *
 * <p>Words: kind (項目), given and refused (同意・不同意), withdrawal (撤回), blanket consent (包括同意), offered
 * kinds (その日に尋ねる項目). Called by medicalinfo and the doors of facilities and persons; uses identity
 * (the presence), facilities (the type), rules, retention and audit.
 */
@ApplicationModule(
        displayName = "consent",
        allowedDependencies = {"identity", "facilities", "rules", "retention", "audit"})
package org.onshi.server.consent;

import org.springframework.modulith.ApplicationModule;
