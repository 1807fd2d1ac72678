package org.onshi.server.outside;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.onshi.kernel.Sex;
import tools.jackson.databind.JsonNode;

/**
 * A person as the resident register has it.
 *
 * @param name 氏名 at present
 * @param nameKana 氏名カナ
 * @param birthDate 生年月日
 * @param sex 性別
 * @param address 住所 at present
 * @param aliases 通称 of a foreign resident
 * @param former names and addresses of the past, the last ones first
 */
public record KnownResident(
        String name,
        String nameKana,
        LocalDate birthDate,
        Sex sex,
        String address,
        List<Alias> aliases,
        List<Former> former) {
    /** Longest text taken from the register, in UTF-16 units; longer ones are no name. */
    private static final int TEXT_MAX = 300;

    public KnownResident {
        aliases = List.copyOf(aliases);
        former = List.copyOf(former);
    }

    /** A 通称. */
    public record Alias(String name, String nameKana) {
        @Override
        public String toString() {
            return "Alias[…]";
        }
    }

    /**
     * What held before a move or a change of name.
     *
     * @param until the first day on which it did not hold any more; empty when not known
     */
    public record Former(String name, String nameKana, String address, Optional<LocalDate> until) {
        @Override
        public String toString() {
            return "Former[…]";
        }
    }

    /** Empty when it makes no sense. */
    static Optional<KnownResident> read(JsonNode node) {
        try {
            return Optional.of(of(node));
        } catch (DateTimeException | NoSuchElementException strange) {
            return Optional.empty();
        }
    }

    private static KnownResident of(JsonNode node) {
        List<Alias> aliases = new ArrayList<>();
        for (JsonNode alias : node.path("aliases")) {
            aliases.add(new Alias(text(alias, "name"), text(alias, "name_kana")));
        }
        List<Former> former = new ArrayList<>();
        for (JsonNode past : node.path("former")) {
            former.add(
                    new Former(
                            text(past, "name"),
                            text(past, "name_kana"),
                            text(past, "address"),
                            Optional.of(text(past, "until"))
                                    .filter(day -> !day.isEmpty())
                                    .map(LocalDate::parse)));
        }
        return new KnownResident(
                text(node, "name"),
                text(node, "name_kana"),
                LocalDate.parse(text(node, "birth_date")),
                Sex.of(text(node, "sex")).orElseThrow(),
                text(node, "address"),
                aliases,
                former);
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).asString("");
        if (text.length() > TEXT_MAX) {
            throw new NoSuchElementException("a text of the register is too long");
        }
        return text;
    }

    /** Nothing: all of it is a person's. */
    @Override
    public String toString() {
        return "KnownResident[…]";
    }
}
