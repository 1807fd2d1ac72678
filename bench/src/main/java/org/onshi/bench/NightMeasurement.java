package org.onshi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code bench night} (requirements K-11): one facility's bulk inquiries, one after the other,
 * while all registered data are held against the resident register over and over. A night is {@code
 * --seconds 21600}.
 */
final class NightMeasurement implements Measurement {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ROWS_AN_INQUIRY = 500;
    private static final int PARTS = 10;
    private static final long INQUIRIES_A_NIGHT = 1_200_000;
    private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double SECONDS_PER_HOUR = 3600;

    @Override
    public String name() {
        return "night";
    }

    @Override
    public String purpose() {
        return "夜間の一括照会と全登録データの突合の毎秒件数 / bulk inquiries and a match of all data at night, a second";
    }

    @Override
    public int people() {
        return 20_000;
    }

    @Override
    public Map<String, Number> measure(BenchSettings settings) {
        try (MeasuredDemo demo = MeasuredDemo.start(settings);
                Connection superuser = demo.superuser();
                DoorConnection door = door(demo)) {
            Path said = Files.createDirectories(demo.file("bench")).resolve("match.txt");
            List<Map<String, Object>> asked = CheckCaller.asked(demo);
            long[] answered = new long[PARTS];
            long compared = compared(superuser);
            long matching = System.nanoTime();
            match(settings, superuser, said);
            while (compared(superuser) == compared) {
                requireSince(matching, "the match compares nobody");
                pause();
            }
            long begun = System.nanoTime();
            double lasted = 0;
            int from = 0;
            while (lasted < settings.seconds()) {
                match(settings, superuser, said);
                int to = Math.min(asked.size(), from + ROWS_AN_INQUIRY);
                inquire(demo, door, asked.subList(from, to));
                int part = (int) (lasted * PARTS / settings.seconds());
                answered[part] += to - from;
                from = to == asked.size() ? 0 : to;
                lasted = seconds(begun);
            }
            double each = LongStream.of(answered).sum() / lasted;
            Map<String, Number> figures = new LinkedHashMap<>();
            figures.put("records", LongStream.of(answered).sum());
            figures.put("records_per_second", Math.round(each));
            figures.put(
                    "records_per_second_slowest_tenth",
                    Math.round(LongStream.of(answered).min().orElseThrow() * PARTS / lasted));
            figures.put(
                    "hours_for_1200000",
                    Math.round(INQUIRIES_A_NIGHT / each / SECONDS_PER_HOUR * 100) / 100.0);
            figures.put(
                    "coverages_matched_per_second",
                    Math.round((compared(superuser) - compared) / seconds(matching)));
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the store refuses a measuring statement", e);
        }
    }

    private static DoorConnection door(MeasuredDemo demo) throws IOException {
        URI facility = URI.create(demo.url("facility"));
        return DoorConnection.open(
                DoorConnection.keys(
                        demo.file("keys/facility-" + demo.firstFacility() + ".p12"),
                        demo.file("keys/password.txt"),
                        demo.file("keys/ca.pem")),
                facility.getHost(),
                facility.getPort());
    }

    /** Sends one and fetches its result; everybody asked about has to be found. */
    private static void inquire(
            MeasuredDemo demo, DoorConnection door, List<Map<String, Object>> rows)
            throws IOException {
        JsonNode taken =
                post(
                        door,
                        "/facility/bulk-checks",
                        message(demo, Map.of("QualificationConfirmSearchInfo", rows)));
        Map<String, Object> question =
                Map.of(
                        "ReceptionNumber",
                        taken.path("MessageBody").path("ReceptionNumber").asString());
        long asked = System.nanoTime();
        while (true) {
            JsonNode header =
                    post(door, "/facility/bulk-checks/result", message(demo, question))
                            .path("MessageHeader");
            if (!header.path("SegmentOfResult").asString("").equals("2")) {
                requireAllAnswered(header, rows.size());
                return;
            }
            requireSince(asked, "an inquiry is not answered");
            pause();
        }
    }

    private static void requireSince(long begun, String what) {
        if (System.nanoTime() - begun > ANSWERED_WITHIN.toNanos()) {
            throw new IllegalStateException(what + " within " + ANSWERED_WITHIN);
        }
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / NANOS_PER_SECOND;
    }

    private static void requireAllAnswered(JsonNode header, int rows) {
        if (header.path("NumberOfProcessingResult").asInt(0) != rows
                || header.path("NumberOfError").asInt(0) != 0) {
            throw new IllegalStateException("an inquiry of " + rows + " rows came to " + header);
        }
    }

    private static byte[] message(MeasuredDemo demo, Map<String, Object> body) {
        return JSON.writeValueAsBytes(
                Map.of(
                        "XmlMsg",
                        Map.of(
                                "MessageHeader",
                                Map.of(
                                        "QualificationConfirmationDate",
                                        demo.today().replace("-", ""),
                                        "MedicalInstitutionCode",
                                        demo.firstFacility(),
                                        "ArbitraryFileIdentifier",
                                        "night"),
                                "MessageBody",
                                body)));
    }

    private static JsonNode post(DoorConnection door, String path, byte[] body) throws IOException {
        DoorConnection.Answer answer =
                door.post(path, "Idempotency-Key: " + UUID.randomUUID() + "\r\n", body);
        if (answer.status() != 200) {
            throw new IOException(path + " was answered with status " + answer.status());
        }
        return JSON.readTree(answer.text().getBytes(StandardCharsets.UTF_8)).path("XmlMsg");
    }

    /** Begins a match of all data unless one goes on. */
    private static void match(BenchSettings settings, Connection superuser, Path said)
            throws IOException, SQLException {
        if (number(
                        superuser,
                        "SELECT count(*) FROM corrections.full_match WHERE finished_at IS NULL")
                == 0) {
            Onshi.run(settings, said, "operator", "match", "--start");
        }
    }

    private static long compared(Connection superuser) throws SQLException {
        return number(
                superuser,
                "SELECT coalesce(sum(matched + suspects + unknown), 0) FROM"
                        + " corrections.full_match");
    }

    private static long number(Connection superuser, String sql) throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
