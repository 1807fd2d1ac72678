package org.onshi.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import java.time.LocalDate;
import tools.jackson.databind.JsonNode;

/** An insurer's late registrations, page after page through its door, as CSV. */
final class LateList {
    private final DoorClient insurer;
    private final String path;

    /** Those registered on the days [from, to). */
    LateList(DoorClient insurer, LocalDate from, LocalDate to) {
        this.insurer = insurer;
        this.path = "/insurer/late-registrations?from=" + from + "&to=" + to;
    }

    void print(PrintWriter out) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(
                "coverage_id",
                "timeliness",
                "acquired_on",
                "notified_on",
                "registered_on",
                "symbol",
                "number",
                "branch",
                "birth_date");
        String after = "";
        do {
            JsonNode page = insurer.json(insurer.get(path + after));
            page.path("late_registrations").forEach(late -> write(csv, late));
            String next = text(page, "next");
            after = next.isEmpty() ? "" : "&after=" + next;
        } while (!after.isEmpty());
        out.flush();
    }

    private static void write(CsvWriter csv, JsonNode late) {
        JsonNode own = late.path("own");
        csv.writeRecord(
                text(own, "coverage_id"),
                text(late, "timeliness"),
                text(late, "acquired_on"),
                text(late, "notified_on"),
                text(late, "registered_on"),
                text(own, "symbol"),
                text(own, "number"),
                text(own, "branch"),
                text(own, "birth_date"));
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}
