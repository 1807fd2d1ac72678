package org.onshi.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An insurer's pending coverages, page after page through its door, as CSV. */
final class PendingList {
    private static final String PATH = "/insurer/pending";

    private final DoorClient insurer;

    PendingList(DoorClient insurer) {
        this.insurer = insurer;
    }

    void print(PrintWriter out) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(
                "coverage_id",
                "confirmable",
                "code",
                "column",
                "symbol",
                "number",
                "branch",
                "birth_date",
                "acquired_on",
                "name_compared",
                "name_kana_compared",
                "birth_date_compared",
                "sex_compared",
                "address_compared",
                "since",
                "message",
                "message_en");
        String after = "";
        do {
            JsonNode page = insurer.json(insurer.get(PATH + after));
            page.path("pending").forEach(pending -> write(csv, pending));
            String next = text(page, "next");
            after = next.isEmpty() ? "" : "?after=" + next;
        } while (!after.isEmpty());
        out.flush();
    }

    private static void write(CsvWriter csv, JsonNode pending) {
        JsonNode own = pending.path("own");
        List<String> cells =
                new ArrayList<>(
                        List.of(
                                text(own, "coverage_id"),
                                pending.path("confirmable").asString(""),
                                text(pending, "code"),
                                text(pending, "column"),
                                text(own, "symbol"),
                                text(own, "number"),
                                text(own, "branch"),
                                text(own, "birth_date"),
                                text(own, "acquired_on")));
        cells.addAll(compared(pending));
        cells.add(text(pending, "since"));
        cells.add(text(pending, "message"));
        cells.add(text(pending, "message_en"));
        csv.writeRecord(cells);
    }

    /** A cell for each attribute. */
    static List<String> compared(JsonNode of) {
        return List.of("NAME", "NAME_KANA", "BIRTH_DATE", "SEX", "ADDRESS").stream()
                .map(attribute -> compared(of, attribute))
                .toList();
    }

    /** {@code EQUAL_AFTER(WIDTH KANA_SIZE)}; "" when nothing was compared. */
    private static String compared(JsonNode pending, String attribute) {
        for (JsonNode one : pending.path("compared")) {
            if (text(one, "attribute").equals(attribute)) {
                List<String> rules = new ArrayList<>();
                one.path("rules").forEach(rule -> rules.add(rule.asString("")));
                return text(one, "outcome")
                        + (rules.isEmpty() ? "" : "(" + String.join(" ", rules) + ")");
            }
        }
        return "";
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}
