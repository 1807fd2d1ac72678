package org.onshi.server.facilitydoor;

import io.swagger.v3.oas.annotations.Operation;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.eligibility.CheckAnswer;
import org.onshi.server.eligibility.Eligibility;
import org.onshi.server.eligibility.Question;
import org.onshi.wire.Element;
import org.onshi.wire.EligibilityRequest;
import org.onshi.wire.EligibilityResult;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.Parsed;
import org.onshi.wire.RequestEcho;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The real web API (interface.md §2.9): a client of the real one works here by changing the host.
 * Terminals use it too, with an Idempotency-Key, so that a check tried again after a broken
 * connection is one check.
 */
@RestController
class WebApiController {
    private final Eligibility eligibility;
    private final IdTokens tokens;
    private final OwnName ownName;
    private final Audit audit;
    private final InstantSource clock;

    WebApiController(
            Eligibility eligibility,
            IdTokens tokens,
            OwnName ownName,
            Audit audit,
            InstantSource clock) {
        this.eligibility = eligibility;
        this.tokens = tokens;
        this.ownName = ownName;
        this.audit = audit;
        this.clock = clock;
    }

    /** The answer of the login. */
    record LoginReply(Login result) {}

    /** The token to send as {@code Authorization}. */
    record Login(String idToken) {}

    @Operation(summary = "ログイン / Log in: any JSON body; the certificate is the proof")
    @PostMapping(
            path = "/oqs-api-pro/MSA12020/ILI12020SV01/auth",
            produces = MediaType.APPLICATION_JSON_VALUE)
    LoginReply login(Caller caller) {
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        AuditEvent.FACILITY_LOGIN,
                        clock.instant(),
                        caller.auditName(),
                        Map.of()));
        return new LoginReply(new Login(tokens.issue(caller)));
    }

    @Operation(summary = "資格確認 / Check eligibility by number: {\"XmlMsg\":{…}} of OQSsiquc01req")
    @PostMapping(
            path = "/oqs-api-pro/MSA01030/ILI01030SV01/search",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> search(
            Caller caller,
            @RequestHeader(HttpHeaders.AUTHORIZATION) Optional<String> authorization,
            @RequestHeader(IdempotencyKey.HEADER) Optional<String> key,
            @RequestBody byte[] body) {
        tokens.require(authorization, caller);
        Optional<UUID> idempotencyKey = IdempotencyKey.of(key);
        Element root = JsonMessage.read(body);
        ownName.require(RequestEcho.of(root).facilityCode(), caller);
        EligibilityResult result =
                switch (EligibilityRequest.parse(root)) {
                    case Parsed.Good<EligibilityRequest>(EligibilityRequest request) ->
                            answer(OwnName.of(caller), request, idempotencyKey);
                    case Parsed.Faulty<EligibilityRequest> faulty ->
                            EligibilityResult.refused(
                                    faulty.echo(), Results.time(clock.instant()), faulty.faults());
                };
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonMessage.bytes(result.toElement()));
    }

    private EligibilityResult answer(
            FacilityCode facility, EligibilityRequest request, Optional<UUID> key) {
        Question question =
                new Question(
                        facility,
                        request.search().insurer(),
                        request.search().identifier(),
                        request.search().birthDate(),
                        Optional.of(request.header().confirmationDate()),
                        Optional.empty(),
                        request.search().limitConsent());
        CheckAnswer answer = eligibility.check(question, key);
        return EligibilityResult.answered(
                request.echo(),
                Results.time(answer.checkedAt()),
                answer.verdict(),
                answer.coverages().stream().map(shown -> Results.of(shown, answer)).toList());
    }
}
