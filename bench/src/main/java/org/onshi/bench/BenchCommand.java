package org.onshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./onshi bench NAME}: one measurement, its figures on standard output and, if asked, in a
 * JSON file.
 */
@Command(
        name = "bench",
        description = "測定する / measure. 名前の一覧は bench list / names: bench list",
        footer = {"", "例 / example: ./onshi bench check --seconds 10 --json check.json"},
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    private static final List<Measurement> MEASUREMENTS =
            List.of(
                    new CheckMeasurement(),
                    new FolderMeasurement(),
                    new VisitMeasurement(),
                    new ReceptionMeasurement(),
                    new MatchingMeasurement(),
                    new RegisterMeasurement(),
                    new KillMeasurement(),
                    new NightMeasurement());

    @Parameters(paramLabel = "NAME", description = "測定の名前、または list / a measurement, or list")
    String name;

    @Option(names = "--json", paramLabel = "FILE", description = "結果を書くファイル / file for the figures")
    Path json;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "計時する各部の長さ（秒） / seconds of each timed part (${DEFAULT-VALUE})")
    int seconds;

    @Option(
            names = "--people",
            description =
                    "人数（既定は 100000、matching は 200000、night は 20000、register と kills は行数で 1000000） /"
                            + " people (100000; matching 200000; night 20000; register and kills"
                            + " 1000000 rows)")
    Integer people;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "乱数の種（matching） / seed of what is random (${DEFAULT-VALUE})")
    long seed;

    @Option(
            names = "--data",
            defaultValue = "data/bench",
            description = "測定用デモのフォルダ / folder of the measured demo (${DEFAULT-VALUE})")
    Path data;

    @Option(
            names = "--running",
            description = {
                "起動せず、--data で動いているデモを測る",
                "measures the demo that runs in --data instead of starting one"
            })
    boolean running;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (name.equals("list")) {
            MEASUREMENTS.forEach(one ->
                    spec.commandLine().getOut().printf("%-10s %s%n", one.name(), one.purpose()));
            return 0;
        }
        Optional<Measurement> chosen =
                MEASUREMENTS.stream().filter(one -> one.name().equals(name)).findFirst();
        if (chosen.isEmpty() || seconds < 1 || (people != null && people < 300)) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "測定「%s」はないか、--seconds が1未満か、--people が300未満です。bench list で名前を確かめてください。 / No such measurement, or --seconds below 1, or --people below 300; see bench list."
                                    .formatted(name));
            return 2;
        }
        Path root = Path.of(System.getProperty("onshi.root", ".")).toAbsolutePath().normalize();
        int size = people == null ? chosen.get().people() : people;
        Map<String, Number> figures =
                chosen.get()
                        .measure(
                                new BenchSettings(
                                        root, data.toAbsolutePath(), size, seconds, seed, running));
        figures.forEach(
                (figure, value) -> spec.commandLine().getOut().printf("%-24s %s%n", figure, value));
        if (json != null) {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("name", name);
            content.put("figures", figures);
            Files.write(
                    json,
                    JsonMapper.builder()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsBytes(content));
        }
        return 0;
    }
}
