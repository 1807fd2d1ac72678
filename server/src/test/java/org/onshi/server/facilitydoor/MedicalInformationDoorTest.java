package org.onshi.server.facilitydoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.server.RegisteredPeople;
import org.onshi.server.TestServer;
import org.onshi.server.callers.Door;
import org.onshi.server.facilities.ClaimMedium;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.facilities.Facility;
import org.onshi.server.facilities.FacilityType;
import org.onshi.server.identity.Certificates;
import org.onshi.server.identity.TestJpki;
import org.onshi.server.identity.TestJpki.TestCard;
import org.onshi.wire.Element;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.MedicalResult;
import org.onshi.wire.SharedClock;
import org.onshi.wire.WireLimits;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From claim file to counter over real mutual TLS: load, consent, ask, suspend. */
@Tag("database")
class MedicalInformationDoorTest {
    private static final String CLINIC = "1311234566";
    private static final String OTHER = "0110113719";
    private static final String INSURER = "01130012";
    private static final String OTHER_INSURER = "39131016";
    private static final LocalDate BIRTH = LocalDate.of(1980, 5, 5);
    private static final Instant NOON = Instant.parse("2024-12-02T03:00:00Z");

    private static TestServer server;
    private static TestJpki jpki;
    private static TestCard card;
    private static HttpClient clinic;
    private static HttpClient other;
    private static HttpClient operator;
    private static UUID hanako;

    @BeforeAll
    static void start() throws Exception {
        Path clock = Files.createTempDirectory("onshi-clock").resolve("clock");
        SharedClock.startingAt(clock, NOON);
        jpki = new TestJpki(() -> NOON);
        card = jpki.card(jpki.second, LocalDate.of(2028, 4, 12));
        server =
                TestServer.start(
                        "--onshi.clock-file=" + clock,
                        "--onshi.identity.anchors="
                                + jpki.anchors(Files.createTempDirectory("onshi-anchors")),
                        "--onshi.outside.ocsp-url=" + jpki.ocspUrl());
        server.bean(Facilities.class).register(List.of(facility(CLINIC), facility(OTHER)));
        clinic = server.keys().facility(CLINIC).http();
        other = server.keys().facility(OTHER).http();
        operator = server.keys().operator().http();
        RegisteredPeople people = new RegisteredPeople(server.database().server());
        people.insurer(INSURER, "全国健康保険協会東京支部");
        people.insurer(OTHER_INSURER, "見本広域連合");
        RegisteredPeople.Row row =
                people.row(
                        INSURER, new InsuredIdentifier("１２", "345", "01"), BIRTH, "2020-04-01", "");
        people.register(row);
        hanako = row.person();
        assertThat(load("medicines", "text/csv", bytes("code,name,unit\n629990001,見本錠,錠\n")))
                .containsExactly("1,ACCEPTED,OK");
        assertThat(load("claims", "application/octet-stream", claims()))
                .containsExactly("1,ACCEPTED,OK", "2,REJECTED,UNMATCHED", "3,REJECTED,BAD_DATE");
        assertThat(load("claims", "application/octet-stream", claims()))
                .containsExactly(
                        "1,ACCEPTED,UNCHANGED", "2,REJECTED,UNMATCHED", "3,REJECTED,BAD_DATE");
        String checkups =
                """
                insurer_number,symbol,number,branch,birth_date,date,code,value,unit
                01130012,１２,345,01,1980-05-05,2024-06-10,3D046000001906202,6.8,%
                01130012,１２,345,01,1980-05-05,2024-06-10,3F077000002327101,119,mg/dl
                01130012,１２,345,01,1980-05-05,2024-06-10,3F07,119,mg/dl
                01130012,１２,345,01,1981-05-05,2024-06-10,3F077000002327101,119,mg/dl
                """;
        assertThat(load("checkups", "text/csv", bytes(checkups)))
                .containsExactly(
                        "1,ACCEPTED,OK",
                        "2,ACCEPTED,OK",
                        "3,REJECTED,BAD_CODE",
                        "4,REJECTED,UNMATCHED");
        assertThat(server.audited("claims.loaded")).hasSize(1);
        assertThat(server.audited("checkups.loaded")).hasSize(1);
    }

