package org.onshi.server.outside;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.MalformedValue;
import org.onshi.kernel.Sex;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The resident register (J-LIS): residents by number, numbers by five attributes (domain facts
 * §5.1), and whose certificates they are (docs/card.md §1).
 */
public final class ResidentRegister {
    /** Certificates of one inquiry. */
    public static final int CERTIFICATES_MAX = 1_000;

    /** Numbers of one inquiry. */
    public static final int NUMBERS_MAX = 1_000;

    /** People of one inquiry by attributes. */
    public static final int PEOPLE_MAX = 100;

    /**
     * A thousand holders with their certificates are about 200 KiB, a thousand residents with their
     * moves about 2 MiB.
     */
    private static final int ANSWER_BYTES_MAX = 16 << 20;

    /** What the register says of an inquiry that it cannot read, or that is too much for it. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OutsideSettings settings;
    private final HttpClient http;

    ResidentRegister(OutsideSettings settings) {
        this.settings = settings;
        this.http = OutsideHttp.client(settings);
    }

    /**
     * Whom the register knows.
     *
     * @param known by number; those it does not know are left out
     * @param unreadable numbers for which its answer made no sense
     */
    public record Residents(
            Map<IndividualNumber, KnownResident> known, Set<IndividualNumber> unreadable) {
        public Residents {
            known = Map.copyOf(known);
            unreadable = Set.copyOf(unreadable);
        }

        @Override
        public String toString() {
            return "Residents[" + known.size() + "]";
        }
    }

    /**
     * The residents with these numbers. One that cannot be read costs only itself.
     *
     * @param numbers up to {@value #NUMBERS_MAX}
     * @return empty when the register refuses the inquiry, and may answer a smaller one
     * @throws Fault {@link FaultCode#REGISTER_SILENT} when there is no answer in time
     */
    public Optional<Residents> byNumbers(Collection<IndividualNumber> numbers) {
        if (numbers.size() > NUMBERS_MAX) {
            throw new IllegalArgumentException("too many numbers for one inquiry");
        }
        Map<String, IndividualNumber> asked = new HashMap<>();
        numbers.forEach(number -> asked.put(number.digits(), number));
        return post("/jlis/residents", Map.of("individual_numbers", asked.keySet()), REFUSALS)
                .map(answer -> residents(array(answer, "residents"), asked));
    }

    private static Residents residents(JsonNode answer, Map<String, IndividualNumber> asked) {
        Map<IndividualNumber, KnownResident> residents = new HashMap<>();
        Set<IndividualNumber> unreadable = new HashSet<>();
        for (JsonNode one : answer) {
            IndividualNumber number = asked.get(one.path("individual_number").asString(""));
            if (number != null) {
                Optional<KnownResident> resident = KnownResident.read(one);
                if (resident.isEmpty() || residents.put(number, resident.get()) != null) {
                    unreadable.add(number);
                }
            }
        }
        // of a number that is answered twice nobody knows whose it is
        residents.keySet().removeAll(unreadable);
        return new Residents(residents, unreadable);
    }

    /** An answer without it is none. */
    private static JsonNode array(JsonNode answer, String member) {
        JsonNode array = answer.path(member);
        if (!array.isArray()) {
            throw new Fault(FaultCode.REGISTER_SILENT);
        }
        return array;
    }

    /**
     * The number of the only resident whom the register knows by all five attributes, as an insurer
     * asks (requirements B-05). Whose it is, is for the caller to compare.
     *
     * @param people up to {@value #PEOPLE_MAX}; no attribute empty
     * @return an answer for each, in their order; empty when the register refuses the inquiry, and
     *     may answer a smaller one
     * @throws Fault {@link FaultCode#REGISTER_SILENT} when there is no answer in time
     */
    public Optional<List<Optional<IndividualNumber>>> byFiveAttributes(List<Asked> people) {
        if (people.size() > PEOPLE_MAX) {
            throw new IllegalArgumentException("too many people for one inquiry");
        }
        List<Map<String, String>> asked = people.stream().map(ResidentRegister::asked).toList();
        return post("/jlis/inquiries", Map.of("office", "INSURER", "persons", asked), REFUSALS)
                .map(answer -> numbers(array(answer, "answers"), people.size()));
    }

