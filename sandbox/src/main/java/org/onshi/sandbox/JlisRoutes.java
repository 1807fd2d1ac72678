package org.onshi.sandbox;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.MalformedValue;
import org.onshi.kernel.Sex;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.ResidentRow;
import tools.jackson.databind.JsonNode;

/**
 * {@code /jlis…}: what the resident register tells the central system and others (domain facts
 * §5.1): residents by number, numbers by attributes, and whose certificates they are (docs/card.md
 * §1). A person's data leave in an answer only, never in a log or a fault.
 */
final class JlisRoutes {
    /** Numbers, or certificates, of one inquiry. */
    static final int ASKED_MAX = 1_000;

    /** People of one inquiry by attributes. */
    static final int INQUIRIES_MAX = 100;

    private static final int BODY_BYTES_MAX = 4 << 10;

    /** A thousand certificates are about 110 KB. */
    private static final int ASKED_BYTES_MAX = 512 << 10;

    /** A hundred people with attributes of 300 characters each. */
    private static final int INQUIRIES_BYTES_MAX = 1 << 20;

    private final ResidentRegister register;
    private final Optional<CardOffice> office;
    private volatile RegisterBehaviour behaviour = RegisterBehaviour.NORMAL;

    /**
     * @param register the residents
     * @param office their cards; without it there are no routes about certificates
     */
    JlisRoutes(ResidentRegister register, Optional<CardOffice> office) {
        this.register = register;
        this.office = office;
    }

    List<SandboxRoute> routes() {
        List<SandboxRoute> routes = new ArrayList<>();
        routes.add(new SandboxRoute("GET", "/jlis/behaviour", request -> behaviour()));
        routes.add(new SandboxRoute("PUT", "/jlis/behaviour", this::behave));
        routes.add(route("/jlis/residents", this::residents));
        routes.add(route("/jlis/inquiries", this::inquiries));
        office.ifPresent(cards -> {
            routes.add(route("/jlis/holders", request -> holders(cards, request)));
            routes.add(route("/jlis/predecessors", request -> predecessor(cards, request)));
        });
        return routes;
    }

    /** An inquiry, which the register answers as it behaves now. */
    private SandboxRoute route(String path, SandboxHandler handler) {
        return SandboxRoute.waiting(
                "POST",
                path,
                request -> {
                    RegisterBehaviour now = behaviour;
                    try {
                        Thread.sleep(now.pause());
                    } catch (InterruptedException stopping) {
                        Thread.currentThread().interrupt();
                        return SandboxAnswer.silence();
                    }
                    return now == RegisterBehaviour.DOWN
                            ? SandboxAnswer.silence()
                            : handler.handle(request);
                });
    }

    private SandboxAnswer behaviour() {
        return SandboxAnswer.json(Map.of("register", behaviour.name()));
    }

