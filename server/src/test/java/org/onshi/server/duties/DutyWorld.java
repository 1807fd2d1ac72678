package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.onshi.kernel.CheckDigit;
import org.onshi.server.Await;
import org.onshi.server.TestServer;
import org.onshi.server.callers.Door;
import org.onshi.wire.SharedClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server on a day of choice, with two insurers that send one row at a time. */
final class DutyWorld implements AutoCloseable {
    static final String KYOKAI = "01130012";
    static final String CITY = "138016";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COLUMNS =
            "action,insurer_number,symbol,number,branch,birth_date,individual_number,individual_number_missing_reason,name,name_kana,sex,address,relationship,acquired_on,notified_on\n";

    final SharedClock clock;
    final TestServer server;
    private final Map<String, HttpClient> insurers = new HashMap<>();
    private final HttpClient operator;

    /** Opens on a day in Japan, at nine in the morning. */
    DutyWorld(String day, String... settings) throws Exception {
        Path folder = Files.createTempDirectory("onshi-duties");
        clock = SharedClock.startingAt(folder.resolve("clock"), morning(day));
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--onshi.clock-file=" + folder.resolve("clock"));
        server = TestServer.start(all.toArray(String[]::new));
        operator = server.keys().operator().http();
        server.post(
                operator,
                Door.OPERATOR,
                "/operator/insurers",
                "text/csv",
                "insurer_number,name\n" + KYOKAI + ",見本支部\n" + CITY + ",見本市\n");
        for (String number : List.of(KYOKAI, CITY)) {
            insurers.put(number, server.keys().insurer(number).http());
        }
    }

    private static Instant morning(String day) {
        return Instant.parse(day + "T00:00:00Z");
    }

    /** Moves the clock on to a later day. */
    void on(String day) {
        clock.moveTo(morning(day));
    }

    /** A row of somebody with an individual number; only what matters is said. */
    static String row(
            String action, String insurer, int place, String acquiredOn, String notifiedOn) {
        return row(action, insurer, place, individualNumber(place), "", acquiredOn, notifiedOn);
    }

    /** A row of somebody without one, and why. */
    static String rowWithoutNumber(
            String insurer, int place, String reason, String acquiredOn, String notifiedOn) {
        return row("ADD", insurer, place, "", reason, acquiredOn, notifiedOn);
    }

    private static String row(
            String action,
            String insurer,
            int place,
            String number,
            String reason,
            String acquiredOn,
            String notifiedOn) {
        return String.join(
                        ",",
                        action,
                        insurer,
                        "12",
                        Integer.toString(place),
                        "01",
                        "1985-03-04",
                        number,
                        reason,
                        "見本" + "一二三四五六七八九".charAt(place % 9) + "子",
                        "ミホンハナコ",
                        "2",
                        "東京都千代田区" + place + "-1",
                        "1",
                        acquiredOn,
                        notifiedOn)
                + "\n";
    }

    /** Sends rows and waits; returns the result lines. */
    List<String> send(String insurer, String... rows) throws Exception {
        HttpResponse<String> received =
                server.post(
                        insurers.get(insurer),
                        Door.INSURER,
                        "/insurer/registrations",
                        "text/csv",
                        COLUMNS + String.join("", rows));
        String id = JSON.readTree(received.body()).path("registration_id").asString();
        String result = "/insurer/registrations/" + id + "/result";
        Await.until(
                "the file is worked through",
                () -> server.get(insurers.get(insurer), Door.INSURER, result).statusCode() == 200);
        List<String> lines =
                new ArrayList<>(
                        server.get(insurers.get(insurer), Door.INSURER, result)
                                .body()
                                .lines()
                                .toList());
        lines.removeFirst();
        return lines;
    }

    /** Reads from the insurer door. */
    JsonNode read(String insurer, String path) throws Exception {
        return ok(server.get(insurers.get(insurer), Door.INSURER, path));
    }

    HttpResponse<String> get(String insurer, String path) throws Exception {
        return server.get(insurers.get(insurer), Door.INSURER, path);
    }

    HttpResponse<String> post(String insurer, String path, String json) throws Exception {
        return server.post(insurers.get(insurer), Door.INSURER, path, "application/json", json);
    }

    HttpResponse<String> operatorPost(String path, String json) throws Exception {
        return server.post(operator, Door.OPERATOR, path, "application/json", json);
    }

    HttpResponse<String> operatorGet(String path) throws Exception {
        return server.get(operator, Door.OPERATOR, path);
    }

    /** Lines of a CSV of the operator door, without its header. */
    List<String> figures(String path) throws Exception {
        HttpResponse<String> answer = operatorGet(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().lines().skip(1).toList();
    }

    static JsonNode ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        return JSON.readTree(answer.body());
    }

    /** The n-th individual number with a true check digit. */
    static String individualNumber(int n) {
        String body = String.format("%011d", 20_000_000_000L + n);
        return body + CheckDigit.individualNumber(body);
    }

    @Override
    public void close() {
        insurers.values().forEach(HttpClient::close);
        operator.close();
        server.close();
    }
}
