package org.onshi.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** An insurer's conflicts, page after page through its door, as CSV. */
final class ConflictList {
    private static final String PATH = "/insurer/conflicts";

    private final DoorClient insurer;
    private final String state;

    /**
     * @param state OPEN or RESOLVED; "" for both
     */
    ConflictList(DoorClient insurer, String state) {
        this.insurer = insurer;
        this.state = state;
    }

    void print(PrintWriter out) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(
                "conflict_id",
                "state",
                "insurer_number",
                "symbol",
                "number",
                "branch",
                "birth_date",
                "acquired_on",
                "lost_on",
                "other_insurer_number",
                "other_insurer_name",
                "overlap_from",
                "overlap_to",
                "recorded_at",
                "resolved_at");
        String after = "";
        do {
            JsonNode page = insurer.json(insurer.get(path(after)));
            page.path("conflicts").forEach(conflict -> write(csv, conflict));
            after = text(page, "next");
        } while (!after.isEmpty());
        out.flush();
    }

    private String path(String after) {
        String query =
                (state.isEmpty() ? "" : "&state=" + state)
                        + (after.isEmpty() ? "" : "&after=" + after);
        return PATH + query.replaceFirst("&", "?");
    }

    private static void write(CsvWriter csv, JsonNode conflict) {
        JsonNode own = conflict.path("own");
        JsonNode other = conflict.path("other");
        csv.writeRecord(
                text(conflict, "conflict_id"),
                text(conflict, "state"),
                text(own, "insurer_number"),
                text(own, "symbol"),
                text(own, "number"),
                text(own, "branch"),
                text(own, "birth_date"),
                text(own, "acquired_on"),
                text(own, "lost_on"),
                text(other, "insurer_number"),
                text(other, "name"),
                text(conflict, "overlap_from"),
                text(conflict, "overlap_to"),
                text(conflict, "recorded_at"),
                text(conflict, "resolved_at"));
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}
