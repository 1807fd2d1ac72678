package org.onshi.server.facilitydoor;

import io.swagger.v3.oas.annotations.Operation;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.callers.Caller;
import org.onshi.server.medicalinfo.MedicalInformation;
import org.onshi.server.medicalinfo.MedicalPrints;
import org.onshi.wire.CheckupHistory;
import org.onshi.wire.Element;
import org.onshi.wire.FileCategory;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.MedicalRequest;
import org.onshi.wire.MedicalResult;
import org.onshi.wire.MedicationHistory;
import org.onshi.wire.Parsed;
import org.onshi.wire.RequestEcho;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Medical information by number (interface.md §2.7, §2.8; docs/card.md §3). A message with fields
 * at fault is answered by a message; what is not released is a fault of its own (403), which the
 * terminal writes as ResultCode and MessageContents.
 */
@RestController
class MedicalInformationController {
    private final MedicalInformation information;
    private final MedicalPrints prints;
    private final OwnName ownName;

    MedicalInformationController(
            MedicalInformation information, MedicalPrints prints, OwnName ownName) {
        this.information = information;
        this.prints = prints;
        this.ownName = ownName;
    }

    private interface Answer {
        ResponseEntity<byte[]> to(MedicalRequest request);
    }

    @Operation(
            summary =
                    "薬剤・診療情報 / Medication and treatment: {\"XmlMsg\":{…}} of YZKsiquc01req; a PDF"
                            + " file where FileCategory asks for one")
    @PostMapping(
            path = "/facility/medication-inquiries",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PDF_VALUE})
    ResponseEntity<byte[]> medication(
            Caller caller,
            @RequestHeader(IdempotencyKey.HEADER) Optional<String> key,
            @RequestBody byte[] body) {
        Optional<UUID> idempotencyKey = IdempotencyKey.of(key);
        Element root = own(caller, body);
        FacilityCode facility = OwnName.of(caller);
        return answer(
                root,
                MedicalRequest.parseMedication(root),
                request -> {
                    MedicationHistory history =
                            information.medication(facility, request, idempotencyKey);
                    FileCategory category = request.category();
                    return category.pdf()
                            ? document(prints.medication(facility, history, category.treatment()))
                            : BulkAnswers.message(
                                    MedicalResult.medication(request.fileIdentifier(), history));
                });
    }

    @Operation(
            summary =
                    "特定健診情報 / Checkups: {\"XmlMsg\":{…}} of TKKsiquc01req; a PDF file where"
                            + " FileCategory asks for one")
    @PostMapping(
            path = "/facility/checkup-inquiries",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PDF_VALUE})
    ResponseEntity<byte[]> checkups(
            Caller caller,
            @RequestHeader(IdempotencyKey.HEADER) Optional<String> key,
            @RequestBody byte[] body) {
        Optional<UUID> idempotencyKey = IdempotencyKey.of(key);
        Element root = own(caller, body);
        FacilityCode facility = OwnName.of(caller);
        return answer(
                root,
                MedicalRequest.parseCheckup(root),
                request -> {
                    CheckupHistory history =
                            information.checkups(facility, request, idempotencyKey);
                    return request.category().pdf()
                            ? document(prints.checkups(facility, history))
                            : BulkAnswers.message(
                                    MedicalResult.checkup(request.fileIdentifier(), history));
                });
    }

    @Operation(summary = "医療費通知情報は提供しない / Medical expenses are never given to facilities (403)")
    @PostMapping(path = "/facility/medical-expense-inquiries")
    void medicalExpenses(Caller caller) {
        throw information.refuse(OwnName.of(caller), "MEDICAL_EXPENSE");
    }

    private Element own(Caller caller, byte[] body) {
        Element root = JsonMessage.read(body);
        ownName.require(RequestEcho.of(root).facilityCode(), caller);
        return root;
    }

    private static ResponseEntity<byte[]> answer(
            Element root, Parsed<MedicalRequest> parsed, Answer answer) {
        return switch (parsed) {
            case Parsed.Good<MedicalRequest>(MedicalRequest request) -> answer.to(request);
            case Parsed.Faulty<MedicalRequest> faulty ->
                    BulkAnswers.message(
                            MedicalResult.refused(RequestEcho.of(root), faulty.faults()));
        };
    }

    private static ResponseEntity<byte[]> document(byte[] pdf) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_PDF).body(pdf);
    }
}
