package org.onshi.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An insurer's wrong links, page after page through its door, as CSV. */
final class WrongLinkList {
    private static final List<String> COLUMNS =
            List.of(
                    "wrong_link_id",
                    "coverage_id",
                    "state",
                    "source",
                    "linked_at",
                    "suspended_at",
                    "looked_up_at",
                    "viewings",
                    "decided_at",
                    "corrected_at",
                    "told",
                    "published_at",
                    "next_step");

    private final DoorClient insurer;

    WrongLinkList(DoorClient insurer) {
        this.insurer = insurer;
    }

    void print(PrintWriter out) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(COLUMNS);
        String after = "";
        do {
            JsonNode page = insurer.json(insurer.get("/insurer/wrong-links" + after));
            page.path("wrong_links").forEach(link -> write(csv, link));
            String next = page.path("next").asString("");
            after = next.isEmpty() ? "" : "?after=" + next;
        } while (!after.isEmpty());
        out.flush();
    }

    /** A step not taken yet is empty. */
    private static void write(CsvWriter csv, JsonNode link) {
        csv.writeRecord(COLUMNS.stream().map(column -> link.path(column).asString("")).toList());
    }
}
