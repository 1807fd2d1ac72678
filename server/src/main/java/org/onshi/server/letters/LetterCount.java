package org.onshi.server.letters;

/**
 * Letters of a kind.
 *
 * @param waiting not printed yet
 * @param printed printed, answered ones included
 * @param right answered: the data are right
 * @param wrong answered: the data are somebody else's
 */
public record LetterCount(LetterKind kind, long waiting, long printed, long right, long wrong) {}
