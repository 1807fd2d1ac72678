package org.onshi.server.insurerdoor;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.onshi.kernel.Sex;
import org.onshi.server.matching.Attribute;
import org.onshi.server.matching.Matcher;
import org.onshi.server.registry.Coverage;

/** Two of an insurer's own coverages as rows of a table, the differing characters marked. */
final class SideBySide {
    private SideBySide() {}

    /** By the five attributes that tell people apart. */
    static List<Map<String, Object>> attributes(Coverage left, Coverage right) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Attribute attribute : Attribute.values()) {
            rows.add(row(attribute.japanese(), value(left, attribute), value(right, attribute)));
        }
        return rows;
    }

    /** The same, and by what the insurer itself has assigned. */
    static List<Map<String, Object>> whole(Coverage left, Coverage right) {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(row("記号", left.identifier().symbol(), right.identifier().symbol()));
        rows.add(row("番号", left.identifier().number(), right.identifier().number()));
        rows.add(row("枝番", left.identifier().branch(), right.identifier().branch()));
        rows.addAll(attributes(left, right));
        rows.add(row("資格取得日", left.acquiredOn().toString(), right.acquiredOn().toString()));
        rows.add(row("資格喪失日", lost(left), lost(right)));
        return rows;
    }

    /** What is registered of an attribute; empty where nothing is. */
    static String value(Coverage coverage, Attribute attribute) {
        return switch (attribute) {
            case NAME -> coverage.name();
            case NAME_KANA -> coverage.nameKana();
            case BIRTH_DATE -> coverage.birthDate().toString();
            case SEX -> coverage.sex() == Sex.UNSET ? "" : coverage.sex().label();
            case ADDRESS -> coverage.address().orElse("");
        };
    }

    /** What is registered of an attribute, the characters marked that nobody can read. */
    static List<Differences.Part> readable(Coverage coverage, Attribute attribute) {
        List<Differences.Part> parts = new ArrayList<>();
        value(coverage, attribute)
                .codePoints()
                .mapToObj(Character::toString)
                .forEach(one -> {
                    boolean marked = !Matcher.isReadable(one);
                    if (!parts.isEmpty() && parts.getLast().differs() == marked) {
                        String before = parts.removeLast().text();
                        parts.add(new Differences.Part(before + one, marked));
                    } else {
                        parts.add(new Differences.Part(one, marked));
                    }
                });
        return parts;
    }

    private static String lost(Coverage coverage) {
        return coverage.lostOn().map(LocalDate::toString).orElse("");
    }

    private static Map<String, Object> row(String label, String left, String right) {
        Differences.Pair pair = Differences.between(left, right);
        return Map.of(
                "label", label,
                "left", pair.left(),
                "right", pair.right(),
                "same", pair.same());
    }
}
