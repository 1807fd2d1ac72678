package org.onshi.server.letters;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * A letter as it was written.
 *
 * @param cause what it is about: a coverage's id, or a case's
 * @param postalCode "" where none is registered
 * @param numberEnd the last two characters of the insured number: a letter that gets lost tells no
 *     number
 * @param replyBy by when an answer is wanted; empty where the letter does not say
 * @param printedAt empty while it waits
 */
record Letter(
        UUID personId,
        UUID letterId,
        LetterKind kind,
        UUID cause,
        String insurerNumber,
        String insurerName,
        String name,
        String postalCode,
        String address,
        String numberEnd,
        String branch,
        LocalDate acquiredOn,
        Optional<LocalDate> replyBy,
        Instant writtenAt,
        Optional<Instant> printedAt) {
    @Override
    public String toString() {
        return "Letter[" + letterId + " " + kind + "]";
    }
}
