package org.onshi.server.registry;

/**
 * How many coverages have a letter in their name.
 *
 * @param letter one character
 * @param coverages at least 1
 */
public record LetterCount(String letter, long coverages) {}
