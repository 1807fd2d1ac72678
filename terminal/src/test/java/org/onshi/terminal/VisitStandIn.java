package org.onshi.terminal;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;

/** The visits of the facility door (docs/card.md §3), as far as a terminal can see them. */
final class VisitStandIn {
    static final String CHECK =
            """
            {"verdict":"1","verdict_label":"有効","on":"2026-11-21","coverages":[{\
            "insurer_number":"01130012","insurer_name":"協会けんぽ","symbol":"21700123",\
            "number":"100001","branch":"00","card_class":"01","relationship":"1",\
            "name":"髙●　花子","name_kana":"ﾀｶﾊｼ ﾊﾅｺ","sex":"2","birth_date":"1985-04-12",\
            "address":"東京都千代田区１－１","acquired_on":"2020-04-01","preschool":false,\
            "limit_class":"A03"}],\
            "alerts":[{"code":"LOSS_AHEAD","ja":"資格喪失日が登録されています。",\
            "en":"A date of loss is registered."}],\
            "next_step":{"ja":"この資格で受け付け、請求できます。","en":"Receive the patient."},\
            "receipt":{"check_id":"0d4d1f0e-7f0f-4b7e-9d7a-0a8f7a5c1b11"},\
            "mode":"FACE","card_state":"VALID","consents":[],\
            "face_message":{"XmlMsg":{"MessageHeader":{"ProcessExecutionTime":"20261121093000",\
            "MedicalInstitutionCode":"1319900017","ReferenceClassification":"1",\
            "SegmentOfResult":"1","CharacterCodeIdentifier":"0"},"MessageBody":{\
            "ProcessingResultStatus":"1","QualificationValidity":"1","ResultList":[{\
            "ResultOfQualificationConfirmation":{"InsurerNumber":"01130012",\
            "Name":"髙橋　花子"}}]}}}}
            """;

    final List<String> calls = new CopyOnWriteArrayList<>();
    final Map<String, JsonNode> bodies = new ConcurrentHashMap<>();
    final Map<String, FaultCode> faults = new ConcurrentHashMap<>();
    volatile Optional<PublicKey> key = Optional.empty();
    volatile boolean registered = true;
    volatile boolean blanket = true;
    volatile String cardState = "VALID";
    private final AtomicInteger visits = new AtomicInteger();
    private final AtomicInteger challenges = new AtomicInteger();
    private volatile byte[] challenge = {};

    void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String call = path.equals("/facility/visits") ? "open" : path.replaceFirst(".*/", "");
        JsonNode json = VisitDoor.JSON.readTree(body);
        calls.add(call);
        bodies.put(call, json);
        FaultCode fault = faults.get(call);
        if (fault != null) {
            reply(
                    exchange,
                    fault.httpStatus(),
                    "application/problem+json",
                    "{\"code\":\"" + fault.code() + "\"}");
            return;
        }
        switch (call) {
            case "open" -> json(exchange, opened());
            case "challenge" -> json(exchange, newChallenge());
            case "presence" -> presence(exchange, json);
            case "registration" -> {
                registered = true;
                json(exchange, "{\"card_registered\":true}");
            }
            case "consents" -> json(exchange, consents(json));
            case "check", "checks" -> json(exchange, CHECK);
            case "mismatch" -> json(exchange, "{\"report_id\":\"r1\"}");
            default -> {
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            }
        }
    }

    private String opened() {
        return "{\"visit_id\":\"v"
                + visits.incrementAndGet()
                + "\",\"blanket_consent\":true,"
                + newChallenge().substring(1);
    }

    private String newChallenge() {
        byte[] fresh = new byte[57];
        fresh[0] = 1;
        fresh[1] = (byte) challenges.incrementAndGet();
        challenge = fresh;
        return "{\"challenge\":\"" + Base64.getEncoder().encodeToString(fresh) + "\"}";
    }

    private void presence(HttpExchange exchange, JsonNode body) throws IOException {
        boolean signed = false;
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key.orElseThrow());
            signature.update(challenge);
            signed =
                    signature.verify(
                            Base64.getDecoder().decode(body.path("signature").asString("")));
        } catch (GeneralSecurityException e) {
            signed = false;
        }
        if (!signed) {
            reply(
                    exchange,
                    403,
                    "application/problem+json",
                    "{\"code\":\"" + FaultCode.SIGNATURE_WRONG.code() + "\"}");
            return;
        }
        json(
                exchange,
                """
                {"visit_id":"v1","mode":"%s","card_state":"%s",\
                "certificate_expires_on":"2027-03-31","card_registered":%s,\
                "medical_information":%s,"blanket_consent":%s,\
                "consent_kinds":["MEDICATION","TREATMENT","CHECKUP","OPERATION"],"alerts":[%s]}
                """
                        .formatted(
                                body.path("mode").asString(""),
                                cardState,
                                registered,
                                !cardState.equals("GRACE"),
                                blanket,
                                cardState.equals("VALID")
                                        ? ""
                                        : "{\"code\":\"CERT_"
                                                + cardState
                                                + "\",\"ja\":\"カードの電子証明書の期限が近いか、過ぎています。市区町村の窓口での更新を勧めてください。\",\"en\":\"The"
                                                + " card's certificate ends soon or has ended;"
                                                + " advise to renew it at the municipal"
                                                + " office.\"}"));
    }

    private static String consents(JsonNode body) {
        List<String> given =
                body.path("blanket").asBoolean(false)
                        ? List.of("MEDICATION", "TREATMENT", "CHECKUP", "OPERATION")
                        : body.path("given").valueStream().map(one -> one.asString("")).toList();
        StringBuilder list = new StringBuilder();
        for (String kind : given) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"kind\":\"")
                    .append(kind)
                    .append("\",\"given\":true}");
        }
        return "{\"consents\":[" + list + "]}";
    }

    private static void json(HttpExchange exchange, String body) throws IOException {
        reply(exchange, 200, "application/json", body);
    }

    private static void reply(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
