package org.onshi.sandbox;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;

/** {@code /jpki…}: what JPKI tells about certificates (docs/card.md §1). */
final class JpkiRoutes {
    private static final int OCSP_BYTES_MAX = 16 << 10;
    private static final int BODY_BYTES_MAX = 4 << 10;

    private static final Duration LIST_HOLDS_FOR = Duration.ofDays(1);

    private final Jpki jpki;
    private final CardOffice office;
    private final OcspResponder ocsp;
    private final InstantSource clock;

    JpkiRoutes(Jpki jpki, CardOffice office, InstantSource clock) {
        this.jpki = jpki;
        this.office = office;
        this.ocsp = new OcspResponder(jpki, office, clock);
        this.clock = clock;
    }

    List<SandboxRoute> routes() {
        return List.of(
                new SandboxRoute("POST", "/jpki/ocsp", this::ocsp),
                new SandboxRoute("GET", "/jpki/crl/{issuer_key_id}", this::revocationList),
                new SandboxRoute("GET", "/jpki/behaviour", request -> behaviour()),
                new SandboxRoute("PUT", "/jpki/behaviour", this::behave));
    }

    private SandboxAnswer ocsp(SandboxRequest request) throws IOException {
        if (!request.header("Content-Type").orElse("").startsWith("application/ocsp-request")) {
            throw new Fault(FaultCode.MEDIA_TYPE_REFUSED);
        }
        return ocsp.answer(request.body(OCSP_BYTES_MAX))
                .map(body -> SandboxAnswer.of(200, "application/ocsp-response", body))
                .orElseGet(SandboxAnswer::silence);
    }

    private SandboxAnswer revocationList(SandboxRequest request) {
        JpkiAuthority authority =
                jpki.authority(request.place("issuer_key_id"))
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND, "issuer_key_id"));
        Instant now = clock.instant();
        try {
            return SandboxAnswer.of(
                    200,
                    "application/pkix-crl",
                    authority
                            .revocationList(
                                    // the demo's clock never goes back
                                    BigInteger.valueOf(now.toEpochMilli()),
                                    office.revoked(authority.keyId()),
                                    now,
                                    now.plus(LIST_HOLDS_FOR))
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a revocation list could not be encoded", e);
        }
    }

    private SandboxAnswer behaviour() {
        return SandboxAnswer.json(Map.of("ocsp", ocsp.behaviour().name()));
    }

    private SandboxAnswer behave(SandboxRequest request) throws IOException {
        JsonNode wished = request.json(BODY_BYTES_MAX).path("ocsp");
        if (!wished.isString()) {
            throw new Fault(FaultCode.FIELD_MISSING, "ocsp");
        }
        ocsp.behave(
                OcspBehaviour.of(wished.stringValue())
                        .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "ocsp")));
        return behaviour();
    }
}
