package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call which door, and what stays in the log of those who may not. */
@Tag("acceptance")
class CallersScenarioTest {
    private static final RunningDemo DEMO = RunningDemo.shared();
    private static final String CHECKS = "/facility/checks";

    private static String url(String door) {
        return DEMO.json().get("urls").get(door).asString();
    }

    private static String facilityKey() {
        return "facility-" + DEMO.firstFacility() + ".p12";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bad/foreign.p12", "bad/expired.p12"})
    @Requirement("J-07")
    void strangersAreRefusedInTheHandshakeAtEveryDoor(String keyFile) throws Exception {
        for (String door : List.of("facility", "insurer", "operator")) {
            try (MachineCaller stranger =
                    new MachineCaller(DEMO, Optional.of(keyFile).filter(file -> !file.isEmpty()))) {
                assertThatThrownBy(() -> stranger.get(url(door) + "/"))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    @Requirement({"J-03", "J-07"})
    void strangersOfOneMinuteAreSummedInOneEntry() throws Exception {
        long before = entries("strangers.refused");
        for (int i = 0; i < 25; i++) {
            try (MachineCaller stranger = new MachineCaller(DEMO, Optional.empty())) {
                assertThatThrownBy(() -> stranger.get(url("facility") + "/"))
                        .isInstanceOf(IOException.class);
            }
        }
        RunningDemo.await(
                "an entry that sums the strangers",
                Duration.ofSeconds(90),
                () -> entries("strangers.refused") > before);
        // one source knocked for at most two clock minutes
        assertThat(entries("strangers.refused") - before).isBetween(1L, 2L);
    }

    @Test
    @Requirement({"J-03", "J-07"})
    void aRevokedCertificateIsRefusedWithAnEntryOfItsOwn() throws Exception {
        long before = first("caller.revoked", "%");
        try (MachineCaller revoked = new MachineCaller(DEMO, Optional.of("bad/revoked.p12"))) {
            HttpResponse<String> answer =
                    revoked.post(url("facility") + CHECKS, "application/json", "{}");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
        }
        assertThat(first("caller.revoked", "%")).isEqualTo(before + 1);
    }

    @Test
    @Requirement({"B-18", "J-03", "J-07", "J-13"})
    void aFacilityAtTheInsurersOrOperatorsDoorIsRefusedWithAnEntryOfItsOwn() throws Exception {
        for (String door : List.of("insurer", "operator")) {
            long before = first("caller.wrong_role", "facility:" + DEMO.firstFacility());
            try (MachineCaller facility = new MachineCaller(DEMO, Optional.of(facilityKey()))) {
                String path =
                        door.equals("insurer") ? "/insurer/registrations" : "/operator/insurers";
                HttpResponse<String> answer =
                        facility.post(url(door) + path, "text/csv", "action\n");
                assertThat(answer.statusCode()).as(door).isEqualTo(403);
            }
            assertThat(first("caller.wrong_role", "facility:" + DEMO.firstFacility()))
                    .as(door)
                    .isEqualTo(before + 1);
        }
    }

    @Test
    @Requirement({"J-03", "J-07"})
    void aRequestInAnotherFacilitysNameIsRefusedWithAnEntryOfItsOwn() throws Exception {
        String other = DEMO.json().get("facilities").get(1).asString();
        // one that no other scenario uses: a second refusal within a minute would only be counted
        String own = DEMO.json().get("facilities").get(2).asString();
        long before = first("caller.other_facility", "facility:" + own);
        try (MachineCaller facility =
                new MachineCaller(DEMO, Optional.of("facility-" + own + ".p12"))) {
            String login =
                    facility.post(
                                    url("facility") + "/oqs-api-pro/MSA12020/ILI12020SV01/auth",
                                    "application/json",
                                    "{}")
                            .body();
            String token = login.replaceFirst("(?s).*\"idToken\"\\s*:\\s*\"([^\"]+)\".*", "$1");
            HttpResponse<String> answer =
                    facility.post(
                            url("facility") + "/oqs-api-pro/MSA01030/ILI01030SV01/search",
                            "application/json",
                            """
                            {"XmlMsg":{"MessageHeader":{"QualificationConfirmationDate":"20250610","MedicalInstitutionCode":"%s"},
                            "MessageBody":{"QualificationConfirmSearchInfo":{"InsurerNumber":"01130012","InsuredIdentificationNumber":"1",
                            "Birthdate":"19800101","LimitApplicationCertificateRelatedConsFlg":"0"}}}}\
                            """
                                    .formatted(other),
                            "Authorization",
                            token);
            assertThat(answer.statusCode()).isEqualTo(403);
        }
        assertThat(first("caller.other_facility", "facility:" + own)).isEqualTo(before + 1);
    }

    @Test
    @Requirement("J-03")
    void aRowOfAnotherInsurerIsRejectedWithAnEntryOfItsOwn() throws Exception {
        String own = DEMO.json().get("insurers").get(0).asString();
        String other = DEMO.json().get("insurers").get(1).asString();
        long before = first("caller.other_insurer", "insurer:" + own);
        Path file = Files.createTempFile(DEMO.folder().getParent(), "other-insurer", ".csv");
        Files.writeString(
                file,
                """
                action,insurer_number,symbol,number,branch,birth_date,lost_on,loss_reason
                LOSE,%s,A,987654321,,1980-01-01,2025-06-01,99
                """
                        .formatted(other));
        RunningDemo.Ran ran =
                DEMO.onshi(
                        "insurer",
                        "register",
                        file.toString(),
                        "--insurer-cert",
                        DEMO.file("keys/insurer-" + own + ".p12").toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("1,REJECTED,WRONG_INSURER,");
        assertThat(first("caller.other_insurer", "insurer:" + own)).isEqualTo(before + 1);
    }

    @Test
    @Requirement("J-07")
    void everyKindOfFacilityHasTwoCallersAndAllKeysArePrivate() throws IOException {
        assertThat(DEMO.json().get("facilities").size()).isGreaterThanOrEqualTo(8);
        try (Stream<Path> keys = Files.walk(DEMO.file("keys"))) {
            assertThat(
                            keys.filter(Files::isRegularFile)
                                    .filter(file -> file.toString().endsWith(".p12")))
                    .allSatisfy(file ->
                            assertThat(
                                            java.nio.file.attribute.PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(file)))
                                    .endsWith("------"));
        }
    }

    private static long entries(String event) {
        return count("SELECT count(1) FROM audit.entry WHERE event = ?", event);
    }

    /** But for sums: one of another scenario may be written up to a minute after it. */
    private static long first(String event, String callerPattern) {
        return count(
                """
                SELECT count(1) FROM audit.entry
                WHERE event = ? AND caller LIKE ?
                  AND convert_from(body, 'UTF8')::jsonb -> 'details' -> 'count' IS NULL
                """,
                event,
                callerPattern);
    }

    private static long count(String sql, String... values) {
        try (Connection inspector = DEMO.inspector();
                PreparedStatement count = inspector.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                count.setString(i + 1, values[i]);
            }
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
