/**
 * 医療情報: medication and treatment from claims, checkups over the years, and their release.
 *
 * <p>Answers: what did this person take, what was done, how were the checkups ({@link
 * org.onshi.server.medicalinfo.MedicalInformation}) and takes in what claims and checkup files say
 * ({@link org.onshi.server.medicalinfo.MedicalRecords}). Nothing is released without a live consent
 * of its kind at the facility that asks, where its certificate ended or was revoked since, to
 * eligibility-only facilities, or while viewing is suspended; a number only selects the person
 * (design 3.6). Every view and every refusal is recorded with the consent it rested on, and views
 * are counted.
 *
 * <p>Words: claim (レセプト), item (one medicine or treatment of a day), checkup (特定健診), mark
 * (判定値を超えた印), viewing suspension (閲覧停止), view count (閲覧件数). Called by the doors of facilities,
 * operators and persons; uses consent, identity (whether the certificate of a consent still opens
 * anything), registry (who is meant, whose name), facilities (the type), documents (the printed
 * answers), rules and audit.
 */
@ApplicationModule(
        displayName = "medicalinfo",
        allowedDependencies = {
            "consent",
            "identity",
            "registry",
            "facilities",
            "documents",
            "rules",
            "audit"
        })
package org.onshi.server.medicalinfo;

import org.springframework.modulith.ApplicationModule;
