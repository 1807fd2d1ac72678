package org.onshi.wire;

/**
 * How large a document may be. What is over a limit is refused with a code of its own before it
 * costs memory.
 *
 * @param bytesMax length of the encoded document
 * @param depthMax nesting of elements, the root being 1
 * @param elementsMax number of elements
 */
public record WireLimits(int bytesMax, int depthMax, int elementsMax) {
    /**
     * What a receipt computer or a facility may send: 4 MiB, as real clients hold it (interface.md
     * §1.5), enough for some 9,000 people in one bulk request.
     */
    public static final WireLimits REQUEST = new WireLimits(4 << 20, 32, 150_000);

    /** What the central system may answer: the results of one full bulk request. */
    public static final WireLimits ANSWER = new WireLimits(96 << 20, 32, 3_000_000);

    public WireLimits {
        if (bytesMax < 1 || depthMax < 1 || elementsMax < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
