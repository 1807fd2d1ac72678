/**
 * 紐付け誤り: a wrong link from its detection to its publication (requirements J-02, B-09, B-16), across
 * the contexts that hold the person's data.
 *
 * <p>Answers: which coverages were led to another person; who looked while they were; whether that
 * was wrong, and who said so; what was taken back; how far an inspection of all insurers has come,
 * and what it found ({@link org.onshi.server.corrections.Inspections}; requirements J-01); how far
 * the match of all registered data with the resident register is ({@link
 * org.onshi.server.corrections.FullMatches}; B-12), and which coverages it does not confirm ({@link
 * org.onshi.server.corrections.Suspects}). Words: full match (全登録データの突合), suspect (紐付けの疑い), wrong
 * link (紐付け誤り), detected and suspended (閲覧停止), looked up (アクセスログの確認), decided (判定), corrected (訂正),
 * published (公表), viewing (閲覧), inspection (総点検), finding (点検で見つかった誤り). Called by the doors of
 * insurers and of the operating body; uses registry, eligibility, medicalinfo, consent, letters,
 * audit and work.
 */
@ApplicationModule(
        displayName = "corrections",
        allowedDependencies = {
            "registry",
            "eligibility",
            "medicalinfo",
            "consent",
            "letters",
            "audit",
            "work"
        })
package org.onshi.server.corrections;

import org.springframework.modulith.ApplicationModule;
