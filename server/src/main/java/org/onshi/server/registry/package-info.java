/**
 * The registry: which insurer covers whom, on two time axes.
 *
 * <p>Answers: who is meant by an insurer's number and a birth date ({@link
 * org.onshi.server.registry.Registry#candidates}), what that person was covered by on a day, as
 * known at an instant ({@link org.onshi.server.registry.Registry#coveragesOf}), and what became of
 * an insurer's registration file ({@link org.onshi.server.registry.Registrations}).
 *
 * <p>Words: a <em>coverage</em> (資格) is one stay of a person with an insurer, from its acquisition
 * to its loss. Its facts may change on the way, so it consists of <em>segments</em>, which tile the
 * stay. What was recorded about a segment at one time is a <em>version</em>: a row of {@code
 * registry.coverage}, a value of {@link org.onshi.server.registry.Coverage}. Versions are
 * invalidated, never overwritten. Individual numbers live in the schema {@code vault} only.
 *
 * <p>May be called by eligibility, the doors of insurers and operators, and the contexts above
 * them; uses audit, and the resident register through outside.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"audit", "rules"})
package org.onshi.server.registry;
