package org.onshi.server.facilitydoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.callers.Caller;
import org.onshi.server.consent.Consent;
import org.onshi.server.consent.Consents;
import org.onshi.server.eligibility.Alert;
import org.onshi.server.eligibility.CardChecks;
import org.onshi.server.eligibility.CardLook;
import org.onshi.server.eligibility.CardQuestion;
import org.onshi.server.eligibility.CardRegistrations;
import org.onshi.server.eligibility.CheckAnswer;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.facilities.Facility;
import org.onshi.server.identity.Attempt;
import org.onshi.server.identity.CardEvidence;
import org.onshi.server.identity.CardState;
import org.onshi.server.identity.Challenge;
import org.onshi.server.identity.Identification;
import org.onshi.server.identity.Presence;
import org.onshi.server.identity.PresenceMode;
import org.onshi.server.identity.Presences;
import org.onshi.server.identity.ProvenPresence;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.ConsentTriple;
import org.onshi.wire.Fault;
import org.onshi.wire.JsonMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A visit from its challenge to its end (docs/card.md §3): presence, first registration, check by
 * card. Whose visit it is is read from the caller's certificate.
 */
@RestController
class VisitController {
    private final Identification identification;
    private final Presences presences;
    private final CardRegistrations registrations;
    private final CardChecks checks;
    private final Consents consents;
    private final Facilities facilities;

    VisitController(
            Identification identification,
            Presences presences,
            CardRegistrations registrations,
            CardChecks checks,
            Consents consents,
            Facilities facilities) {
        this.identification = identification;
        this.presences = presences;
        this.registrations = registrations;
        this.checks = checks;
        this.consents = consents;
        this.facilities = facilities;
    }

    /** A body that says nothing. */
    record Nothing() {}

    /** What was tried; absent is none. */
    record AttemptsRequest(List<PresenceRequest.AttemptRequest> attempts) {}

