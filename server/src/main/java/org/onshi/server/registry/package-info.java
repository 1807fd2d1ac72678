/**
 * The registry: which insurer covers whom, on two time axes.
 *
 * <p>Answers: who is meant by an insurer's number and a birth date ({@link
 * org.onshi.server.registry.Registry#candidates}), what that person was covered by on a day, as
 * known at an instant ({@link org.onshi.server.registry.Registry#coveragesOf}), what was ever
 * recorded about an insurer's coverage, which of its coverages overlap another insurer's ({@link
 * org.onshi.server.registry.ConflictSide}), takes its registration file in ({@link
 * org.onshi.server.registry.RegistrationReception}) and tells what became of it ({@link
 * org.onshi.server.registry.Registrations}), and when coverages were first registered ({@link
 * org.onshi.server.registry.RegisteredCoverages}) or still are not linked to anybody ({@link
 * org.onshi.server.registry.UnregisteredCoverages}), which ratios an insurer's own record
 * contradicts ({@link org.onshi.server.registry.RatioComparison}), and all in force, person after
 * person ({@link org.onshi.server.registry.ActiveCoverages}). Keeps the insurers' master data, and
 * gives eligibility the digest by which it knows a repeated question ({@link
 * org.onshi.server.registry.KeyedDigest}), since the keys are here. Says whose certificates they
 * are ({@link org.onshi.server.registry.CardHolders}), so that no individual number leaves it.
 *
 * <p>Words: a <em>coverage</em> (資格) is one stay of a person with an insurer, from its acquisition
 * to its loss. Its facts may change on the way, so it consists of <em>segments</em>, which tile the
 * stay. What was recorded about a segment at one time is a <em>version</em>: a row of {@code
 * registry.coverage}, a value of {@link org.onshi.server.registry.Coverage}. Versions are
 * invalidated, never overwritten. Individual numbers live in the schema {@code vault} only.
 *
 * <p>A coverage is <em>pending</em> while nobody knows whose it is: it has no number, or the
 * resident register has other facts under it. Why stands in {@code registry.pending}; an insurer
 * reads it, and confirms what is right, through {@link org.onshi.server.registry.Pendings}. While
 * the register is silent the file waits as a whole (docs/decisions/0005).
 *
 * <p>Called by eligibility and the doors: of insurers, of operators (insurers' master data) and of
 * facilities (the types of a shown coverage only). Uses audit, outside (the resident register),
 * matching (whether a row and a resident are one person), and rules for the duty a notice was under
 * and whether registrations are checked, and work (files are worked through in rounds, and the
 * register asked in portions).
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"audit", "outside", "rules", "matching", "work"})
package org.onshi.server.registry;
