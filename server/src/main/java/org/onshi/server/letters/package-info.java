/**
 * 通知: letters to persons, from their writing to the printable file and the answer (requirements
 * C-06, C-07, J-09, B-14). Posting them is outside.
 *
 * <p>Answers: which letters wait to be printed; what a person was written, and when; what the
 * person answered; who has to be reminded. Words: letter (通知), confirmation (登録内容の確認), reminder
 * (再度の お願い), cause (what a letter is about: a coverage, a case). Called by corrections, duties and
 * the doors; uses registry, documents, rules, work, retention and audit.
 */
@ApplicationModule(
        displayName = "letters",
        allowedDependencies = {"registry", "documents", "rules", "work", "retention", "audit"})
package org.onshi.server.letters;

import org.springframework.modulith.ApplicationModule;
