/**
 * Clients of what stands outside: the OCSP responder of JPKI and the resident register (J-LIS).
 *
 * <p>Answers: whether a certificate is revoked ({@link org.onshi.server.outside.RevocationClient}),
 * whose it is and which one it replaced, who has an individual number, and which number belongs to
 * five attributes ({@link org.onshi.server.outside.ResidentRegister}). Every call has a time limit
 * and a limit of bytes; silence is an answer, not an accident. Never called inside a transaction.
 *
 * <p>Called by identity (revocation, predecessors) and registry (holders and residents): nobody
 * else ever sees an individual number.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package org.onshi.server.outside;
