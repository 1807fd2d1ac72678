package org.onshi.wire;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.onshi.kernel.Kana;
import org.onshi.kernel.Sex;

/**
 * Whose medical information an answer holds.
 *
 * @param name 氏名
 * @param nameKana 氏名カナ, in either width
 * @param birthDate 生年月日
 * @param sex 性別
 */
public record Patient(String name, String nameKana, LocalDate birthDate, Sex sex) {
    /** The element under names of the family's own (interface.md §2.7, §2.8). */
    Element element(String parent, String nameOf, String kanaOf, String birthOf, String sexOf) {
        List<Element> children = new ArrayList<>();
        children.add(Element.leaf(nameOf, name));
        children.add(Element.leaf(kanaOf, Kana.halfWidth(nameKana).strip()));
        children.add(Element.leaf(birthOf, FieldReading.text(birthDate)));
        children.add(Element.leaf(sexOf, sex.wire()));
        return Element.of(parent, children);
    }

    @Override
    public String toString() {
        return "Patient[…]";
    }
}
