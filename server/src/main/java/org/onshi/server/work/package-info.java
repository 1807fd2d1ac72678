/**
 * Work that nobody waits for.
 *
 * <p>Answers: how something is done again and again as long as the server runs, and ends cleanly
 * with it ({@link org.onshi.server.work.Rounds}). Called by every context that sweeps, follows or
 * closes something; uses nothing.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package org.onshi.server.work;
