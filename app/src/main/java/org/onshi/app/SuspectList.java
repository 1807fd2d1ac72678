package org.onshi.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An insurer's suspects to be decided, page after page through its door, as CSV. */
final class SuspectList {
    private static final String PATH = "/insurer/suspects";

    private final DoorClient insurer;

    SuspectList(DoorClient insurer) {
        this.insurer = insurer;
    }

    void print(PrintWriter out) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(
                "suspect_id",
                "clearable",
                "kind",
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
                "finding");
        String after = "";
        do {
            JsonNode page = insurer.json(insurer.get(PATH + after));
            page.path("suspects").forEach(suspect -> csv.writeRecord(cells(suspect)));
            String next = page.path("next").asString("");
            after = next.isEmpty() ? "" : "?after=" + next;
        } while (!after.isEmpty());
        out.flush();
    }

    private static List<String> cells(JsonNode suspect) {
        JsonNode own = suspect.path("own");
        List<String> cells = new ArrayList<>();
        for (String member : List.of("suspect_id", "clearable", "kind")) {
            cells.add(suspect.path(member).asString(""));
        }
        for (String member : List.of("symbol", "number", "branch", "birth_date", "acquired_on")) {
            cells.add(own.path(member).asString(""));
        }
        cells.addAll(PendingList.compared(suspect));
        cells.add(suspect.path("since").asString(""));
        cells.add(suspect.path("message").asString(""));
        cells.add(suspect.path("finding").asString(""));
        return cells;
    }
}
