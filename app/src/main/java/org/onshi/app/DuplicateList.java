package org.onshi.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An insurer's suspected duplicates to be decided, page after page through its door, as CSV. */
final class DuplicateList {
    static final String PATH = "/insurer/duplicate-suspects";

    private final DoorClient insurer;

    DuplicateList(DoorClient insurer) {
        this.insurer = insurer;
    }

    /**
     * @param figures where the figures of the latest survey go, so that the list stays CSV
     */
    void print(PrintWriter out, PrintWriter figures) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(
                "duplicate_id",
                "symbol",
                "number",
                "branch",
                "birth_date",
                "acquired_on",
                "lost_on",
                "other_insurer_number",
                "other_insurer_name");
        String after = "";
        do {
            JsonNode page = insurer.json(insurer.get(PATH + after));
            tell(page.path("figures"), figures);
            page.path("suspects").forEach(suspect -> csv.writeRecord(cells(suspect)));
            String next = page.path("next").asString("");
            after = next.isEmpty() ? "" : "?after=" + next;
        } while (!after.isEmpty());
        out.flush();
    }

    private static void tell(JsonNode count, PrintWriter figures) {
        if (count.isObject()) {
            figures.println(
                    "見つかった組 %1$d、終えた組 %2$d、残り %3$d / %1$d found, %2$d ended, %3$d open"
                            .formatted(
                                    count.path("found").asLong(),
                                    count.path("ended").asLong(),
                                    count.path("open").asLong()));
            figures.flush();
        }
    }

    private static List<String> cells(JsonNode suspect) {
        List<String> cells = new ArrayList<>();
        cells.add(suspect.path("duplicate_id").asString(""));
        JsonNode own = suspect.path("own");
        for (String member :
                List.of("symbol", "number", "branch", "birth_date", "acquired_on", "lost_on")) {
            cells.add(own.path(member).asString(""));
        }
        cells.add(suspect.path("other").path("insurer_number").asString(""));
        cells.add(suspect.path("other").path("name").asString(""));
        return cells;
    }
}
