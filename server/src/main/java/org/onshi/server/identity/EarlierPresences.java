package org.onshi.server.identity;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.server.rules.Rules;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;

/**
 * Whether the certificates by which earlier visits were proven still open medical information: a
 * consent outlives its visit by up to a day, and what it was born from may end in that day
 * (requirements A-16, G-12, G-15; docs/presence.md).
 */
public final class EarlierPresences {
    private final PresenceTable table;
    private final List<X509Certificate> anchors;
    private final Revocations revocations;
    private final Rules rules;
    private final IdentitySettings settings;
    private final InstantSource clock;

    EarlierPresences(
            DataSource dataSource,
            Revocations revocations,
            Rules rules,
            IdentitySettings settings,
            InstantSource clock) {
        this.table = new PresenceTable(dataSource);
        this.anchors = TrustAnchors.read(settings.anchorFiles());
        this.revocations = revocations;
        this.rules = rules;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Those of these visits whose certificate opens no medical information now, and why: {@link
     * FaultCode#NOT_IN_GRACE}, {@link FaultCode#CERT_EXPIRED}, {@link FaultCode#CERT_REVOKED},
     * {@link FaultCode#CERT_HELD}, {@link FaultCode#CERT_UNTRUSTED}, or {@link
     * FaultCode#REVOCATION_UNKNOWN} while the responder does not say good, however lately it did
     * so, and for a visit that is not there. One statement, and a question to the responder for
     * each certificate it was not asked about in the last minute: not to be called in a
     * transaction.
     */
    public Map<UUID, FaultCode> closed(Collection<UUID> visits) {
        Map<UUID, FaultCode> closed = new HashMap<>();
        visits.forEach(visit -> closed.put(visit, FaultCode.REVOCATION_UNKNOWN));
        LocalDate today = LocalDate.ofInstant(clock.instant(), SharedClock.ZONE);
        Map<String, Optional<FaultCode>> byDigest = new HashMap<>();
        for (PresenceTable.Shown shown : table.certificates(visits)) {
            byDigest.computeIfAbsent(shown.digest(), _ -> closed(shown, today))
                    .ifPresentOrElse(
                            why -> closed.put(shown.visitId(), why),
                            () -> closed.remove(shown.visitId()));
        }
        return Map.copyOf(closed);
    }

    private Optional<FaultCode> closed(PresenceTable.Shown shown, LocalDate today) {
        Optional<CardState> state =
                CertificateLife.of(shown.expiresOn(), today, rules, settings).on(today);
        if (state.isEmpty()) {
            return Optional.of(FaultCode.CERT_EXPIRED);
        }
        if (state.get() == CardState.GRACE) {
            return Optional.of(FaultCode.NOT_IN_GRACE);
        }
        byte[] issuer = HexFormat.of().parseHex(shown.certificate().issuerKeyId());
        Optional<X509Certificate> anchor = TrustAnchors.ofKey(anchors, issuer).findFirst();
        if (anchor.isEmpty()) {
            return Optional.of(FaultCode.CERT_UNTRUSTED);
        }
        BigInteger serial = new BigInteger(shown.certificate().serial(), 16);
        try {
            return revocations.known(shown.digest(), serial, anchor.get())
                    ? Optional.empty()
                    : Optional.of(FaultCode.REVOCATION_UNKNOWN);
        } catch (Fault refused) {
            return Optional.of(refused.code());
        }
    }
}
