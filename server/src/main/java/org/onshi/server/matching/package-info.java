/**
 * 照合: are two descriptions those of one person (requirements B-05…B-08, B-12, B-15…B-17, K-09;
 * facts §5)?
 *
 * <p>Answers: whether to link, to have someone look, or neither, attribute by attribute and with
 * the rules that made spellings equal ({@link org.onshi.server.matching.Matcher}). Pure functions:
 * no clock, no store, no log; the only data are the table of variant characters and what an
 * operator puts beside it. What was decided and why: docs/matching.md.
 *
 * <p>Words: a <em>spelling</em> is one way to write an attribute; a <em>rule</em> ({@link
 * org.onshi.server.matching.MatchingRule}) makes two spellings of one thing equal; an
 * <em>unreadable</em> character (● 〓 ? and those only one office knows) can be anything, so it is
 * never evidence. Any context may use this one; it uses none.
 */
@ApplicationModule(
        displayName = "matching",
        allowedDependencies = {})
package org.onshi.server.matching;

import org.springframework.modulith.ApplicationModule;
