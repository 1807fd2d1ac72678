/**
 * 資格確認: is this person covered on that day, by whom, and what may the counter do with it.
 *
 * <p>Answers one question ({@link org.onshi.server.eligibility.Eligibility}) or many of one
 * facility in the background ({@link org.onshi.server.eligibility.BulkChecks}). Every answer is a
 * verdict of contracts §4 with the coverages it rests on, alerts, a next step for the clerk and the
 * id of its audit entry; the entry is committed before the answer leaves. The verdict itself is
 * decided by a pure function of the registry's rows and the day. It also keeps what facilities tell
 * insurers about a record that differs ({@link org.onshi.server.eligibility.MismatchReports}).
 *
 * <p>A card is registered as an insurance card once ({@link
 * org.onshi.server.eligibility.CardRegistrations}); what stands for the registration is the
 * certificate's person in identity.
 *
 * <p>Words: question (照会), answer (回答), channel (経路: number, bulk), shown coverage (回答する資格: the
 * facts on the day asked), alert (注意), next step (次の対応). Called by the facility and operator doors;
 * uses registry, identity (presences, whose certificate it is), work (bulk inquiries) and audit.
 */
@ApplicationModule(
        displayName = "eligibility",
        allowedDependencies = {"registry", "identity", "work", "audit"})
package org.onshi.server.eligibility;

import org.springframework.modulith.ApplicationModule;
