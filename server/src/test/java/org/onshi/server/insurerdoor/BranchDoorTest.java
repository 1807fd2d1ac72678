package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.server.callers.Door;

/** The next free branch number, for the insurer's machine and its people. */
@Tag("database")
@Tag("B-01")
class BranchDoorTest {
    private static final String OWN = ConsoleWorld.OWN;
    private static ConsoleWorld world;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = ConsoleWorld.start(folder);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static String row(String number, String branch, String name, int person) {
        return ConsoleWorld.add(OWN, number, person, name)
                .replace(",01,1945", "," + branch + ",1945");
    }

    private static HttpResponse<String> asked(String by, String symbol, String number)
            throws Exception {
        return world.server.post(
                world.server.keys().insurer(by).http(),
                Door.INSURER,
                "/insurer/branch-numbers/next",
                "application/json",
                "{\"symbol\":\"%s\",\"number\":\"%s\"}".formatted(symbol, number));
    }

    @Test
    void nobodyGetsABranchThatSomebodyHadNotEvenAfterLossCancellationOrAnotherWriting()
            throws Exception {
        assertThat(asked(OWN, "11", "2001").body()).isEqualTo("{\"branch\":\"00\"}");
        world.register(
                OWN,
                row("2001", "00", "見本零子", 201)
                        + row("2001", "01", "見本一子", 202)
                        + ConsoleWorld.pending(OWN, "2001", "見本待子")
                                .replace(",01,1985", ",02,1985"));
        assertThat(asked(OWN, "11", "2001").body()).contains("\"03\"");
        world.register(OWN, row("２００１", "３", "見本三子", 203));
        assertThat(asked(OWN, "１１", "02001").body())
                .as("however symbol, number and branch are written")
                .contains("\"04\"");
        world.register(
                OWN,
                row("2001", "04", "見本四子", 204)
                        + row("2001", "05", "見本五子", 205)
                        + "LOSE,"
                        + OWN
                        + ",11,2001,04,1945-04-01,,,,,,,,,,,2024-12-01,01,\n"
                        + "CANCEL,"
                        + OWN
                        + ",11,2001,05,1945-04-01,,,,,,,,2024-04-01,,,,,\n");
        assertThat(asked(OWN, "11", "2001").body())
                .as("neither the lost nor the cancelled one is given again")
                .contains("\"06\"");
        assertThat(world.register(OWN, row("2001", "06", "見本六子", 206))).contains("1,ACCEPTED");
    }

    @Test
    void whenAllHundredAreUsedItSaysSo() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int branch = 0; branch < 100; branch++) {
            rows.append(row("2002", "%02d".formatted(branch), "見本百子", 300 + branch));
        }
        world.register(OWN, rows.toString());
        HttpResponse<String> refused = asked(OWN, "11", "2002");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("ONSHI-F3055");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            assertThat(
                            clerk.submit(
                                            "/console/branch",
                                            Map.of("symbol", "11", "number", "2002"))
                                    .body())
                    .contains("ONSHI-F3055", "新しい番号を付けてください");
        }
    }

    @Test
    void lateStageElderlyHaveNoBranchAndAHouseholdHasANumber() throws Exception {
        assertThat(asked(ConsoleWorld.OTHER, "", "77").body()).contains("ONSHI-F3056");
        assertThat(asked(OWN, "11", "").body()).contains("number");
    }

    @Test
    void aClerkFindsItBesideTheSearchAndTheLookIsRecorded() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            assertThat(clerk.open("/console/search").body()).contains("/console/branch");
            int before = world.server.audited("branch.proposed").size();
            HttpResponse<String> answer =
                    clerk.submit("/console/branch", Map.of("symbol", "11", "number", "2009"));
            assertThat(answer.body()).contains("<strong id=\"free\">00</strong>");
            assertThat(answer.uri().toString()).doesNotContain("2009");
            assertThat(clerk.submit("/console/branch", Map.of("symbol", "11")).body())
                    .contains("aria-invalid");
            assertThat(world.server.audited("branch.proposed"))
                    .hasSize(before + 1)
                    .last()
                    .asString()
                    .contains("insurer:" + OWN + "/")
                    .doesNotContain("2009");
        }
    }
}
