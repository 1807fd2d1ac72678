package org.onshi.server.registry;

/**
 * How many coverages have a character in their name.
 *
 * @param character one, as a text
 * @param coverages at least 1
 */
public record CharacterCount(String character, long coverages) {}
