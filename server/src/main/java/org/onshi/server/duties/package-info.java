/**
 * 登録の義務: what insurers owe the registry: that an acquisition is registered in time, and that nobody
 * stays unregistered (requirements B-10, B-11, B-13, B-14), and that no person is registered twice
 * (B-15).
 *
 * <p>Answers: which registrations came late, and through whom ({@link
 * org.onshi.server.duties.RegistrationDuties}); which insurers were asked to do better ({@link
 * org.onshi.server.duties.ImprovementPlans}); who is unregistered, and by which of the three causes
 * ({@link org.onshi.server.duties.UnregisteredPersons}); who was written to about it, and what came
 * of that ({@link org.onshi.server.duties.Campaigns}); who is there twice ({@link
 * org.onshi.server.duties.DuplicateSurveys}). Words: notice (届出), late registration (期限を過ぎた登録),
 * timeliness (期限の判定), improvement plan (改善計画), follow-up (フォローアップ調査), unregistered (未登録), cause
 * (要因), campaign (未登録者へのお知らせ), certificate order (資格確認書の交付の指示), duplicate survey (重複調査). Called by
 * the doors of insurers and of the operating body; uses registry, letters, matching, rules, work,
 * retention and audit.
 */
@ApplicationModule(
        displayName = "duties",
        allowedDependencies = {
            "registry",
            "letters",
            "matching",
            "rules",
            "work",
            "retention",
            "audit"
        })
package org.onshi.server.duties;

import org.springframework.modulith.ApplicationModule;
