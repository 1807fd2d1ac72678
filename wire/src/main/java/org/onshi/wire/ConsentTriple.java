package org.onshi.wire;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * One consent as a result states it.
 *
 * @param kind what it is about
 * @param flag 0 not given, 1 given; for all but {@link ConsentKind#LIMIT} also 2 expired, 3 could
 *     not be asked (OQSCD016); unknown codes are kept
 * @param givenAt Japanese time; absent unless given
 * @param availableUntil Japanese time, 24 hours after in the real system; absent unless given, and
 *     for limit data and special diseases
 */
public record ConsentTriple(
        ConsentKind kind,
        String flag,
        Optional<LocalDateTime> givenAt,
        Optional<LocalDateTime> availableUntil) {
    /** Not given. */
    public static ConsentTriple refused(ConsentKind kind) {
        return new ConsentTriple(kind, "0", Optional.empty(), Optional.empty());
    }

    /** Given, without an end of its own. */
    public static ConsentTriple given(ConsentKind kind, LocalDateTime at) {
        return new ConsentTriple(kind, "1", Optional.of(at), Optional.empty());
    }
}
