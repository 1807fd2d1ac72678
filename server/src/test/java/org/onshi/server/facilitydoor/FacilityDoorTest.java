package org.onshi.server.facilitydoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.Width;
import org.onshi.server.Await;
import org.onshi.server.RegisteredPeople;
import org.onshi.server.TestServer;
import org.onshi.server.audit.AuditKey;
import org.onshi.server.audit.InclusionProof;
import org.onshi.server.callers.Door;
import org.onshi.server.facilities.ClaimMedium;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.facilities.Facility;
import org.onshi.server.facilities.FacilityType;
import org.onshi.wire.EligibilityResult;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.ReferenceNumberResult;
import org.onshi.wire.ResultField;
import org.onshi.wire.WireLimits;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The facility door over real mutual TLS and a real database. */
@Tag("database")
class FacilityDoorTest {
    private static final String AUTH = "/oqs-api-pro/MSA12020/ILI12020SV01/auth";
    private static final String SEARCH = "/oqs-api-pro/MSA01030/ILI01030SV01/search";
    private static final String CLINIC = "1311234566";
    private static final String OTHER = "0110113719";
    private static final String INSURER = "138016";
    private static final LocalDate BIRTH = LocalDate.of(1953, 1, 15);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static TestServer server;
    private static HttpClient clinic;
    private static HttpClient other;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.bean(Facilities.class).register(List.of(facility(CLINIC), facility(OTHER)));
        clinic = server.keys().facility(CLINIC).http();
        other = server.keys().facility(OTHER).http();
        RegisteredPeople people = new RegisteredPeople(server.database().server());
        people.insurer(INSURER, "千代田区");
        people.register(
                people.row(
                        INSURER,
                        new InsuredIdentifier("千代田", "00１２", ""),
                        BIRTH,
                        "2020-04-01",
                        "2030-01-01"));
    }

    private static Facility facility(String code) {
        return new Facility(
                new FacilityCode(code),
                "試験医院",
                FacilityType.MEDICAL_CLINIC,
                "13",
                "",
                "",
                ClaimMedium.ONLINE,
                true);
    }

    @AfterAll
    static void stop() {
        clinic.close();
        other.close();
        server.close();
    }

    private static HttpResponse<String> send(
            HttpClient client,
            String path,
            String body,
            Optional<String> token,
            Optional<String> key)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.at(Door.FACILITY, path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        token.ifPresent(value -> request.header("Authorization", value));
        key.ifPresent(value -> request.header("Idempotency-Key", value));
        return client.send(
                request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static String token(HttpClient client) throws Exception {
        HttpResponse<String> answer =
                send(client, AUTH, "{\"user\":\"x\"}", Optional.empty(), Optional.empty());
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("result").get("idToken").asString();
    }

    private static String request(String facility, String number, String day, String limit) {
        return """
        {"XmlMsg":{"MessageHeader":{"QualificationConfirmationDate":"%s","MedicalInstitutionCode":"%s",
        "ArbitraryFileIdentifier":"a&b"},"MessageBody":{"QualificationConfirmSearchInfo":{"InsurerNumber":"  138016",
        "InsuredCardSymbol":"千代田","InsuredIdentificationNumber":"%s","Birthdate":"19530115",
        "LimitApplicationCertificateRelatedConsFlg":"%s"}}}}
        """
                .formatted(day, facility, number, limit);
    }

    private static EligibilityResult result(HttpResponse<String> answer) {
        return EligibilityResult.of(
                JsonMessage.read(
                        answer.body().getBytes(StandardCharsets.UTF_8), WireLimits.ANSWER));
    }

    private static Optional<String> referenceNumber(HttpClient client, String facility)
            throws Exception {
        HttpResponse<String> checked =
                send(
                        client,
                        SEARCH,
                        request(facility, "12", "20241202", "0"),
                        Optional.of(token(client)),
                        Optional.empty());
        return result(checked).results().getFirst().text(ResultField.REFERENCE_NUMBER);
    }

    @Test
    void aReferenceNumberComesBackWithEveryLaterAnswerOfTheFacilityThatGaveIt() throws Exception {
        String path = "/facility/reference-numbers";
        String registration =
                """
                {"XmlMsg":{"MessageHeader":{"MedicalInstitutionCode":"%s","ArbitraryFileIdentifier":"a&b"},
                "MessageBody":{"ReferenceNumberRegistrationInfo":{"ReferenceNumber":"24434",
                "InsurerNumber":"  138016","InsuredCardSymbol":"千代田",
                "InsuredIdentificationNumber":"12"}}}}
                """;
        HttpResponse<String> registered =
                send(
                        clinic,
                        path,
                        registration.formatted(CLINIC),
                        Optional.empty(),
                        Optional.of(UUID.randomUUID().toString()));
        ReferenceNumberResult answer =
                ReferenceNumberResult.of(
                        JsonMessage.read(registered.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).isEqualTo("1");
        assertThat(answer.notice()).isEmpty();
        assertThat(
                        send(
                                        other,
                                        path,
                                        registration.formatted(CLINIC),
                                        Optional.empty(),
                                        Optional.empty())
                                .statusCode())
                .isEqualTo(403);
        assertThat(referenceNumber(clinic, CLINIC)).contains("24434");
        assertThat(referenceNumber(other, OTHER)).isEmpty();
        HttpResponse<String> nobody =
                send(
                        clinic,
                        path,
                        registration.formatted(CLINIC).replace("\"12\"", "\"13\""),
                        Optional.empty(),
                        Optional.empty());
        assertThat(nobody.statusCode()).isEqualTo(200);
        assertThat(nobody.body()).contains("ONSHI-F2018").contains("\"24434\"");
    }

    @Test
    void aClientOfTheRealWebApiGetsTheRegisteredRow() throws Exception {
        HttpResponse<String> answer =
                send(
                        clinic,
                        SEARCH,
                        request(CLINIC, "12", "20241202", "1"),
                        Optional.of(token(clinic)),
                        Optional.empty());
        assertThat(answer.statusCode()).isEqualTo(200);
        EligibilityResult result = result(answer);
        assertThat(result.validity()).contains("1");
        assertThat(result.status()).isEqualTo("1");
        assertThat(result.header().fileIdentifier().map(it -> it.text())).contains("a&b");
        assertThat(result.results())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.text(ResultField.INSURER_NUMBER)).contains("  138016");
                    assertThat(row.text(ResultField.NUMBER)).contains("00１２");
                    assertThat(row.text(ResultField.NAME_KANA)).contains("ｼｹﾝ ﾊﾅｺ");
                    assertThat(row.text(ResultField.INSURER_NAME)).contains("千代田区");
                    assertThat(row.text(ResultField.LIMIT_CLASS)).contains("A03");
                    assertThat(row.text(ResultField.CARD_CLASS)).contains("01");
                    assertThat(row.date(ResultField.LOST_ON)).contains(LocalDate.of(2030, 1, 1));
                });
        JsonNode list =
                JSON.readTree(answer.body()).get("XmlMsg").get("MessageBody").get("ResultList");
        assertThat(list.isArray()).isTrue();
        assertThat(list.get(0).has("ResultOfQualificationConfirmation")).isTrue();
    }

    @Test
    void theSameKeyGetsTheSameBytesAndOneEntry() throws Exception {
        String token = token(clinic);
        Optional<String> key = Optional.of(UUID.randomUUID().toString());
        String body = request(CLINIC, "12", "20241203", "0");
        int before = server.audited("eligibility.checked").size();
        HttpResponse<String> first = send(clinic, SEARCH, body, Optional.of(token), key);
        InstantSource clock = server.bean(InstantSource.class);
        Instant answered = clock.instant();
        Await.until(
                "another second in an answer",
                () -> clock.instant().isAfter(answered.plusSeconds(1)));
        HttpResponse<String> again = send(clinic, SEARCH, body, Optional.of(token), key);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(server.audited("eligibility.checked")).hasSize(before + 1);
        assertThat(
                        send(
                                        clinic,
                                        SEARCH,
                                        request(CLINIC, "13", "20241203", "0"),
                                        Optional.of(token),
                                        key)
                                .statusCode())
                .isEqualTo(409);
        assertThat(
                        send(clinic, SEARCH, body, Optional.of(token), Optional.of("1-1-1-1-1"))
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aFieldAtFaultIsAnAnswerWithAnErrorStatusAndNoCheck() throws Exception {
        int before = server.audited("eligibility.checked").size();
        HttpResponse<String> answer =
                send(
                        clinic,
                        SEARCH,
                        request(CLINIC, "12", "20241302", "0"),
                        Optional.of(token(clinic)),
                        Optional.empty());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(result(answer).status()).isEqualTo("2");
        assertThat(result(answer).validity()).isEmpty();
        assertThat(result(answer).notice()).isPresent();
        assertThat(server.audited("eligibility.checked")).hasSize(before);
    }

    @Test
    void nobodySearchesWithoutATokenOfItsOwnCertificate() throws Exception {
        String body = request(CLINIC, "12", "20241202", "0");
        assertThat(send(clinic, SEARCH, body, Optional.empty(), Optional.empty()).statusCode())
                .isEqualTo(401);
        assertThat(send(clinic, SEARCH, body, Optional.of("x"), Optional.empty()).statusCode())
                .isEqualTo(401);
        assertThat(send(clinic, SEARCH, body, Optional.of("/*"), Optional.empty()).statusCode())
                .isEqualTo(401);
        assertThat(
                        send(clinic, SEARCH, body, Optional.of(token(other)), Optional.empty())
                                .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"half", "full", "padded"})
    void anotherFacilitysCodeIsRefusedAndAudited(String writing) throws Exception {
        String written =
                switch (writing) {
                    case "half" -> OTHER;
                    case "full" -> Width.full(OTHER);
                    default -> "　" + OTHER + " ";
                };
        HttpClient clinic = server.keys().facility(CLINIC).http(); // a certificate is summed alone
        int before = server.audited("caller.other_facility").size();
        HttpResponse<String> answer =
                send(
                        clinic,
                        SEARCH,
                        request(written, "12", "20241202", "0"),
                        Optional.of(token(clinic)),
                        Optional.empty());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(server.audited("caller.other_facility"))
                .hasSize(before + 1)
                .last()
                .asString()
                .contains(CLINIC);
    }

    @Test
    void whatIsNotAMessageIsAProblem() throws Exception {
        Optional<String> token = Optional.of(token(clinic));
        for (String body :
                new String[] {"", "{", "[]", "{\"XmlMsg\":1}", "null", "{\"Other\":{}}"}) {
            HttpResponse<String> answer = send(clinic, SEARCH, body, token, Optional.empty());
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(JSON.readTree(answer.body()).get("code").asString()).startsWith("ONSHI-");
        }
    }

    private static JsonNode check(String members, int status) throws Exception {
        HttpResponse<String> answer =
                send(
                        clinic,
                        "/facility/checks",
                        "{" + members + "}",
                        Optional.empty(),
                        Optional.empty());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static final String HANAKO =
            "\"insurer_number\":\"138016\",\"symbol\":\"千代田\",\"number\":\"12\",\"birth_date\":\"1953-01-15\"";

    @Test
    void aPlainCheckExplainsItself() throws Exception {
        JsonNode answer = check(HANAKO + ",\"on\":\"2024-12-02\"", 200);
        assertThat(answer.get("verdict").asString()).isEqualTo("1");
        JsonNode coverage = answer.get("coverages").get(0);
        assertThat(coverage.get("insurer_number").asString()).isEqualTo(INSURER);
        assertThat(coverage.get("acquired_on").asString()).isEqualTo("2020-04-01");
        assertThat(coverage.get("lost_on").asString()).isEqualTo("2030-01-01");
        assertThat(coverage.has("limit_class")).isFalse();
        assertThat(answer.get("alerts").toString())
                .contains("SHARE_NOT_REGISTERED")
                .contains("LOSS_AHEAD");
        assertThat(answer.get("next_step").get("ja").asString()).isNotBlank();
        assertThat(answer.get("receipt").get("check_id").asString()).hasSize(36);
        assertThat(check(HANAKO + ",\"on\":\"2024-12-02\",\"limit_consent\":true", 200).toString())
                .contains("A03");
        assertThat(check(HANAKO + ",\"on\":\"2020-03-31\"", 200).get("verdict").asString())
                .isEqualTo("4");
        assertThat(
                        check(
                                        HANAKO
                                                + ",\"on\":\"2024-12-02\",\"known_at\":\"2023-12-31T00:00:00+09:00\"",
                                        200)
                                .get("verdict")
                                .asString())
                .isEqualTo("4");
    }

    @Test
    void aPlainCheckNamesTheFieldAtFault() throws Exception {
        assertThat(check("\"number\":\"12\"", 400).get("field").asString())
                .isEqualTo("insurer_number");
        assertThat(check(HANAKO + ",\"on\":\"2024-02-30\"", 400).get("field").asString())
                .isEqualTo("on");
        assertThat(check(HANAKO + ",\"branch\":\"abc\"", 400).get("field").asString())
                .isEqualTo("branch");
        for (String year : new String[] {"+999999999", "-999999999", "1867"}) {
            assertThat(
                            check(HANAKO + ",\"on\":\"" + year + "-01-01\"", 400)
                                    .get("field")
                                    .asString())
                    .isEqualTo("on");
            assertThat(
                            check(HANAKO + ",\"known_at\":\"" + year + "-01-01T00:00:00Z\"", 400)
                                    .get("field")
                                    .asString())
                    .isEqualTo("known_at");
        }
        assertThat(check(HANAKO + ",\"known_at\":\"yesterday\"", 400).get("field").asString())
                .isEqualTo("known_at");
        assertThat(check("\"insurer_number\":\"x\"", 400).get("field").asString())
                .isEqualTo("insurer_number");
    }

    private static JsonNode bulk(HttpClient client, String path, String body) throws Exception {
        HttpResponse<String> answer = send(client, path, body, Optional.empty(), Optional.empty());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("XmlMsg");
    }

    @Test
    void aBulkInquiryIsTakenWorkedOnAndAnsweredInOrder() throws Exception {
        String people =
                """
                {"InsurerNumber":"  138016","InsuredCardSymbol":"千代田","InsuredIdentificationNumber":"12",
                "Birthdate":"19530115","ArbitraryIdentifier":"7"},{"InsurerNumber":"  138016",
                "InsuredIdentificationNumber":"99","Birthdate":"19530115"},{"InsurerNumber":"  138016"}
                """;
        JsonNode reception =
                bulk(
                        clinic,
                        "/facility/bulk-checks",
                        """
                        {"XmlMsg":{"MessageHeader":{"QualificationConfirmationDate":"20241202",
                        "MedicalInstitutionCode":"%s","ArbitraryFileIdentifier":"file-1"},
                        "MessageBody":{"QualificationConfirmSearchInfo":[%s]}}}
                        """
                                .formatted(CLINIC, people));
        String number = reception.get("MessageBody").get("ReceptionNumber").asString();
        String ask =
                """
                {"XmlMsg":{"MessageHeader":{"MedicalInstitutionCode":"%s"},"MessageBody":{"ReceptionNumber":"%s"}}}
                """;
        AtomicReference<JsonNode> last = new AtomicReference<>();
        Await.until(
                "the result of the inquiry",
                () -> {
                    last.set(
                            bulk(
                                    clinic,
                                    "/facility/bulk-checks/result",
                                    ask.formatted(CLINIC, number)));
                    return !last.get()
                            .get("MessageHeader")
                            .get("SegmentOfResult")
                            .asString()
                            .equals("2");
                });
        JsonNode result = last.get();
        JsonNode header = result.get("MessageHeader");
        assertThat(header.get("SegmentOfResult").asString()).isEqualTo("1");
        assertThat(header.get("ReceptionNumber").asString()).isEqualTo(number);
        assertThat(header.get("ArbitraryFileIdentifier").asString()).isEqualTo("file-1");
        assertThat(header.get("NumberOfProcessingResult").asString()).isEqualTo("3");
        assertThat(header.get("NumberOfError").asString()).isEqualTo("1");
        JsonNode units = result.get("MessageBody").get("BulkConfirmUnit");
        assertThat(units.get(0).get("QualificationValidity").asString()).isEqualTo("1");
        assertThat(
                        units.get(0)
                                .get("QualificationConfirmSearchInfo")
                                .get("ArbitraryIdentifier")
                                .asString())
                .isEqualTo("7");
        assertThat(units.get(0).has("ResultOfQualificationConfirmation")).isTrue();
        assertThat(units.get(1).get("QualificationValidity").asString()).isEqualTo("4");
        assertThat(units.get(2).get("ProcessingResultStatus").asString()).isEqualTo("2");
        JsonNode others = bulk(other, "/facility/bulk-checks/result", ask.formatted(OTHER, number));
        assertThat(others.get("MessageBody").get("ProcessingResultStatus").asString())
                .isEqualTo("2");
    }

    @Test
    void aReceiptProvesTheCheckToItsFacilityOnly() throws Exception {
        String id = check(HANAKO, 200).get("receipt").get("check_id").asString();
        String path = "/facility/receipts/" + id;
        AtomicReference<JsonNode> last = new AtomicReference<>();
        Await.until(
                "the proof of the check",
                () -> {
                    last.set(JSON.readTree(server.get(clinic, Door.FACILITY, path).body()));
                    return last.get().get("state").asString().equals("PROVEN");
                });
        JsonNode receipt = last.get();
        assertThat(receipt.get("facility_code").asString()).isEqualTo(CLINIC);
        InclusionProof proof =
                new InclusionProof(
                        receipt.get("entry").asString(),
                        receipt.get("leaf_index").asLong(),
                        receipt.get("path").valueStream().map(JsonNode::asString).toList(),
                        receipt.get("checkpoint").asString());
        Environment settings = server.bean(Environment.class);
        AuditKey auditKey =
                AuditKey.read(
                        Path.of(settings.getRequiredProperty("onshi.audit.key-file")),
                        settings.getRequiredProperty("onshi.audit.origin"));
        assertThat(proof.entry()).contains(id);
        assertThat(proof.holds(auditKey.verifierKey())).isTrue();
        assertThat(server.get(other, Door.FACILITY, path).statusCode()).isEqualTo(404);
        assertThat(server.get(clinic, Door.FACILITY, "/facility/receipts/1").statusCode())
                .isEqualTo(404);
    }
}
