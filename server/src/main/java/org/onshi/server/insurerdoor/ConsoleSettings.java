package org.onshi.server.insurerdoor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console ({@code onshi.console.*}); needed once its door has a port ({@code onshi.web.port}).
 *
 * @param issuer of the OpenID provider; its metadata are read below it; https beyond loopback
 * @param clientId by which the provider knows the console
 * @param clientSecretFile its first line is the secret
 * @param publicUrl where browsers find the console, without a path; the provider sends them back
 *     there, and where it is https the cookies are for TLS only
 * @param idleMax longest pause of a session
 * @param sessionMax longest session
 * @param connectTimeout longest wait for a connection to the provider
 * @param answerTimeout longest wait for its answer
 */
@ConfigurationProperties("onshi.console")
record ConsoleSettings(
        URI issuer,
        @DefaultValue("onshi-console") String clientId,
        Path clientSecretFile,
        URI publicUrl,
        @DefaultValue("30m") Duration idleMax,
        @DefaultValue("8h") Duration sessionMax,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("5s") Duration answerTimeout) {
    private static final String HTTPS = "https";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    /** Where the provider sends a browser back to. */
    String redirectUri() {
        return publicUrl + ConsoleProvider.BACK;
    }

    /** Where the provider describes itself (OpenID Connect Discovery 1.0, 4). */
    String metadataUrl() {
        return issuer + "/.well-known/openid-configuration";
    }

    /** Where the provider sends a browser back to after a logout. */
    String loggedOutUri() {
        return publicUrl + ConsoleProvider.LOGGED_OUT;
    }

    /**
     * Whether cookies travel over TLS only: as browsers see it, who may come through a proxy that
     * ends TLS before this server does.
     *
     * @param tls whether this server's own door has it
     */
    boolean secureCookies(boolean tls) {
        return tls || (publicUrl != null && HTTPS.equals(publicUrl.getScheme()));
    }

    String clientSecret() {
        try {
            return Files.readString(clientSecretFile).lines().findFirst().orElse("").strip();
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "onshi.console.client-secret-file を読めません。 / cannot be read.", unreadable);
        }
    }

    /** A console that nobody could log in to shall not start. */
    ConsoleSettings needed() {
        require(issuer, "onshi.console.issuer");
        require(clientSecretFile, "onshi.console.client-secret-file");
        require(publicUrl, "onshi.console.public-url");
        requireTls(issuer, "onshi.console.issuer");
        requireTls(publicUrl, "onshi.console.public-url");
        if (!idleMax.isPositive() || idleMax.compareTo(sessionMax) > 0) {
            throw new IllegalArgumentException(
                    "onshi.console.idle-max は 0 より長く、onshi.console.session-max"
                            + " 以下にしてください。 / Set onshi.console.idle-max above 0 and at most"
                            + " onshi.console.session-max.");
        }
        if (clientSecret().isEmpty()) {
            throw new IllegalArgumentException(
                    "onshi.console.client-secret-file が空です。 / is empty.");
        }
        return this;
    }

    /** Codes, tokens and sessions travel in clear on this machine only. */
    private static void requireTls(URI address, String key) {
        String host = Optional.ofNullable(address.getHost()).orElse("");
        boolean clear = "http".equals(address.getScheme()) && LOOPBACK.contains(host);
        if (host.isEmpty() || !(clear || HTTPS.equals(address.getScheme()))) {
            throw new IllegalArgumentException(
                    key
                            + " は https:// で始めてください（この機械の中だけ http:// も可）。 / "
                            + key
                            + " has to begin with https:// (http:// on loopback only).");
        }
    }

    private static void require(Object value, String key) {
        if (value == null) {
            throw new IllegalArgumentException(key + " を設定してください。 / Set " + key + ".");
        }
    }
}
