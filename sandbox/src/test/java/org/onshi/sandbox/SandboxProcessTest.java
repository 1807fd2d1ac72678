package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.wire.SharedClock;

/** The sandbox as its user runs it: a process with a configuration file, spoken to over HTTP. */
class SandboxProcessTest {
    private static final String HEADER =
            "individual_number,name,name_kana,birth_date,sex,postal_code,address\n";
    private static final String HANAKO =
            "998000000010,山田　花子,ヤマダ　ハナコ,1985-04-12,2,199-0001,恩志市桜台１\n";
    private static final String TARO = "998000000028,佐藤　太郎,サトウ　タロウ,1990-07-01,1,,恩志市本町２\n";

    @TempDir private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();
    private Path clockFile;
    private String url;

    @BeforeEach
    void startClock() throws IOException {
        clockFile = folder.resolve("clock");
        SharedClock.startingAt(clockFile, Instant.parse("2024-12-02T00:00:00Z"));
    }

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
        http.close();
    }

    private Process start(String... more) throws IOException {
        Path config = folder.resolve("sandbox.properties");
        Files.writeString(
                config,
                "sandbox.port=0\nsandbox.folder="
                        + folder.resolve("sandbox")
                        + "\nsandbox.clock-file="
                        + clockFile
                        + "\n");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Dstdout.encoding=UTF-8",
                                "-Xmx64m",
                                SandboxMain.class.getName(),
                                "--config",
                                config.toString()));
        command.addAll(List.of(more));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.add(process);
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        assertThat(line).startsWith("sandbox: http://127.0.0.1:");
        url = line.substring("sandbox: ".length());
        assertThat(said.readLine()).isEqualTo("STARTED");
        return process;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)));
    }

    private HttpResponse<String> post(String path, String body)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(
                request.timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    @Test
    void residentsOutliveAKill() throws IOException, InterruptedException {
        Process first = start();
        HttpResponse<String> answer = post("/residents", HEADER + HANAKO + TARO);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines().map(line -> line.replaceAll(",[^,]*$", "")))
                .containsExactly(
                        "person,line,status,code",
                        "R0000001,1,ACCEPTED,OK",
                        "R0000002,2,ACCEPTED,OK");
        first.destroyForcibly().waitFor();
        start();
        assertThat(get("/health").body()).contains("\"residents\":2");
        assertThat(post("/residents", HEADER + TARO).body())
                .contains("R0000002,1,ACCEPTED,UNCHANGED");
    }

    @Test
    void aBadRowIsNamedAndStopsNoOther() throws IOException, InterruptedException {
        start();
        String badDigit = TARO.replace("998000000028", "998000000029");
        HttpResponse<String> answer = post("/residents", HEADER + badDigit + HANAKO);
        List<String> lines = answer.body().lines().toList();
        assertThat(lines.get(1))
                .startsWith(",1,REJECTED,CHECK_DIGIT,")
                .doesNotContain("998000000029");
        assertThat(lines.get(2)).startsWith("R0000001,2,ACCEPTED,OK");
        HttpResponse<String> unknown = post("/residents", "individual_number,colour\n");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("ONSHI-F4002").contains("colour");
    }

    @Test
    void aWholeTownMovesIn() throws IOException, InterruptedException {
        start();
        TownFiles town =
                Town.generate(
                        folder.resolve("town"),
                        new Town.Settings(3, 1_000, LocalDate.of(2024, 12, 2)));
        HttpResponse<String> answer = post("/residents", Files.readString(town.residents()));
        assertThat(answer.body().lines().skip(1))
                .hasSize(1_000)
                .allMatch(line -> line.contains(",ACCEPTED,OK,"));
        assertThat(answer.body()).contains("\nHANAKO,1,ACCEPTED");
    }

    @Test
    void theClockMovesForwardForEverybodyAndNeverBack() throws IOException, InterruptedException {
        start();
        assertThat(get("/clock").body()).contains("\"now\":\"2024-12-02T09:00");
        assertThat(post("/clock", "{\"to\":\"2025-12-02T09:00\"}").body())
                .contains("\"now\":\"2025-12-02T09:00:00+09:00\"");
        assertThat(SharedClock.at(clockFile).today()).isEqualTo(LocalDate.of(2025, 12, 2));
        HttpResponse<String> back = post("/clock", "{\"to\":\"2025-12-01T00:00:00Z\"}");
        assertThat(back.statusCode()).isEqualTo(409);
        assertThat(back.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(back.body()).contains("ONSHI-F2016").contains("never goes back");
        assertThat(SharedClock.at(clockFile).today()).isEqualTo(LocalDate.of(2025, 12, 2));
    }

    @Test
    void mistakesAreRefusedWithAMend() throws IOException, InterruptedException {
        start();
        assertThat(post("/clock", "{\"to\":\"tomorrow\"}").statusCode()).isEqualTo(400);
        assertThat(post("/clock", "{}").statusCode()).isEqualTo(400);
        assertThat(post("/clock", "not json").statusCode()).isEqualTo(400);
        assertThat(post("/clock", "x".repeat(10_000)).statusCode()).isEqualTo(413);
        assertThat(get("/residents").statusCode()).isEqualTo(405);
        assertThat(get("/residents/R0000001").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
        HttpResponse<String> page =
                send(
                        HttpRequest.newBuilder(URI.create(url + "/clock"))
                                .header("Origin", "https://elsewhere.example")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"to\":\"2030-01-01T00:00\"}")));
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(SharedClock.at(clockFile).today()).isEqualTo(LocalDate.of(2024, 12, 2));
    }

    @Test
    void itStopsWhenAskedTo() throws IOException, InterruptedException {
        Process byInput = start("--stop-on-stdin-eof");
        byInput.getOutputStream().close();
        assertThat(byInput.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(byInput.exitValue()).isZero();
        Process bySignal = start();
        bySignal.destroy();
        assertThat(bySignal.waitFor(10, TimeUnit.SECONDS)).isTrue();
        start();
        assertThat(get("/health").body()).contains("UP");
    }
}
