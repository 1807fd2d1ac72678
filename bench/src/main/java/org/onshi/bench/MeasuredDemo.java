package org.onshi.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A demo started as any user starts it, measured from outside. */
final class MeasuredDemo implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long STOP_SECONDS = 35;
    private static final Duration METRICS_LIMIT = Duration.ofSeconds(10);
    private static final String COMPILATION = "jvm_compilation_time_ms_total";

    /** Of the time of a round. */
    private static final double COMPILING_SHARE_MAX = 0.05;

    private final Optional<Process> process;
    private final Path data;
    private final OptionalDouble readySeconds;
    private final JsonNode description;

    private MeasuredDemo(Optional<Process> process, Path data, OptionalDouble readySeconds)
            throws IOException {
        this.process = process;
        this.data = data;
        this.readySeconds = readySeconds;
        this.description = JSON.readTree(Files.readString(data.resolve("demo.json")));
    }

    /** Starts one, showing its progress, and returns when it is READY; or takes a running one. */
    static MeasuredDemo start(BenchSettings settings) {
        try {
            if (settings.running()) {
                return new MeasuredDemo(Optional.empty(), settings.data(), OptionalDouble.empty());
            }
            boolean first = !Files.exists(settings.data().resolve("demo.json"));
            long begun = System.nanoTime();
            Process process =
                    new ProcessBuilder(
                                    "./onshi",
                                    "demo",
                                    "--data",
                                    settings.data().toString(),
                                    "--port-base",
                                    "8600",
                                    "--people",
                                    String.valueOf(settings.people()),
                                    "--no-medical-information")
                            .directory(settings.root().toFile())
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            Thread ender = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(ender);
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            for (String line = lines.readLine(); !"READY".equals(line); line = lines.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("the demo ended before it was READY");
                }
                System.err.println("  " + line);
            }
            double seconds = Math.round((System.nanoTime() - begun) / 1e8) / 10.0;
            Thread.ofPlatform().daemon().name("demo output").start(() -> drain(lines));
            return new MeasuredDemo(
                    Optional.of(process),
                    settings.data(),
                    first ? OptionalDouble.of(seconds) : OptionalDouble.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {
                // the demo must not stop at a full pipe; what it says stands in its logs
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            System.err.println("output of the demo ended: " + e.getMessage());
        }
    }

    /**
     * From the command to READY, the town made and registered; empty where there was one already.
     */
    OptionalDouble readySeconds() {
        return readySeconds;
    }

    Path file(String path) {
        return data.resolve(path);
    }

    String url(String name) {
        return description.get("urls").get(name).asString();
    }

    String firstFacility() {
        return description.get("facilities").get(0).asString();
    }

    /** The demo's day, {@code YYYY-MM-DD}, as demo.json tells its clock. */
    String today() {
        return description.get("clock").asString().substring(0, 10);
    }

    /**
     * How long the server's JVM has compiled so far, milliseconds: a measurement waits until this
     * stands still, since a server runs for weeks and its first minute is not what is asked about.
     */
    double compilationMillis() {
        HttpRequest question =
                HttpRequest.newBuilder(URI.create(url("metrics"))).timeout(METRICS_LIMIT).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(question, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(COMPILATION))
                    .mapToDouble(
                            line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalStateException("the server does not tell " + COMPILATION));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Repeats a round until the server's JVM compiles hardly any more, or the time is up; how long
     * it took is shown.
     *
     * @param secondsMax when to go on in any case
     * @param round some seconds of the work to be measured
     */
    void warm(int secondsMax, Runnable round) {
        long begun = System.nanoTime();
        double compiling;
        do {
            long roundBegun = System.nanoTime();
            double before = compilationMillis();
            round.run();
            compiling = (compilationMillis() - before) / ((System.nanoTime() - roundBegun) / 1e6);
        } while (compiling > COMPILING_SHARE_MAX && seconds(begun) < secondsMax);
        System.err.printf("  暖機 / warmed up: %d s, JIT %.0f %%%n", seconds(begun), compiling * 100);
    }

    private static long seconds(long begun) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    }

    JsonNode jdbc() {
        return description.get("jdbc");
    }

    /** The insurer whose registration file a measurement sends. */
    String firstInsurer() {
        return description.get("insurers").get(0).asString();
    }

    /** A connection as the store's superuser, who sees what the product's roles do not. */
    Connection superuser() throws IOException, SQLException {
        return DriverManager.getConnection(
                jdbc().get("url").asString(),
                "postgres",
                Files.readString(file("postgres/superuser-password")).strip());
    }

    /** Town rows that hold a coverage, by header name. */
    List<de.siegmar.fastcsv.reader.NamedCsvRecord> town() {
        try (var rows =
                de.siegmar.fastcsv.reader.CsvReader.builder()
                        .ofNamedCsvRecord(data.resolve("town.csv"))) {
            return rows.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.ifPresent(MeasuredDemo::stop);
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "the demo did not stop within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the demo stopped", e);
        }
    }
}