    @AfterAll
    static void stop() {
        clinic.close();
        other.close();
        operator.close();
        server.close();
        jpki.close();
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] claims() {
        String re = "RE,%d,1112,202410,見本　花子,2,%s\r\nHO,01130012,１２,３４５,1,500\r\n";
        return ("IR,1,13,1,9999999,,見本医院,202411,00,\r\n"
                        + re.formatted(1, "19800505")
                        + "SN,1,01,,,,01,,\r\nIY,21,1,629990001,1,3,28,,,,,,,,,,,28\r\n"
                        + re.formatted(2, "19810505")
                        + re.formatted(3, "19801305")
                        + "GO,3,1500,99\r\n\u001A")
                .getBytes(Charset.forName("windows-31j"));
    }

    private static List<String> load(String kind, String mediaType, byte[] body) throws Exception {
        HttpResponse<String> answer =
                operator.send(
                        HttpRequest.newBuilder(server.at(Door.OPERATOR, "/operator/" + kind))
                                .header("Content-Type", mediaType)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body()
                .lines()
                .skip(1)
                .map(it -> it.replaceFirst("^(\\d+,\\w+,\\w+),.*", "$1"))
                .toList();
    }

    /** A presence as the card's proof leaves it. */
    private static UUID visit(String facility) {
        UUID visit = UUID.randomUUID();
        OffsetDateTime now = NOON.atOffset(ZoneOffset.UTC);
        JdbcClient.create(server.database().superuser())
                .sql(
                        """
                        INSERT INTO identity.presence
                            (visit_id, facility_code, terminal, mode, card_state, revocation_known, person_id,
                             issuer_key_id, serial, certificate_digest, certificate_expires_on, proven_at,
                             ends_at)
                        VALUES (?, ?, '1', 'PIN', 'VALID', true, ?, ?, ?, ?, '2028-04-12', ?, ?)
                        """)
                .params(
                        visit,
                        facility,
                        hanako,
                        TestJpki.id(card).issuerKeyId(),
                        TestJpki.id(card).serial(),
                        Certificates.digest(TestJpki.id(card)),
                        now,
                        now.plusHours(1))
                .update();
        return visit;
    }

    private static HttpResponse<String> post(HttpClient client, String path, String body)
            throws Exception {
        return server.post(client, Door.FACILITY, path, "application/json", body);
    }

    private static String request(String facility, String category) {
        return """
        {"XmlMsg":{"MessageHeader":{"MedicalInstitutionCode":"%s","InsurerNumber":"01130012","InsuranceCardSymbol":"12",
        "InsuredPersonIdentificationNumber":"345","BranchNumber":"01","ArbitraryFileIdentifier":"K1"},
        "MessageBody":{"FileCategory":"%s","PrDiInfClassification":"1","MedicalTreatmentFlag":"1"}}}
        """
                .formatted(facility, category);
    }

    private static Element message(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMessage.read(bytes(answer.body()), WireLimits.ANSWER);
    }

    @Test
    void oneConsentOpensOneKindAtOneFacility() throws Exception {
        UUID visit = visit(CLINIC);
        String consents = "/facility/visits/" + visit + "/consents";
        HttpResponse<String> given =
                post(clinic, consents, "{\"given\":[\"MEDICATION\"],\"refused\":[\"checkup\"]}");
        assertThat(given.statusCode()).as(given.body()).isEqualTo(200);
        assertThat(given.body()).contains("\"kind\":\"MEDICATION\",\"given\":true");

        Element medication =
                message(post(clinic, "/facility/medication-inquiries", request(CLINIC, "4")));
        assertThat(MedicalResult.ok(medication)).isTrue();
        assertThat(medication.textAt("MessageHeader", "ArbitraryFileIdentifier")).contains("K1");
        assertThat(medication.walk().filter(it -> it.name().equals("DrugN")).map(Element::text))
                .containsExactly("見本錠");

        assertThat(post(clinic, "/facility/medication-inquiries", request(CLINIC, "1")))
                .satisfies(it -> assertThat(it.statusCode()).isEqualTo(200))
                .satisfies(it ->
                        assertThat(it.headers().firstValue("Content-Type"))
                                .contains("application/pdf"))
                .satisfies(it -> assertThat(it.body()).startsWith("%PDF-"));
        assertThat(post(clinic, "/facility/checkup-inquiries", request(CLINIC, "1")))
                .as("a refusal is no file")
                .satisfies(it -> assertThat(it.statusCode()).isEqualTo(403))
                .satisfies(it -> assertThat(it.body()).contains("ONSHI-F6018"));
        assertThat(post(clinic, "/facility/checkup-inquiries", request(CLINIC, "2")))
                .satisfies(it -> assertThat(it.statusCode()).isEqualTo(403))
                .satisfies(it -> assertThat(it.body()).contains("ONSHI-F6018"));
        assertThat(post(other, "/facility/medication-inquiries", request(OTHER, "2")).statusCode())
                .isEqualTo(403);
        assertThat(post(other, "/facility/medication-inquiries", request(CLINIC, "2")).body())
                .as("in another's name")
                .contains("ONSHI-F3004");
        assertThat(post(other, consents, "{\"given\":[\"CHECKUP\"]}").body())
                .as("another's visit")
                .contains("ONSHI-F6015");

        HttpResponse<String> withdrawn =
                post(
                        clinic,
                        "/facility/visits/" + visit + "/withdrawal",
                        "{\"kinds\":[\"medication\"]}");
        assertThat(withdrawn.body()).doesNotContain("MEDICATION");
        assertThat(post(clinic, "/facility/medication-inquiries", request(CLINIC, "2")).body())
                .contains("ONSHI-F6018");
        assertThat(server.audited("medinfo.refused")).isNotEmpty();
    }

    @Test
    void whoIsPresentGetsTheNumberOfTheFacilityAndNobodyElseSeesIt() throws Exception {
        UUID visit = visit(CLINIC);
        String path = "/facility/visits/" + visit + "/reference-number";
        String number = "{\"reference_number\":\"%s\"}";
        assertThat(post(clinic, path, number.formatted("1001")).statusCode()).isEqualTo(204);
        String question =
                "{\"insurer_number\":\"01130012\",\"symbol\":\"12\",\"number\":\"345\","
                        + "\"birth_date\":\"1980-05-05\"}";
        assertThat(post(clinic, "/facility/checks", question).body())
                .contains("\"reference_number\":\"1001\"");
        assertThat(post(other, "/facility/checks", question).body())
                .doesNotContain("reference_number");
        assertThat(post(other, path, number.formatted("1")).body())
                .as("another's visit")
                .contains("ONSHI-F6015");
        assertThat(post(clinic, path, "{}").body()).contains("ONSHI-F2001");
        assertThat(post(clinic, path, number.formatted("9".repeat(51))).body())
                .contains("ONSHI-F2003");
    }

    @Test
    void aDocumentThatSaysOtherwiseIsToldToTheInsurerOnceWithoutWhatItSays() throws Exception {
        UUID visit = visit(CLINIC);
        String path = "/facility/visits/" + visit + "/mismatch";
        HttpResponse<String> reported =
                post(clinic, path, "{\"fields\":[\"NAME_KANA\",\"BIRTH_DATE\"]}");
        assertThat(reported.statusCode()).as(reported.body()).isEqualTo(200);
        assertThat(reported.body()).matches("\\{\"report_id\":\"[0-9a-f-]{36}\"}");
        assertThat(post(clinic, path, "{\"fields\":[\"birth_date\",\"name_kana\"]}").body())
                .as("the same fields again")
                .isEqualTo(reported.body());
        assertThat(server.audited("mismatch.reported"))
                .singleElement()
                .asString()
                .contains(visit.toString(), "NAME_KANA BIRTH_DATE", INSURER);
        String more = post(clinic, path, "{\"fields\":[\"SEX\"]}").body();
        assertThat(more).isNotEqualTo(reported.body());

        assertThat(post(clinic, path, "{}").body()).contains("ONSHI-F2001");
        assertThat(post(clinic, path, "{\"fields\":[\"AGE\"]}").body()).contains("ONSHI-F2011");
        assertThat(post(other, path, "{\"fields\":[\"SEX\"]}").body())
                .as("another's visit")
                .contains("ONSHI-F6015");

        HttpClient insurer = server.keys().insurer(INSURER).http();
        String reports = "/insurer/mismatch-reports";
        String first = server.get(insurer, Door.INSURER, reports + "?limit=1").body();
        String id = reported.body().replaceAll(".*\"([0-9a-f-]{36})\".*", "$1");
        assertThat(first)
                .contains(
                        "\"report_id\":\"" + id,
                        "\"facility_code\":\"" + CLINIC,
                        "\"fields\":[\"NAME_KANA\",\"BIRTH_DATE\"]",
                        "\"number\":\"345\"",
                        "\"next\":\"" + id)
                .doesNotContain("花子");
        String last = server.get(insurer, Door.INSURER, reports + "?after=" + id).body();
        assertThat(last).contains("\"fields\":[\"SEX\"]").doesNotContain(id, "\"next\"");
        assertThat(server.audited("mismatch.read")).hasSize(2);
        assertThat(server.get(insurer, Door.INSURER, reports + "?limit=101").statusCode())
                .isEqualTo(400);
        HttpClient stranger = server.keys().insurer(OTHER_INSURER).http();
        assertThat(server.get(stranger, Door.INSURER, reports).body())
                .isEqualTo("{\"reports\":[]}");

        anAnswerClosesTheReport(id, insurer, stranger);
    }

    /** Requirements B-22: ticket open, answered by its insurer with a deadline, closed. */
    private static void anAnswerClosesTheReport(String id, HttpClient insurer, HttpClient stranger)
            throws Exception {
        String own = "/facility/mismatch-reports/" + id;
        assertThat(server.get(clinic, Door.FACILITY, own).body())
                .contains(INSURER, "\"state\":\"OPEN\"", "\"due_on\":\"2024-12-16\"")
                .doesNotContain("\"answer\"");
        assertThat(server.get(other, Door.FACILITY, own).statusCode())
                .as("not its own")
                .isEqualTo(404);
        String path = "/insurer/mismatch-reports/" + id + "/answer";
        String answer = "{\"answer\":\"登録を訂正しました\"}";
        assertThat(answered(stranger, path, answer).statusCode()).isEqualTo(404);
        assertThat(answered(insurer, path, "{\"answer\":\" \"}").body()).contains("ONSHI-F2001");
        assertThat(answered(insurer, path, "{\"answer\":\"" + "長".repeat(201) + "\"}").body())
                .contains("ONSHI-F2003");
        for (int times = 0; times < 2; times++) {
            assertThat(answered(insurer, path, answer).body()).contains("\"state\":\"CLOSED\"");
        }
        assertThat(answered(insurer, path, "{\"answer\":\"別の回答\"}"))
                .satisfies(it -> assertThat(it.statusCode()).isEqualTo(409))
                .satisfies(it -> assertThat(it.body()).contains("ONSHI-F2025"));
        assertThat(server.audited("mismatch.answered"))
                .singleElement()
                .asString()
                .contains(id)
                .doesNotContain("訂正");
        assertThat(server.get(clinic, Door.FACILITY, own).body())
                .contains("\"state\":\"CLOSED\"", "登録を訂正しました");
    }

    private static HttpResponse<String> answered(HttpClient by, String path, String body)
            throws Exception {
        return server.post(by, Door.INSURER, path, "application/json", body);
    }

    @Test
    void aQuestionnaireIsFilledInAsFarAsConsentsGo() throws Exception {
        UUID visit = visit(CLINIC);
        String path = "/facility/visits/" + visit + "/questionnaire";
        post(
                clinic,
                "/facility/visits/" + visit + "/consents",
                "{\"refused\":[\"medication\",\"checkup\"]}");
        assertThat(post(clinic, path, "{}").body())
                .contains("SYMPTOMS")
                .doesNotContain("見本錠")
                .doesNotContain("HbA1c");
        post(
                clinic,
                "/facility/visits/" + visit + "/consents",
                "{\"given\":[\"medication\",\"checkup\"]}");
        assertThat(post(clinic, path, "{}").body())
                .contains("見本錠")
                .contains("HbA1c（NGSP） 6.8%（受診勧奨判定値）")
                .doesNotContain("LDL");
        assertThat(post(clinic, path + "?occasion=REVISIT", "{}").body())
                .contains("SYMPTOMS", "見本錠", "HbA1c")
                .doesNotContain("PAST_DISEASES", "ALLERGIES", "PREGNANCY");
        assertThat(post(clinic, path + "?occasion=NEVER", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void whoFetchesMedicinesForAnotherIsRecordedWithTheCheckByNumber() throws Exception {
        String question =
                "{\"insurer_number\":\"01130012\",\"symbol\":\"12\",\"number\":\"345\","
                        + "\"birth_date\":\"1980-05-05\",\"companion\":\"%s\"}";
        assertThat(post(clinic, "/facility/checks", question.formatted("FAMILY")).statusCode())
                .isEqualTo(200);
        assertThat(server.audited("eligibility.checked"))
                .filteredOn(it -> it.contains("\"companion\":\"FAMILY\""))
                .hasSize(1);
        assertThat(post(clinic, "/facility/checks", question.formatted("NEIGHBOUR")).body())
                .contains("ONSHI-F2011");
    }

    @Test
    void aSuspensionIsSeenByTheNextQuestion() throws Exception {
        UUID visit = visit(CLINIC);
        post(clinic, "/facility/visits/" + visit + "/consents", "{\"given\":[\"checkup\"]}");
        assertThat(
                        MedicalResult.ok(
                                message(
                                        post(
                                                clinic,
                                                "/facility/checkup-inquiries",
                                                request(CLINIC, "2")))))
                .isTrue();
        String person =
                "{\"insurer_number\":\"01130012\",\"symbol\":\"12\",\"number\":\"345\",\"branch\":\"01\","
                    + "\"birth_date\":\"1980-05-05\",\"suspended\":";
        assertThat(suspension(person + "true}").body()).contains("\"changed\":true");
        assertThat(post(clinic, "/facility/checkup-inquiries", request(CLINIC, "2")).body())
                .contains("ONSHI-F6021");
        assertThat(suspension(person + "false}").statusCode()).isEqualTo(200);
        message(post(clinic, "/facility/checkup-inquiries", request(CLINIC, "2")));
        HttpResponse<String> nobody = suspension(person.replace("345", "999") + "true}");
        assertThat(nobody.statusCode()).isEqualTo(404);
        assertThat(nobody.body()).contains("ONSHI-F2018");
        assertThat(suspension("{\"number\":\"1\"}").statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> suspension(String body) throws Exception {
        return server.post(
                operator, Door.OPERATOR, "/operator/viewing-suspensions", "application/json", body);
    }

    @Test
    void theOperatingBodySeesHowOftenEachKindWasShownAndWhichLettersCannotBe() throws Exception {
        UUID visit = visit(CLINIC);
        post(clinic, "/facility/visits/" + visit + "/consents", "{\"given\":[\"checkup\"]}");
        message(post(clinic, "/facility/checkup-inquiries", request(CLINIC, "2")));
        String counts = "/operator/view-counts?from=";
        assertThat(server.get(operator, Door.OPERATOR, counts + "2024-12-02&to=2024-12-03").body())
                .startsWith("kind,facility_type,views\n")
                .containsPattern("CHECKUP,MEDICAL_CLINIC,[1-9]");
        assertThat(server.get(operator, Door.OPERATOR, counts + "2024-12-01&to=2024-12-02").body())
                .isEqualTo("kind,facility_type,views\n");
        assertThat(
                        server.get(operator, Door.OPERATOR, counts + "2024-12-02&to=2024-12-02")
                                .statusCode())
                .isEqualTo(400);
        JdbcClient.create(server.database().superuser())
                .sql(
                        """
                        INSERT INTO registry.coverage
                            (person_id, version_id, coverage_id, insurer_number, symbol, number, branch, birth_date,
                             acquired_on, lost_on, segment_from, segment_to, standing, suspended, recorded_at,
                             invalidated_at, name, name_kana, sex, relationship)
                        SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), insurer_number, symbol,
                            number, branch, birth_date, acquired_on, lost_on, segment_from, segment_to, standing,
                            suspended, recorded_at, invalidated_at, '𠮷野　花子', name_kana, sex, relationship
                        FROM registry.coverage WHERE person_id = ?
                        """)
                .param(hanako)
                .update();
        assertThat(server.get(operator, Door.OPERATOR, "/operator/unwritable-characters").body())
                .isEqualTo("character,code_point,coverages\n𠮷,U+20BB7,1\n");
    }

    @Test
    void fieldsAtFaultAreAnsweredByAMessage() throws Exception {
        Element answer = message(post(clinic, "/facility/checkup-inquiries", request(CLINIC, "4")));
        assertThat(MedicalResult.ok(answer)).isFalse();
        assertThat(MedicalResult.contents(answer).orElse("")).contains("FileCategory");
        assertThat(answer.textAt("MessageHeader", "ArbitraryFileIdentifier")).contains("K1");
    }

    @Test
    void medicalExpensesAreNeverGivenToFacilities() throws Exception {
        assertThat(post(clinic, "/facility/medical-expense-inquiries", "{}"))
                .satisfies(it -> assertThat(it.statusCode()).isEqualTo(403))
                .satisfies(it -> assertThat(it.body()).contains("ONSHI-F6031"));
        assertThat(server.audited("medinfo.refused"))
                .anyMatch(it -> it.contains("MEDICAL_EXPENSE"));
    }
}
