package org.onshi.sandbox;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.wire.SharedClock;

/**
 * OpenID Connect Core 1.0, authorization code flow with PKCE (RFC 7636) for one confidential
 * client. Every time in a token is that of the shared clock, as the central system's is that reads
 * it. There is no session: each authorization asks for the passcode.
 */
final class OpenIdProvider {
    /** How long a code may be redeemed, once. */
    static final Duration CODE_LIFE = Duration.ofSeconds(60);

    /** How long a login page may stay open. */
    static final Duration LOGIN_LIFE = Duration.ofMinutes(10);

    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

    /** Login pages and codes remembered; whoever asks for more forgets the oldest. */
    private static final int REMEMBERED_MAX = 1_000;

    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final OpenIdAccounts accounts;
    private final OpenIdKey key;
    private final byte[] clientSecret;
    private final List<URI> redirectUris;
    private final List<URI> logoutUris;
    private final SharedClock clock;
    private final LoginAttempts attempts = new LoginAttempts();
    private final Map<String, Asked> logins = remembered();
    private final Map<String, Granted> codes = remembered();

    private record Asked(AuthenticationRequest request, Instant until) {}

    private record Granted(
            AuthenticationRequest request,
            OpenIdAccounts.Account account,
            Instant at,
            Instant until) {}

    /** What a request for authorization comes to. */
    sealed interface Asking {
        /** The person shall log in; the page is known by this. */
        record LogIn(String login, URI redirect) implements Asking {}

        /** The client learns why not. */
        record Back(URI to) implements Asking {}

        /** Not even the client may learn it: it is unknown, or the address is not its own. */
        record Refused() implements Asking {}
    }

    /** What a login comes to. */
    sealed interface LoggingIn {
        /** Back to the client with a code. */
        record Done(URI to) implements LoggingIn {}

        /** Account or passcode is wrong. */
        record Wrong(URI redirect) implements LoggingIn {}

        /** Too many wrong ones. */
        record Locked(URI redirect) implements LoggingIn {}

        /** The page is too old, or was never shown. */
        record Over() implements LoggingIn {}
    }

    /** What a token request comes to. */
    sealed interface Redeemed {
        /** JSON of the tokens. */
        record Tokens(String json) implements Redeemed {}

        /** Why not. */
        record Refused(ErrorObject error) implements Redeemed {}
    }

    OpenIdProvider(
            OpenIdAccounts accounts,
            OpenIdKey key,
            String clientSecret,
            List<URI> redirectUris,
            List<URI> logoutUris,
            SharedClock clock) {
        this.accounts = accounts;
        this.key = key;
        this.clientSecret = clientSecret.getBytes(StandardCharsets.UTF_8);
        this.redirectUris = List.copyOf(redirectUris);
        this.logoutUris = List.copyOf(logoutUris);
        this.clock = clock;
    }

