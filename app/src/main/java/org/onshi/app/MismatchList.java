package org.onshi.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What facilities reported to an insurer, page after page through its door, as CSV. */
final class MismatchList {
    private static final String PATH = "/insurer/mismatch-reports";

    private final DoorClient insurer;

    MismatchList(DoorClient insurer) {
        this.insurer = insurer;
    }

    void print(PrintWriter out) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(
                "report_id",
                "reported_at",
                "facility_code",
                "fields",
                "insurer_number",
                "symbol",
                "number",
                "branch",
                "birth_date",
                "acquired_on",
                "lost_on");
        String after = "";
        do {
            JsonNode page =
                    insurer.json(insurer.get(after.isEmpty() ? PATH : PATH + "?after=" + after));
            page.path("reports").forEach(report -> write(csv, report));
            after = text(page, "next");
        } while (!after.isEmpty());
        out.flush();
    }

    private static void write(CsvWriter csv, JsonNode report) {
        JsonNode own = report.path("own");
        csv.writeRecord(
                text(report, "report_id"),
                text(report, "reported_at"),
                text(report, "facility_code"),
                StreamSupport.stream(report.path("fields").spliterator(), false)
                        .map(field -> field.asString(""))
                        .collect(Collectors.joining(" ")),
                text(own, "insurer_number"),
                text(own, "symbol"),
                text(own, "number"),
                text(own, "branch"),
                text(own, "birth_date"),
                text(own, "acquired_on"),
                text(own, "lost_on"));
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}
