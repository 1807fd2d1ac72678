/**
 * 保険者の窓口: the insurers' door. Registration files in, their state and result out, the history of one
 * coverage, the conflicts with other insurers, the mismatches facilities report, and wrong links
 * until they are put right.
 *
 * <p>Answers: what became of my file, row by row; what was ever recorded about a coverage of mine;
 * which of mine overlap another insurer's; which are pending, and why; which came late; where a
 * document said otherwise. Words: registration file (資格登録ファイル), result (処理結果), history (履歴),
 * conflict (資格の重なり). Called by machines with an insurer's certificate only, and an insurer reaches
 * nothing but its own; uses callers, registry, matching (the words of a comparison), accounts,
 * eligibility, corrections, duties, letters and audit.
 *
 * <p>The same for people: the console ({@code Console…}), pages behind a login by OpenID Connect.
 * An account sees its own insurer only; what cannot be undone needs two people (accounts).
 */
@ApplicationModule(
        displayName = "insurerdoor",
        allowedDependencies = {
            "callers",
            "registry",
            "matching",
            "accounts",
            "eligibility",
            "corrections",
            "duties",
            "letters",
            "audit"
        })
package org.onshi.server.insurerdoor;

import org.springframework.modulith.ApplicationModule;
