package org.onshi.server.identity;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How presences are proven ({@code onshi.identity.*}).
 *
 * @param anchors PEM file of the authorities' certificates, several generations with one name;
 *     absent: no card is trusted
 * @param testAnchors the same of the test hierarchy; only where cards of it are wanted
 * @param challengeKeyFile at least 32 bytes that all servers of one system share; without it a key
 *     is drawn at the start, and a challenge holds for one process only
 * @param challengeLife how long a challenge may be answered
 * @param presenceLife how long a presence lasts when nobody ends its visit
 * @param graceCounting how alert and grace are counted after the certificate's end
 * @param cardPolicies policies of cards' authentication certificates (facts §4.2)
 * @param phonePolicies those of phones; not public, see docs/divergences.md
 * @param revocationKept how long a good answer of the OCSP responder is used again, at most its own
 *     nextUpdate; a lost card is refused a minute later (requirements G-12)
 * @param revocationTrusted how old a good answer may be to let eligibility through while the
 *     responder is silent
 */
@ConfigurationProperties("onshi.identity")
record IdentitySettings(
        Path anchors,
        Path testAnchors,
        Path challengeKeyFile,
        @DefaultValue("120s") Duration challengeLife,
        @DefaultValue("30m") Duration presenceLife,
        @DefaultValue("MONTH_END") GraceCounting graceCounting,
        @DefaultValue("1.2.392.200149.8.5.1.3.30") List<String> cardPolicies,
        @DefaultValue("1.2.392.200149.8.5.1.3.40") List<String> phonePolicies,
        @DefaultValue("60s") Duration revocationKept,
        @DefaultValue("24h") Duration revocationTrusted) {
    Optional<Path> sharedChallengeKey() {
        return Optional.ofNullable(challengeKeyFile);
    }

    /** The files that hold what is trusted. */
    List<Path> anchorFiles() {
        return java.util.stream.Stream.of(
                        Optional.ofNullable(anchors), Optional.ofNullable(testAnchors))
                .flatMap(Optional::stream)
                .toList();
    }
}
