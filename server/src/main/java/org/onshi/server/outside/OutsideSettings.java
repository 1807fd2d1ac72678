package org.onshi.server.outside;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the outside is ({@code onshi.outside.*}).
 *
 * @param ocspUrl OCSP responder of JPKI (RFC 6960); absent: it is silent
 * @param registerUrl root of the resident register's interface; absent: it is silent
 * @param connectTimeout longest wait for a connection
 * @param answerTimeout longest wait for an answer
 * @param clockTolerance by which the responder's clock may differ from ours
 */
@ConfigurationProperties("onshi.outside")
record OutsideSettings(
        URI ocspUrl,
        URI registerUrl,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("3s") Duration answerTimeout,
        @DefaultValue("5m") Duration clockTolerance) {
    /** The responder, where one is named; the binder knows no Optional. */
    Optional<URI> ocsp() {
        return Optional.ofNullable(ocspUrl);
    }

    /** The register, where one is named. */
    Optional<URI> register() {
        return Optional.ofNullable(registerUrl);
    }
}
