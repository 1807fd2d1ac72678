package org.onshi.server.outside;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.MalformedValue;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The resident register's knowledge of certificates (docs/card.md §1). */
public final class ResidentRegister {
    /** Certificates of one inquiry. */
    public static final int CERTIFICATES_MAX = 1_000;

    /** A thousand holders with their certificates are about 200 KiB. */
    private static final int ANSWER_BYTES_MAX = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OutsideSettings settings;
    private final HttpClient http;

    ResidentRegister(OutsideSettings settings) {
        this.settings = settings;
        this.http = OutsideHttp.client(settings);
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
                post("/jlis/holders", Map.of("certificates", named))
                        .orElseThrow(() -> new Fault(FaultCode.REGISTER_SILENT));
        Set<CertificateId> asked = Set.copyOf(certificates);
        Map<CertificateId, IndividualNumber> holders = new HashMap<>();
        try {
            for (JsonNode one : answer.path("holders")) {
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
        Optional<JsonNode> answer = post("/jlis/predecessors", named(certificate));
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

    /** Empty for 404. */
    private Optional<JsonNode> post(String path, Map<String, ?> body) {
        URI root = settings.register().orElseThrow(() -> new Fault(FaultCode.REGISTER_SILENT));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(root + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build();
        OutsideHttp.Answer answer =
                OutsideHttp.send(http, request, settings.answerTimeout(), ANSWER_BYTES_MAX)
                        .filter(it -> it.status() == 200 || it.status() == 404)
                        .orElseThrow(() -> new Fault(FaultCode.REGISTER_SILENT));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(answer.body()));
        } catch (JacksonException broken) {
            throw new Fault(FaultCode.REGISTER_SILENT);
        }
    }
}