    private static List<Optional<IndividualNumber>> numbers(JsonNode answers, int people) {
        if (answers.size() != people) {
            throw new Fault(FaultCode.REGISTER_SILENT);
        }
        List<Optional<IndividualNumber>> numbers = new ArrayList<>();
        for (JsonNode one : answers) {
            boolean only = one.path("found").asInt(0) == 1;
            numbers.add(
                    only ? number(one.path("individual_number").asString("")) : Optional.empty());
        }
        return numbers;
    }

    /** Empty when it is none: the register then does not know anybody. */
    private static Optional<IndividualNumber> number(String digits) {
        try {
            return Optional.of(new IndividualNumber(digits));
        } catch (MalformedValue strange) {
            return Optional.empty();
        }
    }

    /** By whom an insurer asks: all five attributes, none empty. */
    public record Asked(
            String name, String nameKana, LocalDate birthDate, Sex sex, String address) {
        public Asked {
            if (name.isBlank() || nameKana.isBlank() || address.isBlank()) {
                throw new IllegalArgumentException("fewer than five attributes");
            }
        }

        @Override
        public String toString() {
            return "Asked[…]";
        }
    }

    private static Map<String, String> asked(Asked person) {
        return Map.of(
                "name", person.name(),
                "name_kana", person.nameKana(),
                "birth_date", person.birthDate().toString(),
                "sex", person.sex().wire(),
                "address", person.address());
    }

    /**
     * The individual numbers of certificates' holders; those the register does not know are left
     * out.
     *
     * @param certificates up to {@value #CERTIFICATES_MAX}
     * @throws Fault {@link FaultCode#REGISTER_SILENT} when there is no answer in time
     */
    public Map<CertificateId, IndividualNumber> holders(Collection<CertificateId> certificates) {
        if (certificates.size() > CERTIFICATES_MAX) {
            throw new IllegalArgumentException("too many certificates for one inquiry");
        }
        List<Map<String, String>> named =
                certificates.stream().map(ResidentRegister::named).toList();
        JsonNode answer =
                post("/jlis/holders", Map.of("certificates", named), Set.of())
                        .orElseThrow(() -> new Fault(FaultCode.REGISTER_SILENT));
        Set<CertificateId> asked = Set.copyOf(certificates);
        Map<CertificateId, IndividualNumber> holders = new HashMap<>();
        try {
            for (JsonNode one : array(answer, "holders")) {
                CertificateId certificate = id(one);
                if (asked.contains(certificate)) {
                    holders.put(
                            certificate,
                            new IndividualNumber(one.path("individual_number").asString("")));
                }
            }
        } catch (MalformedValue strange) {
            // without its cause, whose message could repeat a value
            throw new Fault(FaultCode.REGISTER_SILENT);
        }
        return holders;
    }

    /**
     * The certificate that this one replaced: the same holder's, before a renewal or a new card.
     *
     * @return empty when there is none
     * @throws Fault {@link FaultCode#REGISTER_SILENT} when there is no answer in time
     */
    public Optional<CertificateId> predecessor(CertificateId certificate) {
        Optional<JsonNode> answer = post("/jlis/predecessors", named(certificate), Set.of(404));
        try {
            return answer.map(ResidentRegister::id);
        } catch (MalformedValue strange) {
            throw new Fault(FaultCode.REGISTER_SILENT);
        }
    }

    private static Map<String, String> named(CertificateId id) {
        return Map.of("issuer_key_id", id.issuerKeyId(), "serial", id.serial());
    }

    private static CertificateId id(JsonNode node) {
        return new CertificateId(
                node.path("issuer_key_id").asString(""), node.path("serial").asString(""));
    }

    /**
     * Empty for these statuses.
     *
     * @throws Fault {@link FaultCode#REGISTER_SILENT} for any other but 200, and without an answer
     */
    private Optional<JsonNode> post(String path, Map<String, ?> body, Set<Integer> empty) {
        URI root = settings.register().orElseThrow(() -> new Fault(FaultCode.REGISTER_SILENT));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(root + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build();
        OutsideHttp.Answer answer =
                OutsideHttp.send(http, request, settings.answerTimeout(), ANSWER_BYTES_MAX)
                        .filter(it -> it.status() == 200 || empty.contains(it.status()))
                        .orElseThrow(() -> new Fault(FaultCode.REGISTER_SILENT));
        if (empty.contains(answer.status())) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(answer.body()));
        } catch (JacksonException broken) {
            throw new Fault(FaultCode.REGISTER_SILENT);
        }
    }
}
