package org.onshi.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One element of a message: a leaf with text, or a branch with children. The order of children is
 * kept, and means nothing: real answers come in hash order (interface.md §1.5).
 *
 * @param name the element's name, without any prefix
 * @param text what a leaf says, unescaped, exactly as sent; "" for a branch
 * @param source how a leaf was written, entities and all, when it must be echoed byte for byte
 * @param children of a branch; empty for a leaf
 */
public record Element(String name, String text, Optional<String> source, List<Element> children) {
    /** The root of every message of the interface. */
    public static final String ROOT = "XmlMsg";

    public Element {
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
        Objects.requireNonNull(source);
        children = List.copyOf(children);
    }

    /** A leaf. */
    public static Element leaf(String name, String text) {
        return new Element(name, text, Optional.empty(), List.of());
    }

    /** A branch. */
    public static Element of(String name, List<Element> children) {
        return new Element(name, "", Optional.empty(), children);
    }

    /** A branch. */
    public static Element of(String name, Element... children) {
        return of(name, Arrays.asList(children));
    }

    /** The first child of this name. */
    public Optional<Element> first(String childName) {
        for (Element child : children) {
            if (child.name.equals(childName)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** All children of this name, in order. */
    public List<Element> all(String childName) {
        return children.stream()
                .filter(child -> child.name.equals(childName))
                .collect(Collectors.toUnmodifiableList());
    }

    /** The element at the end of a path of names below this one, taking the first of each. */
    public Optional<Element> at(String... path) {
        Optional<Element> element = Optional.of(this);
        for (String step : path) {
            element = element.flatMap(found -> found.first(step));
        }
        return element;
    }

    /** The text at the end of a path; empty when it is missing, "" or white space. */
    public Optional<String> textAt(String... path) {
        return at(path).map(Element::text).filter(found -> !found.isBlank());
    }

    /** The same element with its first child of that name replaced, or with the child added. */
    public Element with(Element child) {
        List<Element> changed = new ArrayList<>(children);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).name.equals(child.name)) {
                changed.set(i, child);
                return of(name, changed);
            }
        }
        changed.add(child);
        return of(name, changed);
    }

    /** The same element without any child of that name. */
    public Element without(String childName) {
        return of(name, children.stream().filter(child -> !child.name.equals(childName)).toList());
    }

    /** This element and all below it. */
    public Stream<Element> walk() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Element::walk));
    }

    /** Equal when both say the same; how it was written does not count. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Element that
                && name.equals(that.name)
                && text.equals(that.text)
                && children.equals(that.children);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, text, children);
    }

    /** The name only: what stands inside may be a person's. */
    @Override
    public String toString() {
        return "Element[" + name + "]";
    }
}
