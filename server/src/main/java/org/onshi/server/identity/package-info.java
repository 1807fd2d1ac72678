/**
 * Identity: who is present, proven by the card's certificate.
 *
 * <p>Answers: whether a signature over a fresh challenge proves a card's presence at a terminal,
 * what the state of its certificate allows that day (requirements G-15), and whose card it is once
 * registered.
 *
 * <p>Words: a <em>visit</em> (受付) is one stay of a card on a reader; its <em>presence</em> (本人確認)
 * binds facility, terminal and visit; <em>mode</em> is FACE, PIN or VISUAL; <em>card state</em> is
 * VALID, ALERT or GRACE.
 *
 * <p>Called by eligibility, consent and the doors of facilities and persons. Uses outside (OCSP),
 * rules, work and audit.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"outside", "rules", "work", "audit"})
package org.onshi.server.identity;
