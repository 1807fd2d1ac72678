/**
 * 呼び出し元: whose certificate is this, which door may it use, is it revoked; and what the log says of
 * those who are refused: strangers are counted, a certified caller's misuses have a first entry of
 * their own and are then summed ({@link org.onshi.server.callers.Misuses}).
 *
 * <p>Ground floor of the doors: each machine door is a listening socket with mutual TLS ({@link
 * org.onshi.server.callers.Door}), a threshold that lets only its own kind of caller pass, and one
 * form of fault, problem+json (RFC 9457). A door context asks {@link
 * org.onshi.server.callers.Doors} for its filter chain and says whom it admits; its controllers
 * take a {@link org.onshi.server.callers.Caller} as an argument. Words: door (窓口), caller (呼び出し元),
 * stranger (証明書のない接続元), revocation list (失効リスト). Every door may use this context; it uses audit
 * only.
 */
@ApplicationModule(displayName = "callers", allowedDependencies = "audit")
package org.onshi.server.callers;

import org.springframework.modulith.ApplicationModule;
