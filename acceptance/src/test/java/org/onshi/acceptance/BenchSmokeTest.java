package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The measurement of checks runs and says what the contract names; how fast is for a quiet machine
 * to say.
 */
@Tag("acceptance")
class BenchSmokeTest {
    @Test
    @Requirement({"K-02", "K-03"})
    void theMeasurementOfChecksPrintsItsFiguresAndACheckIsThreeStatements() throws Exception {
        Path folder = Files.createDirectories(Tree.ROOT.resolve("acceptance/target/bench"));
        Path figuresFile = folder.resolve("check.json");
        Files.deleteIfExists(figuresFile);
        Process bench =
                new ProcessBuilder(
                                "./onshi",
                                "bench",
                                "check",
                                "--seconds",
                                "1",
                                "--people",
                                "300",
                                "--data",
                                folder.resolve("data").toString(),
                                "--json",
                                figuresFile.toString())
                        .directory(Tree.ROOT.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("bench.log").toFile())
                        .start();
        assertThat(bench.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(bench.exitValue()).as(Files.readString(folder.resolve("bench.log"))).isZero();
        JsonNode content = JsonMapper.builder().build().readTree(Files.readString(figuresFile));
        assertThat(content.get("name").asString()).isEqualTo("check");
        JsonNode figures = content.get("figures");
        for (int connections : new int[] {1, 8, 32}) {
            for (String figure :
                    new String[] {
                        "checks_per_second_", "baseline_per_second_", "ratio_", "p50_ms_", "p99_ms_"
                    }) {
                assertThat(figures.get(figure + connections).asDouble())
                        .as(figure + connections)
                        .isPositive();
            }
        }
        assertThat(figures.get("statements_per_check").asDouble()).isBetween(2.0, 3.0);
    }
}
