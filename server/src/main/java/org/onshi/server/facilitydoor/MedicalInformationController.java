package org.onshi.server.facilitydoor;

import io.swagger.v3.oas.annotations.Operation;
import org.onshi.server.callers.Caller;
import org.onshi.server.medicalinfo.MedicalInformation;
import org.onshi.wire.Element;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.MedicalRequest;
import org.onshi.wire.MedicalResult;
import org.onshi.wire.Parsed;
import org.onshi.wire.RequestEcho;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Medical information by number (interface.md §2.7, §2.8; docs/card.md §3). A message with fields
 * at fault is answered by a message; what is not released is a fault of its own (403), which the
 * terminal writes as ResultCode and MessageContents.
 */
@RestController
class MedicalInformationController {
    private final MedicalInformation information;
    private final OwnName ownName;

    MedicalInformationController(MedicalInformation information, OwnName ownName) {
        this.information = information;
        this.ownName = ownName;
    }

    private interface Answer {
        Element to(MedicalRequest request);
    }

    @Operation(summary = "薬剤・診療情報 / Medication and treatment: {\"XmlMsg\":{…}} of YZKsiquc01req")
    @PostMapping(
            path = "/facility/medication-inquiries",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> medication(Caller caller, @RequestBody byte[] body) {
        Element root = own(caller, body);
        return answer(
                root,
                MedicalRequest.parseMedication(root),
                request ->
                        MedicalResult.medication(
                                request.fileIdentifier(),
                                information.medication(OwnName.of(caller), request)));
    }

    @Operation(summary = "特定健診情報 / Checkups: {\"XmlMsg\":{…}} of TKKsiquc01req")
    @PostMapping(path = "/facility/checkup-inquiries", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> checkups(Caller caller, @RequestBody byte[] body) {
        Element root = own(caller, body);
        return answer(
                root,
                MedicalRequest.parseCheckup(root),
                request ->
                        MedicalResult.checkup(
                                request.fileIdentifier(),
                                information.checkups(OwnName.of(caller), request)));
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
        Element message =
                switch (parsed) {
                    case Parsed.Good<MedicalRequest>(MedicalRequest request) -> {
                        if (request.category().pdf()) {
                            throw new Fault(FaultCode.CODE_UNKNOWN, "FileCategory");
                        }
                        yield answer.to(request);
                    }
                    case Parsed.Faulty<MedicalRequest> faulty ->
                            MedicalResult.refused(RequestEcho.of(root), faulty.faults());
                };
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonMessage.bytes(message));
    }
}
