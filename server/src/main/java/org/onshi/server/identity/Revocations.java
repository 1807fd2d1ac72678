package org.onshi.server.identity;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.onshi.server.outside.RevocationAnswer;
import org.onshi.server.outside.RevocationClient;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * Whether certificates are revoked, with the answers of the last minute kept. The policy when the
 * responder is silent or proves nothing: a good answer not too old still opens eligibility, so that
 * nobody is charged 100 % for its outage, but no medical information; without one the card is
 * refused and the clerk goes another way.
 */
final class Revocations {
    /** Answers kept; a server proves some hundred presences a minute. */
    static final int KEPT_MAX = 50_000;

    private final RevocationClient client;
    private final IdentitySettings settings;
    private final InstantSource clock;
    private final Map<String, Kept> good = new ConcurrentHashMap<>();

    /**
     * @param askedAt when the responder said good
     * @param until until when that is used without asking again
     */
    private record Kept(Instant askedAt, Instant until) {}

    Revocations(RevocationClient client, IdentitySettings settings, InstantSource clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Asks, or knows from lately.
     *
     * @param digest of the certificate
     * @param serial its number
     * @return true when it is known not to be revoked, false when only an older answer says so
     * @throws Fault {@link FaultCode#CERT_REVOKED}, {@link FaultCode#CERT_HELD}, {@link
     *     FaultCode#CERT_UNTRUSTED} for a certificate the responder never heard of, {@link
     *     FaultCode#REVOCATION_UNKNOWN}
     */
    boolean known(String digest, BigInteger serial, X509Certificate issuer) {
        Instant now = clock.instant();
        Kept kept = good.get(digest);
        if (kept != null && now.isBefore(kept.until())) {
            return true;
        }
        return switch (client.ask(serial, issuer)) {
            case RevocationAnswer.Good answer -> {
                keep(digest, answer.nextUpdate(), now);
                yield true;
            }
            case RevocationAnswer.Revoked revoked -> {
                good.remove(digest);
                throw new Fault(FaultCode.CERT_REVOKED);
            }
            case RevocationAnswer.Held held -> {
                good.remove(digest);
                throw new Fault(FaultCode.CERT_HELD);
            }
            case RevocationAnswer.NotIssued strange -> throw new Fault(FaultCode.CERT_UNTRUSTED);
            case RevocationAnswer.Silent silent -> trusted(kept, now);
            case RevocationAnswer.Untrustworthy strange -> trusted(kept, now);
        };
    }

    private boolean trusted(Kept kept, Instant now) {
        if (kept == null || !now.isBefore(kept.askedAt().plus(settings.revocationTrusted()))) {
            throw new Fault(FaultCode.REVOCATION_UNKNOWN);
        }
        return false;
    }

    private void keep(String digest, Instant nextUpdate, Instant now) {
        if (good.size() >= KEPT_MAX) {
            good.values()
                    .removeIf(it -> !now.isBefore(it.askedAt().plus(settings.revocationTrusted())));
            if (good.size() >= KEPT_MAX) {
                good.clear();
            }
        }
        Instant until = now.plus(settings.revocationKept());
        good.put(digest, new Kept(now, until.isBefore(nextUpdate) ? until : nextUpdate));
    }
}
