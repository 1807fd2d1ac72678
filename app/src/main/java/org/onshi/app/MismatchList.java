package org.onshi.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What facilities reported to an insurer, page after page through its door, as CSV; and its
 * answers.
 */
final class MismatchList {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PATH = "/insurer/mismatch-reports";

    private static final List<String> HEAD =
            List.of(
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
                    "lost_on",
                    "state",
                    "due_on",
                    "answer");

    private final DoorClient insurer;

    MismatchList(DoorClient insurer) {
        this.insurer = insurer;
    }

    void print(PrintWriter out) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(HEAD);
        String after = "";
        do {
            JsonNode page =
                    insurer.json(insurer.get(after.isEmpty() ? PATH : PATH + "?after=" + after));
            page.path("reports").forEach(report -> write(csv, report));
            after = text(page, "next");
        } while (!after.isEmpty());
        out.flush();
    }

    /** Answers a report, which closes it, and prints it. */
    void close(UUID report, String answer, PrintWriter out) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(HEAD);
        String body = JSON.writeValueAsString(Map.of("answer", answer));
        write(
                csv,
                insurer.json(
                        insurer.postText(
                                PATH + "/" + report + "/answer", "application/json", body)));
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
                text(own, "lost_on"),
                text(report, "state"),
                text(report, "due_on"),
                text(report, "answer"));
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}
