package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clerk brings the record of the incomes and sees what is registered otherwise. */
@Tag("database")
@Tag("B-21")
class ConsoleRatiosTest {
    private static final String PAGE = "/console/files/ratios";
    private static final String FILE =
            """
            insurer_number,symbol,number,branch,birth_date,copay_percent
            01130012,11,501,01,1945-04-01,30
            01130012,11,502,01,1945-04-01,20
            01130012,=1,599,01,1945-04-01,20
            """;

    private static ConsoleWorld world;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = ConsoleWorld.start(folder);
        world.register(
                ConsoleWorld.OWN,
                ConsoleWorld.add(ConsoleWorld.OWN, "501", 51, "見本割子")
                        + ConsoleWorld.add(ConsoleWorld.OWN, "502", 52, "見本同子"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void whatDiffersStandsOnThePageWithTheWayToItsHistoryAndIsRecordedUnderTheAccount()
            throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, ConsoleWorld.OWN + "-clerk")) {
            assertThat(clerk.open(PAGE).body()).contains("value=\"2025-01-06\"");

            HttpResponse<String> page = clerk.compare(PAGE, "2025-01-06", FILE);

            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            assertThat(page.body())
                    .contains("11 ・ 501 ・ 01", "=1 ・ 599 ・ 01")
                    .contains("/console/search/coverage")
                    .doesNotContain("11 ・ 502 ・ 01", "割子", "同子");
        }
        assertThat(world.server.audited("ratio.read"))
                .anyMatch(it ->
                        it.contains("insurer:" + ConsoleWorld.OWN + "/")
                                && it.contains("\"line\":\"1\""));
        try (ConsoleVisitor auditor = ConsoleVisitor.at(world, ConsoleWorld.OWN + "-auditor")) {
            assertThat(auditor.open("/console/activities").body()).contains("突き合わせた");
        }
    }

    @Test
    void theCsvIsWholeAndNothingInItRunsAsAFormula() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, ConsoleWorld.OWN + "-clerk")) {
            HttpResponse<String> csv = clerk.compare(PAGE + ".csv", "2025-01-06", FILE);
            List<String> lines = csv.body().lines().toList();
            assertThat(lines).hasSize(3);
            assertThat(lines.getFirst())
                    .isEqualTo(
                            ConsoleDownload.BYTE_ORDER_MARK + String.join(",", RatioDoor.COLUMNS));
            assertThat(lines.get(1)).startsWith("1,DIFFERENT,11,501,01,1945-04-01,30,20,");
            assertThat(lines.get(2)).startsWith("3,UNKNOWN,'=1,599,");
        }
    }

    @Test
    void aWrongDayAHeaderAndAFormWithoutItsTokenAreRefusedInWords() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, ConsoleWorld.OWN + "-clerk")) {
            assertThat(clerk.compare(PAGE, "tomorrow", FILE).body()).contains("ONSHI-F2026");
            assertThat(clerk.compare(PAGE, "2025-01-06", "shoe_size\n").body())
                    .contains("ONSHI-F4001");
            assertThat(clerk.upload(PAGE, "guessed", FILE).body()).contains("ONSHI-F3042");
        }
    }
}
