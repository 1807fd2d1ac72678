/**
 * 運用機関の窓口: the operating body's door: master data, claims, checkups, viewing suspensions,
 * registrations of cards, accounts of the console.
 *
 * <p>Answers: what became of each row of a file of insurers or facilities. One file is one
 * transaction: it is taken with all its good rows, or, when it cannot be read, not at all. Words:
 * master data (基本情報), row (行), warning (注意: accepted, with a code). Called by machines with the
 * operator's certificate only; uses callers, registry (insurers), duties, eligibility (cards),
 * medicalinfo, facilities and audit.
 */
@ApplicationModule(
        displayName = "operatordoor",
        allowedDependencies = {
            "callers",
            "registry",
            "eligibility",
            "corrections",
            "duties",
            "letters",
            "medicalinfo",
            "facilities",
            "accounts",
            "audit"
        })
package org.onshi.server.operatordoor;

import org.springframework.modulith.ApplicationModule;