    /**
     * A visit begun.
     *
     * @param challenge base64 of what the card is to sign
     * @param medicalInformation whether the facility may get any
     * @param smartphone whether the facility takes phones
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record VisitReply(
            UUID visitId,
            String challenge,
            Instant expiresAt,
            boolean blanketConsent,
            boolean medicalInformation,
            boolean smartphone,
            Set<ConsentKind> consentKinds) {}

    /** Another challenge of the same visit. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record ChallengeReply(String challenge, Instant expiresAt) {}

    /** A presence proven. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record PresenceReply(
            UUID visitId,
            PresenceMode mode,
            CardState cardState,
            LocalDate certificateExpiresOn,
            LocalDate usableUntil,
            boolean cardRegistered,
            boolean medicalInformation,
            boolean blanketConsent,
            Set<ConsentKind> consentKinds,
            List<CheckController.AlertReply> alerts) {}

    /** What became of a registration. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record RegistrationReply(boolean cardRegistered) {}

    /** As {@link CheckController.CheckReply}, with what a card adds. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record CardCheckReply(
            String verdict,
            String verdictLabel,
            LocalDate on,
            List<CheckController.CoverageReply> coverages,
            List<CheckController.AlertReply> alerts,
            CheckController.Texts nextStep,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> referenceNumber,
            CheckController.ReceiptReply receipt,
            PresenceMode mode,
            CardState cardState,
            List<ConsentController.ConsentReply> consents,
            @JsonRawValue
                    @Schema(
                            implementation = Object.class,
                            description = "{\"XmlMsg\":{…}} of OQSsiquc01res")
                    String faceMessage) {
        static CardCheckReply of(
                CheckAnswer answer,
                Presence presence,
                List<Consent> standing,
                List<ConsentTriple> stated) {
            CheckController.CheckReply reply = CheckController.CheckReply.of(answer);
            return new CardCheckReply(
                    reply.verdict(),
                    reply.verdictLabel(),
                    reply.on(),
                    reply.coverages(),
                    reply.alerts(),
                    reply.nextStep(),
                    reply.referenceNumber(),
                    reply.receipt(),
                    presence.mode(),
                    presence.state(),
                    standing.stream().map(ConsentController.ConsentReply::of).toList(),
                    new String(
                            JsonMessage.bytes(Results.face(answer, stated).toElement()),
                            StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "CardCheckReply[" + verdict + "]";
        }
    }

    @Operation(summary = "受付の開始 / Begin a visit: a challenge for the card")
    @PostMapping(
            path = "/facility/visits",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    VisitReply begin(Caller caller, @RequestBody Nothing nothing) {
        FacilityCode facility = OwnName.of(caller);
        Challenge challenge =
                identification.challenge(UUID.randomUUID(), facility, terminal(caller));
        return new VisitReply(
                challenge.visitId(),
                challenge.base64(),
                challenge.endsAt(),
                consents.blanketOffered(),
                consents.medicalInformation(facility),
                phonesTaken(facility),
                consents.offered(facility));
    }

    @Operation(summary = "確認用データの再発行 / Another challenge of the same visit")
    @PostMapping(
            path = "/facility/visits/{visit_id}/challenge",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ChallengeReply challenge(
            Caller caller, @PathVariable("visit_id") UUID visitId, @RequestBody Nothing nothing) {
        Challenge challenge =
                identification.challenge(visitId, OwnName.of(caller), terminal(caller));
        return new ChallengeReply(challenge.base64(), challenge.endsAt());
    }

    @Operation(summary = "本人確認 / Prove a presence by the card's signature")
    @PostMapping(
            path = "/facility/visits/{visit_id}/presence",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    PresenceReply presence(
            Caller caller,
            @PathVariable("visit_id") UUID visitId,
            @RequestBody PresenceRequest request) {
        FacilityCode facility = OwnName.of(caller);
        CardEvidence evidence;
        try {
            evidence = request.evidence();
        } catch (Fault fault) {
            identification.refused(
                    visitId, facility, terminal(caller), request.knownMode(), fault.code());
            throw fault;
        }
        ProvenPresence proven =
                identification.prove(
                        visitId, facility, terminal(caller), evidence, phonesTaken(facility));
        Presence presence = proven.presence();
        return new PresenceReply(
                presence.visitId(),
                presence.mode(),
                presence.state(),
                proven.certificateExpiresOn(),
                proven.usableUntil(),
                presence.person().isPresent(),
                consents.medicalInformation(presence),
                consents.blanketOffered(),
                consents.offered(presence),
                Alert.of(presence).stream().map(CheckController.AlertReply::of).toList());
    }

    @Operation(summary = "本人確認に至らなかった操作 / What was tried in a visit without a presence")
    @PostMapping(
            path = "/facility/visits/{visit_id}/attempts",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void attempts(
            Caller caller,
            @PathVariable("visit_id") UUID visitId,
            @RequestBody AttemptsRequest request) {
        List<Attempt> attempts = PresenceRequest.attempts(request.attempts());
        identification.abandon(visitId, OwnName.of(caller), terminal(caller), attempts);
    }

    @Operation(summary = "健康保険証利用の申込 / First registration of the card that is present")
    @PostMapping(
            path = "/facility/visits/{visit_id}/registration",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    RegistrationReply register(
            Caller caller, @PathVariable("visit_id") UUID visitId, @RequestBody Nothing nothing) {
        registrations.register(present(caller, visitId));
        return new RegistrationReply(true);
    }

    @Operation(summary = "カードによる資格確認 / Check the eligibility of who is present")
    @PostMapping(
            path = "/facility/visits/{visit_id}/check",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    CardCheckReply check(
            Caller caller,
            @PathVariable("visit_id") UUID visitId,
            @RequestHeader(IdempotencyKey.HEADER) Optional<String> key,
            @RequestBody Nothing nothing) {
        Optional<UUID> idempotencyKey = IdempotencyKey.of(key);
        CardLook look = checks.look(present(caller, visitId));
        // only now: a card that moved speaks with the consents of whose it is
        List<Consent> standing = consents.standing(look.presence());
        CheckAnswer answer =
                checks.check(
                        new CardQuestion(
                                look,
                                given(standing, ConsentKind.LIMIT),
                                given(standing, ConsentKind.SPECIAL_DISEASES)),
                        idempotencyKey);
        return CardCheckReply.of(
                answer, look.presence(), standing, consents.triples(standing, answer.checkedAt()));
    }

    @Operation(summary = "受付の終了 / The presence is over; consents live on")
    @PostMapping(
            path = "/facility/visits/{visit_id}/end",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(Caller caller, @PathVariable("visit_id") UUID visitId, @RequestBody Nothing nothing) {
        presences.end(visitId, OwnName.of(caller), terminal(caller));
    }

    private boolean phonesTaken(FacilityCode facility) {
        return facilities.find(facility).map(Facility::smartphone).orElse(false);
    }

    private Presence present(Caller caller, UUID visitId) {
        return presences.require(visitId, OwnName.of(caller), terminal(caller));
    }

    private static String terminal(Caller caller) {
        return caller.terminal().orElse("");
    }

    private static boolean given(List<Consent> standing, ConsentKind kind) {
        return standing.stream().anyMatch(it -> it.kind() == kind && it.given());
    }
}
