package org.onshi.bench;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.json.JsonMapper;

/** A facility's system that checks by number: logs in once, then asks. */
final class CheckCaller implements LoadRun.Caller {
    private static final String AUTH = "/oqs-api-pro/MSA12020/ILI12020SV01/auth";
    private static final String SEARCH = "/oqs-api-pro/MSA01030/ILI01030SV01/search";
    private static final int QUESTIONS = 20_000;
    private final DoorConnection door;
    private final List<byte[]> questions;
    private final String authorization;

    CheckCaller(SSLContext keys, URI facility, List<byte[]> questions) throws IOException {
        this.door = DoorConnection.open(keys, facility.getHost(), facility.getPort());
        this.questions = questions;
        String answer = door.post(AUTH, "", "{}".getBytes(StandardCharsets.US_ASCII)).text();
        String token =
                JsonMapper.builder()
                        .build()
                        .readTree(answer)
                        .get("result")
                        .get("idToken")
                        .asString();
        this.authorization = "Authorization: " + token + "\r\n";
    }

    @Override
    public void call() throws IOException {
        byte[] question = questions.get(ThreadLocalRandom.current().nextInt(questions.size()));
        String headers = authorization + "Idempotency-Key: " + UUID.randomUUID() + "\r\n";
        DoorConnection.Answer answer = door.post(SEARCH, headers, question);
        if (answer.status() != 200 || !answer.text().contains("\"QualificationValidity\"")) {
            throw new IOException("a check was answered with status " + answer.status());
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    /** Bodies of real requests, one a registered coverage, the town's people over and over. */
    static List<byte[]> questions(MeasuredDemo demo) {
        JsonMapper json = JsonMapper.builder().build();
        String day = demo.today().replace("-", "");
        List<byte[]> questions = new ArrayList<>();
        for (Map<String, Object> asked : asked(demo)) {
            Map<String, Object> message =
                    Map.of(
                            "XmlMsg",
                            Map.of(
                                    "MessageHeader",
                                    Map.of(
                                            "QualificationConfirmationDate",
                                            day,
                                            "MedicalInstitutionCode",
                                            demo.firstFacility(),
                                            "ArbitraryFileIdentifier",
                                            "bench"),
                                    "MessageBody",
                                    Map.of("QualificationConfirmSearchInfo", asked)));
            questions.add(json.writeValueAsBytes(message));
        }
        java.util.Collections.shuffle(questions, new java.util.Random(1));
        return questions.subList(0, Math.min(QUESTIONS, questions.size()));
    }

    /** Those of the town who can be asked about by number, as a check or an inquiry has them. */
    static List<Map<String, Object>> asked(MeasuredDemo demo) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (NamedCsvRecord row : demo.town()) {
            if (row.getField("number").isEmpty()
                    || row.getField("situation").equals("unregistered")) {
                continue;
            }
            Map<String, Object> asked = new LinkedHashMap<>();
            asked.put("InsurerNumber", "%8s".formatted(row.getField("insurer_number")));
            asked.put("InsuredCardSymbol", row.getField("symbol"));
            asked.put("InsuredIdentificationNumber", row.getField("number"));
            asked.put("InsuredBranchNumber", row.getField("branch"));
            asked.put("Birthdate", row.getField("birth_date").replace("-", ""));
            asked.put("LimitApplicationCertificateRelatedConsFlg", "1");
            all.add(asked);
        }
        return all;
    }
}
