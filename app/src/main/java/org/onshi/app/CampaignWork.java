package org.onshi.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Letters to an insurer's unregistered persons: begun with all letters written, or listed. */
final class CampaignWork {
    private static final String PATH = "/insurer/campaigns";
    private static final List<String> OUTCOMES =
            List.of("REGISTERED", "NO_ANSWER", "UNDELIVERABLE", "NOT_SENT", "NO_LONGER_INSURED");

    private final DoorClient insurer;

    CampaignWork(DoorClient insurer) {
        this.insurer = insurer;
    }

    /**
     * Begins one and writes until nobody is left; how many people it is about. The server goes on
     * writing by itself when this ends early.
     */
    int start(LocalDate deadline) {
        String id =
                text(
                        insurer.json(
                                insurer.postText(
                                        PATH,
                                        "application/json",
                                        DoorClient.JSON.writeValueAsString(
                                                Map.of("deadline", deadline.toString())))),
                        "campaign_id");
        int written;
        do {
            written =
                    insurer.json(
                                    insurer.postText(
                                            PATH + "/" + id + "/letters", "application/json", ""))
                            .path("people")
                            .asInt(0);
        } while (written > 0);
        for (JsonNode one : insurer.json(insurer.get(PATH)).path("campaigns")) {
            if (text(one, "campaign_id").equals(id)) {
                return one.path("targets").asInt(0);
            }
        }
        throw new IllegalStateException("the campaign begun is not listed");
    }

    void print(PrintWriter out) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(
                "campaign_id",
                "state",
                "deadline",
                "targets",
                "registered",
                "no_answer",
                "undeliverable",
                "not_sent",
                "no_longer_insured");
        insurer.json(insurer.get(PATH)).path("campaigns").forEach(one -> write(csv, one));
        out.flush();
    }

    private static void write(CsvWriter csv, JsonNode one) {
        List<String> outcomes =
                OUTCOMES.stream().map(it -> one.path("outcomes").path(it).asString("0")).toList();
        csv.writeRecord(
                text(one, "campaign_id"),
                text(one, "state"),
                text(one, "deadline"),
                one.path("targets").asString("0"),
                outcomes.get(0),
                outcomes.get(1),
                outcomes.get(2),
                outcomes.get(3),
                outcomes.get(4));
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}
