package org.onshi.acceptance;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A facility's own system at the facility door, with the key of its terminal. */
final class FacilitySystem implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RunningDemo demo;
    private final String facility;
    private final MachineCaller caller;

    FacilitySystem(RunningDemo demo, String facility) {
        this.demo = demo;
        this.facility = facility;
        try {
            this.caller = new MachineCaller(demo, Optional.of("facility-" + facility + ".p12"));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no key of the facility", e);
        }
    }

    /** Medication by number; with FileCategory 4 treatment too. */
    HttpResponse<String> medication(TownCsv whose, String fileCategory) {
        return post("/facility/medication-inquiries", inquiry(whose, fileCategory));
    }

    HttpResponse<String> checkups(TownCsv whose) {
        return post("/facility/checkup-inquiries", inquiry(whose, "2"));
    }

    /** The printed answer, a PDF. */
    HttpResponse<byte[]> printedCheckups(TownCsv whose) {
        try {
            return caller.postForBytes(
                    url("/facility/checkup-inquiries"),
                    JSON.writeValueAsString(inquiry(whose, "1")));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    HttpResponse<String> post(String path, JsonNode body) {
        try {
            return caller.post(url(path), "application/json", JSON.writeValueAsString(body));
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Posts and reads the good answer; a missing node where it is empty. */
    JsonNode good(String path, JsonNode body) {
        HttpResponse<String> answer = post(path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body());
    }

    private ObjectNode inquiry(TownCsv whose, String fileCategory) {
        ObjectNode message = JSON.createObjectNode();
        ObjectNode xml = message.putObject("XmlMsg");
        xml.putObject("MessageHeader")
                .put("MedicalInstitutionCode", facility)
                .put("InsurerNumber", whose.insurerNumber())
                .put("InsuranceCardSymbol", whose.symbol())
                .put("InsuredPersonIdentificationNumber", whose.number())
                .put("BranchNumber", whose.branch())
                .put("ArbitraryFileIdentifier", "acceptance");
        xml.putObject("MessageBody").put("FileCategory", fileCategory);
        return message;
    }

    private String url(String path) {
        return demo.url("facility") + path;
    }

    @Override
    public void close() {
        caller.close();
    }
}
