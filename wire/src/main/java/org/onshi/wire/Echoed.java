package org.onshi.wire;

import java.util.List;
import java.util.Optional;

/**
 * Text a client gets back exactly as it wrote it, to find its own request by (interface.md §1.4).
 *
 * @param text what it says, unescaped
 * @param source how it was written in XML, where it came from there
 */
public record Echoed(String text, Optional<String> source) {
    /** Text that was not read from XML. */
    public static Echoed of(String text) {
        return new Echoed(text, Optional.empty());
    }

    static Echoed of(Element leaf) {
        return new Echoed(leaf.text(), leaf.source());
    }

    Element element(String name) {
        return new Element(name, text, source, List.of());
    }

    /** Equal when both say the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Echoed that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Nothing: it may be a chart number. */
    @Override
    public String toString() {
        return "Echoed[…]";
    }
}
