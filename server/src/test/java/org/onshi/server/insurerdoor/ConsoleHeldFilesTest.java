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
import org.onshi.server.Await;
import org.onshi.wire.FaultCode;

/** A file that takes much away, from its upload to a person's word; here one row is much. */
@Tag("database")
@Tag("B-21")
class ConsoleHeldFilesTest {
    private static final String OWN = ConsoleWorld.OWN;

    private static ConsoleWorld world;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = ConsoleWorld.start(folder, "--onshi.registration.clearing-rows-max=0");
        world.register(
                OWN,
                ConsoleWorld.add(OWN, "701", 71, "見本保子")
                        + ConsoleWorld.add(OWN, "702", 72, "見本留子"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    @Tag("J-13")
    void aHeldFileGoesOnByASupervisorsWordAndNotByTheClerksWhoSentIt() throws Exception {
        int before = world.server.audited("registration.decided").size();
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk");
                ConsoleVisitor supervisor = ConsoleVisitor.at(world, OWN + "-supervisor1")) {
            String file = sent(clerk, "701");
            assertThat(clerk.open(file).body())
                    .contains(
                            "1 行のうち 1 行が",
                            FaultCode.REGISTRATION_CLEARS_MANY.whatJa(""),
                            "AWAITING_CONFIRMATION",
                            "取り下げ")
                    .doesNotContain("確認: 判定替え");
            assertThat(decided(clerk, file, "ENDED").statusCode()).isEqualTo(403);
            assertThat(clerk.open(file).body()).contains("AWAITING_CONFIRMATION");

            assertThat(supervisor.open(file).body()).contains("確認: 判定替え");
            assertThat(decided(supervisor, file, "ENDED").statusCode()).isEqualTo(303);
            Await.until(
                    "the file is done",
                    () -> clerk.open(file + "/progress").body().contains("処理済み"));
            assertThat(clerk.open(file).body()).doesNotContain("AWAITING_CONFIRMATION");
            assertThat(decided(supervisor, file, "ENDED").body()).contains("ONSHI-F4051");
        }
        assertThat(world.server.audited("registration.decided"))
                .hasSize(before + 1)
                .last()
                .asString()
                .contains("\"reason\":\"ENDED\"");
    }

    @Test
    void whoSentAWrongFileWithdrawsIt() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            String file = sent(clerk, "702");
            assertThat(decided(clerk, file, "").statusCode()).isEqualTo(400);
            assertThat(decided(clerk, file, "MISTAKE").statusCode()).isEqualTo(303);
            Await.until(
                    "the file is given up",
                    () -> clerk.open(file).body().contains("NOT_CONFIRMED"));
            assertThat(clerk.open(file).body()).contains("FAILED").doesNotContain("決める");
        }
    }

    private static String sent(ConsoleVisitor clerk, String number) throws Exception {
        String row = "CHANGE," + OWN + ",11," + number + ",01,1945-04-01,,,,,,,,,,2025-08-01,,,-\n";
        HttpResponse<String> answer = clerk.upload("/console/files", ConsoleWorld.HEADER + row);
        String file = answer.headers().firstValue("Location").orElseThrow();
        return file.substring(file.indexOf("/console/"));
    }

    private static HttpResponse<String> decided(ConsoleVisitor by, String file, String reason)
            throws Exception {
        return by.submit(file + "/decision", Map.of("reason", reason));
    }
}