    private static <T> Map<String, T> remembered() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > REMEMBERED_MAX;
            }
        };
    }

    /** A request for authorization; one that cannot be read is refused by the routes. */
    Asking ask(AuthenticationRequest request) {
        URI redirect = request.getRedirectionURI();
        if (!request.getClientID().getValue().equals(OpenIdSettings.CLIENT_ID)
                || redirect == null
                || !redirectUris.contains(redirect)) {
            return new Asking.Refused();
        }
        Optional<ErrorObject> error = error(request);
        if (error.isPresent()) {
            return new Asking.Back(
                    new AuthenticationErrorResponse(redirect, error.get(), request.getState(), null)
                            .toURI());
        }
        String login = random();
        synchronized (logins) {
            logins.put(login, new Asked(request, clock.instant().plus(LOGIN_LIFE)));
        }
        return new Asking.LogIn(login, redirect);
    }

    private static Optional<ErrorObject> error(AuthenticationRequest request) {
        if (!request.getResponseType().equals(ResponseType.CODE)) {
            return Optional.of(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE);
        }
        CodeChallenge challenge = request.getCodeChallenge();
        State state = request.getState();
        if (challenge == null
                || !CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())
                || state == null
                || request.getNonce() == null) {
            return Optional.of(
                    OAuth2Error.INVALID_REQUEST.setDescription(
                            "state, nonce and code_challenge (S256) are needed"));
        }
        if (request.getPrompt() != null && request.getPrompt().contains(Prompt.Type.NONE)) {
            return Optional.of(com.nimbusds.openid.connect.sdk.OIDCError.LOGIN_REQUIRED);
        }
        return Optional.empty();
    }

    /** The person's answer to the login page. */
    LoggingIn logIn(String login, String account, String passcode) {
        Instant now = clock.instant();
        Asked asked;
        synchronized (logins) {
            asked = logins.get(login);
        }
        if (asked == null || now.isAfter(asked.until())) {
            return new LoggingIn.Over();
        }
        URI redirect = asked.request().getRedirectionURI();
        if (attempts.locked(account, now)) {
            return new LoggingIn.Locked(redirect);
        }
        Optional<OpenIdAccounts.Account> found =
                accounts.find(account).filter(it -> same(it.passcode(), passcode));
        if (found.isEmpty()) {
            attempts.wrong(account, now);
            return attempts.locked(account, now)
                    ? new LoggingIn.Locked(redirect)
                    : new LoggingIn.Wrong(redirect);
        }
        attempts.right(account);
        synchronized (logins) {
            if (logins.remove(login) == null) {
                return new LoggingIn.Over();
            }
        }
        String code = random();
        synchronized (codes) {
            codes.put(code, new Granted(asked.request(), found.get(), now, now.plus(CODE_LIFE)));
        }
        return new LoggingIn.Done(
                new AuthenticationSuccessResponse(
                                redirect,
                                new AuthorizationCode(code),
                                null,
                                null,
                                asked.request().getState(),
                                null,
                                null)
                        .toURI());
    }

    /**
     * A code for tokens. The code is gone whatever comes of it: one that was seen by somebody else
     * is worth nothing any more.
     */
    Redeemed redeem(TokenRequest request, String issuer) {
        if (!(request.getClientAuthentication() instanceof PlainClientSecret client)
                || !client.getClientID().getValue().equals(OpenIdSettings.CLIENT_ID)
                || !MessageDigest.isEqual(
                        client.getClientSecret().getValue().getBytes(StandardCharsets.UTF_8),
                        clientSecret)) {
            return new Redeemed.Refused(OAuth2Error.INVALID_CLIENT);
        }
        if (!(request.getAuthorizationGrant() instanceof AuthorizationCodeGrant grant)) {
            return new Redeemed.Refused(OAuth2Error.UNSUPPORTED_GRANT_TYPE);
        }
        Granted granted;
        synchronized (codes) {
            granted = codes.remove(grant.getAuthorizationCode().getValue());
        }
        Instant now = clock.instant();
        if (granted == null
                || now.isAfter(granted.until())
                || !granted.request().getRedirectionURI().equals(grant.getRedirectionURI())
                || grant.getCodeVerifier() == null
                || !CodeChallenge.compute(CodeChallengeMethod.S256, grant.getCodeVerifier())
                        .equals(granted.request().getCodeChallenge())) {
            return new Redeemed.Refused(OAuth2Error.INVALID_GRANT);
        }
        return new Redeemed.Tokens(tokens(granted, issuer, now));
    }

    private String tokens(Granted granted, String issuer, Instant now) {
        IDTokenClaimsSet claims =
                new IDTokenClaimsSet(
                        new Issuer(issuer),
                        new Subject(granted.account().subject()),
                        List.of(new Audience(OpenIdSettings.CLIENT_ID)),
                        Date.from(now.plus(TOKEN_LIFE)),
                        Date.from(now));
        claims.setNonce(granted.request().getNonce());
        claims.setAuthenticationTime(Date.from(granted.at()));
        claims.setClaim("name", granted.account().name());
        try {
            OIDCTokens tokens =
                    new OIDCTokens(
                            key.sign(claims.toJWTClaimsSet()),
                            new BearerAccessToken(TOKEN_LIFE.toSeconds(), new Scope("openid")),
                            null);
            return new OIDCTokenResponse(tokens).toJSONObject().toJSONString();
        } catch (com.nimbusds.oauth2.sdk.ParseException impossible) {
            throw new IllegalStateException("an ID token could not be written", impossible);
        }
    }

    /**
     * Where a browser goes that comes to log out (OpenID Connect RP-Initiated Logout 1.0); empty
     * when nobody asked for an address that is the client's own. There is no session to end.
     */
    Optional<URI> afterLogout(LogoutRequest request) {
        return Optional.ofNullable(request.getPostLogoutRedirectionURI())
                .filter(logoutUris::contains)
                .filter(to ->
                        request.getClientID() != null
                                && request.getClientID()
                                        .getValue()
                                        .equals(OpenIdSettings.CLIENT_ID));
    }

    /** What verifies ID tokens. */
    Map<String, Object> keys() {
        return key.published();
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
