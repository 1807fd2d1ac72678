package org.onshi.server.facilitydoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.onshi.server.callers.Caller;
import org.onshi.server.consent.Consent;
import org.onshi.server.consent.ConsentChoice;
import org.onshi.server.consent.Consents;
import org.onshi.server.identity.Presence;
import org.onshi.server.identity.Presences;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Consent within a visit (docs/card.md §3): the caller's own visit, proven and not over. */
@RestController
class ConsentController {
    /** More kinds in one answer than there are say something twice. */
    private static final int KINDS_MAX = ConsentKind.values().length;

    private final Consents consents;
    private final Presences presences;

    ConsentController(Consents consents, Presences presences) {
        this.consents = consents;
        this.presences = presences;
    }

    /**
     * The answer of the patient. Absent members are null here, as JSON has it, and nowhere else.
     *
     * @param blanket 包括同意; alone
     * @param given kinds agreed to
     * @param refused kinds not agreed to
     */
    record ConsentRequest(Boolean blanket, List<String> given, List<String> refused) {}

    /** What is withdrawn. */
    record WithdrawalRequest(List<String> kinds) {}

    /** What stands at this facility. */
    record ConsentsReply(List<ConsentReply> consents) {
        static ConsentsReply of(List<Consent> standing) {
            return new ConsentsReply(standing.stream().map(ConsentReply::of).toList());
        }
    }

    /** One kind; a refusal has no end. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ConsentReply(ConsentKind kind, boolean given, Instant at, Optional<Instant> until) {
        static ConsentReply of(Consent consent) {
            return new ConsentReply(
                    consent.kind(),
                    consent.given(),
                    consent.at(),
                    Optional.of(consent.until()).filter(_ -> consent.given()));
        }
    }

    @Operation(summary = "同意・不同意 / Consent or refusal, item by item or as a whole")
    @PostMapping(
            path = "/facility/visits/{visit_id}/consents",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ConsentsReply consents(
            Caller caller,
            @PathVariable("visit_id") UUID visitId,
            @RequestBody ConsentRequest request) {
        Presence presence = presence(caller, visitId);
        return ConsentsReply.of(consents.give(presence, choice(request)));
    }

    @Operation(summary = "同意の撤回 / Withdrawal of consents, at once")
    @PostMapping(
            path = "/facility/visits/{visit_id}/withdrawal",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ConsentsReply withdrawal(
            Caller caller,
            @PathVariable("visit_id") UUID visitId,
            @RequestBody WithdrawalRequest request) {
        Presence presence = presence(caller, visitId);
        return ConsentsReply.of(consents.withdraw(presence, kinds("kinds", request.kinds())));
    }

    private Presence presence(Caller caller, UUID visitId) {
        return presences.require(visitId, OwnName.of(caller), caller.terminal().orElse(""));
    }

    private static ConsentChoice choice(ConsentRequest request) {
        Set<ConsentKind> given = kinds("given", request.given());
        Set<ConsentKind> refused = kinds("refused", request.refused());
        if (!Boolean.TRUE.equals(request.blanket())) {
            return new ConsentChoice.ByKind(given, refused);
        }
        if (!given.isEmpty() || !refused.isEmpty()) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "blanket");
        }
        return new ConsentChoice.Blanket();
    }

    private static Set<ConsentKind> kinds(String field, List<String> names) {
        Set<ConsentKind> kinds = EnumSet.noneOf(ConsentKind.class);
        List<String> given = Optional.ofNullable(names).orElse(List.of());
        if (given.size() > KINDS_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, field);
        }
        for (String name : given) {
            kinds.add(
                    ConsentKind.named(name)
                            .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, field)));
        }
        return kinds;
    }
}
