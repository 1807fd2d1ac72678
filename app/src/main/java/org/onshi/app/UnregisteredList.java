package org.onshi.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** An insurer's unregistered persons, page after page through its door, as CSV. */
final class UnregisteredList {
    private final DoorClient insurer;
    private final String query;

    /**
     * @param cause only this one; empty for all
     */
    UnregisteredList(DoorClient insurer, String cause) {
        this.insurer = insurer;
        this.query = cause.isEmpty() ? "" : "cause=" + cause;
    }

    void print(PrintWriter out) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(
                "coverage_id",
                "cause",
                "code",
                "column",
                "individual_number_missing_reason",
                "symbol",
                "number",
                "branch",
                "birth_date",
                "acquired_on",
                "message",
                "message_en");
        String after = "";
        do {
            JsonNode page = insurer.json(insurer.get("/insurer/unregistered?" + query + after));
            page.path("unregistered").forEach(one -> write(csv, one));
            String next = text(page, "next");
            after = next.isEmpty() ? "" : "&after=" + next;
        } while (!after.isEmpty());
        out.flush();
    }

    private static void write(CsvWriter csv, JsonNode one) {
        JsonNode own = one.path("own");
        csv.writeRecord(
                text(own, "coverage_id"),
                text(one, "cause"),
                text(one, "code"),
                text(one, "column"),
                text(one, "individual_number_missing_reason"),
                text(own, "symbol"),
                text(own, "number"),
                text(own, "branch"),
                text(own, "birth_date"),
                text(own, "acquired_on"),
                text(one, "message"),
                text(one, "message_en"));
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}
