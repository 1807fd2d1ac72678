package org.onshi.server.outside;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the outside is ({@code onshi.outside.*}).
 *
 * @param ocspUrl OCSP responder of JPKI (RFC 6960), http or https; absent: it is silent
 * @param registerUrl root of the resident register's interface, http or https; absent: it is silent
 * @param connectTimeout longest wait for a connection, 100 ms to a minute
 * @param answerTimeout longest wait for an answer, 100 ms to a minute
 * @param clockTolerance by which the responder's clock may differ from ours, up to an hour
 */
@ConfigurationProperties("onshi.outside")
record OutsideSettings(
        URI ocspUrl,
        URI registerUrl,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("3s") Duration answerTimeout,
        @DefaultValue("5m") Duration clockTolerance) {
    private static final Set<String> WEB = Set.of("http", "https");
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(100);
    private static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);
    private static final Duration TOLERANCE_MAX = Duration.ofHours(1);

    OutsideSettings {
        check("ocsp-url", ocspUrl);
        check("register-url", registerUrl);
        check("connect-timeout", connectTimeout, TIMEOUT_MIN, TIMEOUT_MAX, "100ms", "1m");
        check("answer-timeout", answerTimeout, TIMEOUT_MIN, TIMEOUT_MAX, "100ms", "1m");
        check("clock-tolerance", clockTolerance, Duration.ZERO, TOLERANCE_MAX, "0s", "1h");
    }

    private static void check(String name, URI url) {
        if (url != null && (url.getHost() == null || !WEB.contains(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "onshi.outside.%1$s は http:// か https:// で始めてください。 / onshi.outside.%1$s must begin with http:// or https://."
                            .formatted(name));
        }
    }

    private static void check(
            String name, Duration value, Duration min, Duration max, String least, String most) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "onshi.outside.%1$s は %2$s から %3$s までです。 / onshi.outside.%1$s must be %2$s to %3$s."
                            .formatted(name, least, most));
        }
    }

    /** The responder, where one is named; the binder knows no Optional. */
    Optional<URI> ocsp() {
        return Optional.ofNullable(ocspUrl);
    }

    /** The register, where one is named. */
    Optional<URI> register() {
        return Optional.ofNullable(registerUrl);
    }
}
