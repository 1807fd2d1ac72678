package org.onshi.server.registry;

/**
 * How many coverages have a character in their name.
 *
 * @param letter the character
 * @param coverages at least 1
 */
public record CharacterCount(String letter, long coverages) {}