    private SandboxAnswer behave(SandboxRequest request) throws IOException {
        JsonNode wished = request.json(BODY_BYTES_MAX).path("register");
        if (!wished.isString()) {
            throw new Fault(FaultCode.FIELD_MISSING, "register");
        }
        behaviour =
                RegisterBehaviour.of(wished.stringValue())
                        .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "register"));
        return behaviour();
    }

    // ---- by number

    private SandboxAnswer residents(SandboxRequest request) throws IOException {
        JsonNode asked = list(request, ASKED_BYTES_MAX, "individual_numbers", ASKED_MAX);
        List<Map<String, Object>> residents = new ArrayList<>();
        for (JsonNode one : asked) {
            List<ResidentRow> history = register.history(number(one));
            if (!history.isEmpty()) {
                residents.add(resident(history));
            }
        }
        return SandboxAnswer.json(Map.of("residents", residents));
    }

    private static IndividualNumber number(JsonNode node) {
        try {
            return new IndividualNumber(node.asString(""));
        } catch (MalformedValue notOne) {
            throw new Fault(FaultCode.IDENTIFIER_MALFORMED, "individual_numbers");
        }
    }

    private static Map<String, Object> resident(List<ResidentRow> history) {
        ResidentRow present = history.getFirst();
        Map<String, Object> resident = new LinkedHashMap<>();
        resident.put("individual_number", present.individualNumber().digits());
        resident.put("name", present.name());
        resident.put("name_kana", present.nameKana());
        resident.put("birth_date", present.birthDate().toString());
        resident.put("sex", present.sex().wire());
        resident.put("address", present.address());
        present.since().ifPresent(day -> resident.put("since", day.toString()));
        if (!present.alias().isEmpty()) {
            resident.put(
                    "aliases",
                    List.of(Map.of("name", present.alias(), "name_kana", present.aliasKana())));
        }
        List<Map<String, Object>> former = new ArrayList<>();
        for (int i = 1; i < history.size(); i++) {
            ResidentRow past = history.get(i);
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", past.name());
            entry.put("name_kana", past.nameKana());
            entry.put("address", past.address());
            past.since().ifPresent(day -> entry.put("from", day.toString()));
            history.get(i - 1).since().ifPresent(day -> entry.put("until", day.toString()));
            former.add(entry);
        }
        if (!former.isEmpty()) {
            resident.put("former", former);
        }
        return resident;
    }

    // ---- by attributes

    /**
     * Insurers ask by all five attributes (requirements B-05), other offices by four, without kana
     * (B-06): by more or fewer nobody is looked for. One resident who has them all is named, of
     * several only how many they are.
     */
    private SandboxAnswer inquiries(SandboxRequest request) throws IOException {
        JsonNode body = request.json(INQUIRIES_BYTES_MAX);
        String kind = body.path("office").asString("");
        boolean insurer = kind.equals("INSURER");
        if (!insurer && !kind.equals("OTHER")) {
            throw new Fault(FaultCode.CODE_UNKNOWN, "office");
        }
        List<Map<String, Object>> answers = new ArrayList<>();
        for (JsonNode person : list(body, "persons", INQUIRIES_MAX)) {
            List<ResidentRow> found = alike(person, insurer);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("found", found.size());
            if (found.size() == 1) {
                answer.put("individual_number", found.getFirst().individualNumber().digits());
            }
            answers.add(answer);
        }
        return SandboxAnswer.json(Map.of("answers", answers));
    }

    private List<ResidentRow> alike(JsonNode person, boolean insurer) {
        String name = attribute(person, "name");
        String kana = insurer ? attribute(person, "name_kana") : "";
        if (!insurer && person.has("name_kana")) {
            throw new Fault(FaultCode.REQUEST_MALFORMED, "name_kana");
        }
        LocalDate birthDate = date(attribute(person, "birth_date"));
        Sex sex =
                Sex.of(attribute(person, "sex"))
                        .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "sex"));
        String address = RegisterWriting.address(attribute(person, "address"));
        return register.named(birthDate, sex, name).stream()
                .filter(row -> RegisterWriting.address(row.address()).equals(address))
                .filter(row -> !insurer || sounds(row, name, kana))
                .toList();
    }

    private static boolean sounds(ResidentRow row, String name, String kana) {
        String asked = RegisterWriting.kana(kana);
        boolean byName =
                RegisterWriting.name(row.name()).equals(RegisterWriting.name(name))
                        && RegisterWriting.kana(row.nameKana()).equals(asked);
        boolean byAlias =
                RegisterWriting.name(row.alias()).equals(RegisterWriting.name(name))
                        && RegisterWriting.kana(row.aliasKana()).equals(asked);
        return byName || byAlias;
    }

    private static String attribute(JsonNode person, String field) {
        String value = person.path(field).asString("");
        if (value.isBlank()) {
            throw new Fault(FaultCode.FIELD_MISSING, field);
        }
        return value;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException notOne) {
            throw new Fault(FaultCode.IDENTIFIER_MALFORMED, "birth_date");
        }
    }

    // ---- by certificate

    private static SandboxAnswer holders(CardOffice cards, SandboxRequest request)
            throws IOException {
        List<Map<String, String>> holders = new ArrayList<>();
        for (JsonNode one : list(request, ASKED_BYTES_MAX, "certificates", ASKED_MAX)) {
            CertificateId id = certificate(one);
            cards.holder(id)
                    .ifPresent(row ->
                            holders.add(
                                    Map.of(
                                            "issuer_key_id",
                                            id.issuerKeyId(),
                                            "serial",
                                            id.serial(),
                                            "individual_number",
                                            row.individualNumber().digits())));
        }
        return SandboxAnswer.json(Map.of("holders", holders));
    }

    private static SandboxAnswer predecessor(CardOffice cards, SandboxRequest request)
            throws IOException {
        CertificateId before =
                cards.predecessor(certificate(request.json(BODY_BYTES_MAX)))
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND, "serial"));
        return SandboxAnswer.json(
                Map.of("issuer_key_id", before.issuerKeyId(), "serial", before.serial()));
    }

    private static CertificateId certificate(JsonNode node) {
        try {
            return new CertificateId(
                    node.path("issuer_key_id").asString(""), node.path("serial").asString(""));
        } catch (MalformedValue notOne) {
            throw new Fault(FaultCode.IDENTIFIER_MALFORMED, "serial");
        }
    }

    private static JsonNode list(SandboxRequest request, int bytesMax, String field, int most)
            throws IOException {
        return list(request.json(bytesMax), field, most);
    }

    private static JsonNode list(JsonNode body, String field, int most) {
        JsonNode list = body.path(field);
        if (!list.isArray()) {
            throw new Fault(FaultCode.FIELD_MISSING, field);
        }
        if (list.size() > most) {
            throw new Fault(FaultCode.BODY_TOO_LARGE, field);
        }
        return list;
    }
}
