/**
 * 利用者: the people who work in the console: which organisation each belongs to and what each may do
 * there; what they proposed for another to approve, and what they did.
 *
 * <p>Answers: whose is this OpenID subject ({@link org.onshi.server.accounts.Accounts#find}), which
 * proposals wait ({@link org.onshi.server.accounts.Proposals}), who did what in my organisation
 * ({@link org.onshi.server.accounts.Activities}). Words: account (利用者), role (役割: clerk 担当者,
 * supervisor 責任者, auditor 監査人, operator 運営者), organisation (所属), proposal (提案), four eyes
 * (提案した人とは別の人による承認). The operator door loads accounts, the insurer door's console logs them in; it
 * uses retention only, and whoever changes it writes the audit entry in the same transaction.
 */
@ApplicationModule(
        displayName = "accounts",
        allowedDependencies = {"retention"})
package org.onshi.server.accounts;

import org.springframework.modulith.ApplicationModule;
