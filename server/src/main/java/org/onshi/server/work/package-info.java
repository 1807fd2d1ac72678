/**
 * Work that nobody waits for.
 *
 * <p>Answers: how something is done again and again as long as the server runs, and ends cleanly
 * with it ({@link org.onshi.server.work.Rounds}), and how much is asked at once of somebody for
 * whom it may be too much ({@link org.onshi.server.work.Portion}). Called by every context that
 * sweeps, follows or closes something; uses nothing.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package org.onshi.server.work;
