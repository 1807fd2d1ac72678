package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The measurements run and say what the contract names; how fast is for a quiet machine to say. */
@Tag("acceptance")
class BenchSmokeTest {
    private static RunningDemo demo;

    @BeforeAll
    static void oneDemoForAllMeasurements() {
        demo = RunningDemo.fresh("bench", RunningDemo.CLOCK, 300);
    }

    @AfterAll
    static void theDemoEnds() {
        demo.close();
    }

    @Test
    @Requirement({"K-02", "K-03"})
    void theMeasurementOfChecksPrintsItsFiguresAndACheckIsThreeStatements() throws Exception {
        JsonNode figures = figures("check");
        for (int connections : new int[] {1, 8, 32}) {
            for (String figure :
                    new String[] {
                        "checks_per_second_", "baseline_per_second_", "ratio_", "p50_ms_", "p99_ms_"
                    }) {
                assertPositive(figures, figure + connections);
            }
        }
        assertThat(figures.get("statements_per_check").asDouble()).isBetween(2.0, 3.0);
    }

    @Test
    @Requirement({"K-02", "K-03"})
    void theMeasurementOfVisitsPrintsItsFiguresBesideChecksOfTheSameRun() throws Exception {
        JsonNode figures = figures("visit");
        for (int connections : new int[] {1, 8}) {
            for (String figure :
                    new String[] {
                        "visits_per_second_",
                        "ratio_to_check_",
                        "p50_ms_",
                        "p99_ms_",
                        "check_p50_ms_",
                        "check_p99_ms_"
                    }) {
                assertPositive(figures, figure + connections);
            }
        }
        assertPositive(figures, "statements_per_visit");
    }

    @Test
    @Requirement("K-08")
    void aMondayMorningHasLessWaitingWithTwoReaders() throws Exception {
        JsonNode figures = figures("reception");
        assertPositive(figures, "machine_seconds_face");
        assertPositive(figures, "machine_seconds_pin");
        assertThat(figures.get("mean_wait_seconds_2").asDouble())
                .isLessThan(figures.get("mean_wait_seconds_1").asDouble());
    }

    @Test
    @Requirement({"B-05", "B-07", "B-17"})
    void registrationsAreLinkedToWhomTheyAreAboutAndToNobodyElse() throws Exception {
        JsonNode figures = figures("matching");
        assertPositive(figures, "linked_right");
        assertThat(figures.get("linked_wrong").asLong()).isZero();
        assertThat(figures.get("inquiry_linked_wrong").asLong()).isZero();
        assertPositive(figures, "planted");
        assertThat(figures.get("planted_found")).isEqualTo(figures.get("planted"));
        assertThat(figures.get("missed").asLong()).isZero();
        // 300 people are few for a share of 1.4 %, which the whole measurement holds to 2 %
        assertThat(figures.get("review_of_true_pairs").asDouble()).isLessThan(0.05);
    }

    @Test
    @Requirement({"B-07", "K-03"})
    void theMeasurementOfRegistrationsPrintsItsFiguresBesideCopy() throws Exception {
        JsonNode figures = figures("register");
        for (String figure : new String[] {"rows_per_second", "copy_rows_per_second", "ratio"}) {
            assertPositive(figures, figure);
        }
        assertThat(figures.get("server_resident_mebibytes").asLong()).isLessThan(1024);
    }

    @Test
    @Requirement({"B-07", "K-04"})
    void aKilledServerStoreOrRegisterChangesNoResultOfAnyRow() throws Exception {
        JsonNode figures = figures("kills", "3000");
        assertThat(figures.get("kills").asLong()).isEqualTo(3);
        assertThat(figures.get("rows_different").asLong()).isZero();
        for (String figure :
                new String[] {"versions_different", "links_different", "log_different"}) {
            assertThat(figures.get(figure).asLong()).as(figure).isZero();
        }
    }

    @Test
    @Requirement("K-11")
    void aNightsInquiriesAndTheMatchOfAllDataGoOnBesideEachOther() throws Exception {
        JsonNode figures = figures("night");
        assertThat(figures.get("records_per_second").asLong()).isGreaterThanOrEqualTo(55);
        assertPositive(figures, "coverages_matched_per_second");
    }

    private static void assertPositive(JsonNode figures, String name) {
        assertThat(figures.path(name).asDouble(0)).as(name).isPositive();
    }

    private static JsonNode figures(String name) throws IOException, InterruptedException {
        return figures(name, "300");
    }

    private static JsonNode figures(String name, String people)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Tree.ROOT.resolve("acceptance/target/bench"));
        Path figures = folder.resolve(name + ".json");
        Path log = folder.resolve(name + ".log");
        Files.deleteIfExists(figures);
        List<String> command =
                List.of(
                        "./onshi",
                        "bench",
                        name,
                        "--seconds",
                        "1",
                        "--people",
                        people,
                        "--running",
                        "--data",
                        demo.folder().toString(),
                        "--json",
                        figures.toString());
        Process bench =
                new ProcessBuilder(command)
                        .directory(Tree.ROOT.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(bench.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(bench.exitValue()).as(Files.readString(log)).isZero();
        JsonNode content = JsonMapper.builder().build().readTree(Files.readString(figures));
        assertThat(content.get("name").asString()).isEqualTo(name);
        return content.get("figures");
    }
}
