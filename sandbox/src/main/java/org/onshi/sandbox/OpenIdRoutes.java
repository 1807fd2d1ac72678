package org.onshi.sandbox;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * The OpenID provider over HTTP. It is known by the loopback name it is asked under: its issuer is
 * {@code http://HOST/openid}.
 */
final class OpenIdRoutes {
    private static final String ROOT = "/openid";
    private static final String HTML = "text/html; charset=utf-8";
    private static final int FORM_BYTES_MAX = 8 << 10;
    private static final int FIELD_CHARACTERS_MAX = 200;

    private final OpenIdProvider provider;
    private final TemplateEngine templates = new TemplateEngine();

    OpenIdRoutes(OpenIdProvider provider) {
        this.provider = provider;
        ClassLoaderTemplateResolver resolver =
                new ClassLoaderTemplateResolver(OpenIdRoutes.class.getClassLoader());
        resolver.setPrefix("openid/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        templates.setTemplateResolver(resolver);
    }

    List<SandboxRoute> routes() {
        return List.of(
                new SandboxRoute("GET", ROOT + "/.well-known/openid-configuration", this::metadata),
                new SandboxRoute(
                        "GET", ROOT + "/jwks", request -> SandboxAnswer.json(provider.keys())),
                new SandboxRoute("GET", ROOT + "/openid.css", request -> style()),
                new SandboxRoute("GET", ROOT + "/authorize", this::authorize),
                new SandboxRoute("POST", ROOT + "/login", this::logIn),
                new SandboxRoute("POST", ROOT + "/token", this::token),
                new SandboxRoute("GET", ROOT + "/logout", this::logOut));
    }

    private static String issuer(SandboxRequest request) {
        return "http://" + request.header("Host").orElseThrow() + ROOT;
    }

    private SandboxAnswer metadata(SandboxRequest request) {
        String issuer = issuer(request);
        OIDCProviderMetadata metadata =
                new OIDCProviderMetadata(
                        new Issuer(issuer),
                        List.of(SubjectType.PUBLIC),
                        URI.create(issuer + "/jwks"));
        metadata.setAuthorizationEndpointURI(URI.create(issuer + "/authorize"));
        metadata.setTokenEndpointURI(URI.create(issuer + "/token"));
        metadata.setEndSessionEndpointURI(URI.create(issuer + "/logout"));
        metadata.setResponseTypes(List.of(ResponseType.CODE));
        metadata.setGrantTypes(List.of(GrantType.AUTHORIZATION_CODE));
        metadata.setScopes(new Scope("openid", "profile"));
        metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.ES256));
        metadata.setTokenEndpointAuthMethods(
                List.of(
                        ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                        ClientAuthenticationMethod.CLIENT_SECRET_POST));
        metadata.setCodeChallengeMethods(List.of(CodeChallengeMethod.S256));
        metadata.setClaims(
                List.of("sub", "iss", "aud", "exp", "iat", "nonce", "auth_time", "name"));
        return json(200, metadata.toJSONObject().toJSONString());
    }

    private SandboxAnswer authorize(SandboxRequest request) {
        AuthenticationRequest asked;
        try {
            asked = AuthenticationRequest.parse(request.query());
        } catch (ParseException unreadable) {
            return refused();
        }
        return switch (provider.ask(asked)) {
            case OpenIdProvider.Asking.LogIn page ->
                    page(request, 200, page.login(), "", "", page.redirect());
            case OpenIdProvider.Asking.Back back -> request.redirect(back.to().toString());
            case OpenIdProvider.Asking.Refused refused -> refused();
        };
    }

    private SandboxAnswer logIn(SandboxRequest request) throws IOException {
        Map<String, List<String>> form = form(request);
        String login = field(form, "login");
        String account = field(form, "account");
        return switch (provider.logIn(login, account, field(form, "passcode"))) {
            case OpenIdProvider.LoggingIn.Done done -> request.redirect(done.to().toString());
            case OpenIdProvider.LoggingIn.Wrong wrong ->
                    page(request, 403, login, account, "wrong", wrong.redirect());
            case OpenIdProvider.LoggingIn.Locked locked ->
                    page(request, 403, login, account, "locked", locked.redirect());
            case OpenIdProvider.LoggingIn.Over over ->
                    SandboxAnswer.of(403, HTML, render("over", Map.of()));
        };
    }

    /** The form's answer is a redirection to the client, which the policy must allow by name. */
    private SandboxAnswer page(
            SandboxRequest request,
            int status,
            String login,
            String account,
            String notice,
            URI redirect) {
        request.answerHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; form-action 'self' "
                        + redirect.getScheme()
                        + "://"
                        + redirect.getRawAuthority()
                        + "; frame-ancestors 'none'; base-uri 'none'");
        request.answerHeader("Referrer-Policy", "same-origin");
        return SandboxAnswer.of(
                status,
                HTML,
                render("login", Map.of("login", login, "account", account, "notice", notice)));
    }

    private SandboxAnswer logOut(SandboxRequest request) {
        try {
            return provider.afterLogout(LogoutRequest.parse(request.query()))
                    .map(to -> request.redirect(to.toString()))
                    .orElseGet(this::loggedOut);
        } catch (ParseException unreadable) {
            return loggedOut();
        }
    }

    private SandboxAnswer loggedOut() {
        return SandboxAnswer.of(200, HTML, render("logged-out", Map.of()));
    }

    private SandboxAnswer refused() {
        return SandboxAnswer.of(400, HTML, render("refused", Map.of()));
    }

    private byte[] render(String page, Map<String, Object> model) {
        return templates
                .process(page, new Context(Locale.JAPAN, model))
                .getBytes(StandardCharsets.UTF_8);
    }

    private SandboxAnswer token(SandboxRequest request) throws IOException {
        HTTPRequest http =
                new HTTPRequest(HTTPRequest.Method.POST, URI.create(issuer(request) + "/token"));
        http.setEntityContentType(ContentType.APPLICATION_URLENCODED);
        request.header("Authorization").ifPresent(http::setAuthorization);
        http.setBody(new String(request.body(FORM_BYTES_MAX), StandardCharsets.UTF_8));
        TokenRequest asked;
        try {
            asked = TokenRequest.parse(http);
        } catch (ParseException unreadable) {
            return error(
                    unreadable.getErrorObject() == null
                            ? OAuth2Error.INVALID_REQUEST
                            : unreadable.getErrorObject());
        }
        return switch (provider.redeem(asked, issuer(request))) {
            case OpenIdProvider.Redeemed.Tokens tokens -> json(200, tokens.json());
            case OpenIdProvider.Redeemed.Refused refused -> error(refused.error());
        };
    }

    private static SandboxAnswer error(ErrorObject error) {
        return json(
                error.getHTTPStatusCode(),
                new TokenErrorResponse(error).toJSONObject().toJSONString());
    }

    private static SandboxAnswer json(int status, String json) {
        return SandboxAnswer.of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static SandboxAnswer style() throws IOException {
        try (InputStream in = OpenIdRoutes.class.getResourceAsStream("/openid/openid.css")) {
            if (in == null) {
                throw new IllegalStateException("openid.css is missing");
            }
            return SandboxAnswer.of(200, "text/css; charset=utf-8", in.readAllBytes());
        }
    }

    private static Map<String, List<String>> form(SandboxRequest request) throws IOException {
        return URLUtils.parseParameters(
                new String(request.body(FORM_BYTES_MAX), StandardCharsets.UTF_8));
    }

    private static String field(Map<String, List<String>> form, String name) {
        String value = form.getOrDefault(name, List.of("")).getFirst().strip();
        if (value.length() > FIELD_CHARACTERS_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, name);
        }
        return value;
    }
}
