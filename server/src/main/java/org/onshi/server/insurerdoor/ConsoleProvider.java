package org.onshi.server.insurerdoor;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The OpenID provider as the console's client sees it. Its metadata are read at the first login and
 * kept, so that the server starts whether or not the provider is up; token times are judged by the
 * shared clock, by which the provider of a demo writes them.
 */
final class ConsoleProvider
        implements ClientRegistrationRepository, JwtDecoderFactory<ClientRegistration> {
    /** The one registration. */
    static final String ID = "onshi";

    /** Below it a login begins. */
    static final String START = "/console/login/start";

    /** Where the provider sends the browser back to. */
    static final String BACK = "/console/login/code";

    /** Where somebody ends who has logged out. */
    static final String LOGGED_OUT = "/console/login?ended=asked";

    /** Each question to a silent provider takes as long as its limits allow. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleProvider.class);
    private static final ParameterizedTypeReference<Map<String, Object>> METADATA =
            new ParameterizedTypeReference<>() {};

    private final ConsoleSettings settings;
    private final Clock clock;
    private final SimpleClientHttpRequestFactory http = new SimpleClientHttpRequestFactory();
    private final AtomicReference<Optional<Known>> known = new AtomicReference<>(Optional.empty());

    /** When a provider that was silent is asked again, as {@link System#nanoTime} counts. */
    private final AtomicLong notBefore = new AtomicLong(System.nanoTime());

    private final ReentrantLock asking = new ReentrantLock();

    private record Known(ClientRegistration client, JwtDecoder decoder) {}

    ConsoleProvider(ConsoleSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        http.setConnectTimeout(settings.connectTimeout());
        http.setReadTimeout(settings.answerTimeout());
    }

    /** Null, as Spring Security has it, for another id and while the provider is silent. */
    @Override
    public ClientRegistration findByRegistrationId(String registrationId) {
        return registrationId.equals(ID) ? known().map(Known::client).orElse(null) : null;
    }

    /** Whether a login can begin. */
    boolean answers() {
        return known().isPresent();
    }

    /**
     * Where a browser goes whose session has ended here: to the provider's own logout, where it has
     * one (OpenID Connect RP-Initiated Logout 1.0), which leads back. The ID token stays out of
     * that address, since it names the person; the client's id tells the provider whose logout it
     * is.
     */
    String afterLogout() {
        return known.get()
                .map(it ->
                        it.client()
                                .getProviderDetails()
                                .getConfigurationMetadata()
                                .get("end_session_endpoint"))
                .map(endpoint ->
                        UriComponentsBuilder.fromUriString(endpoint.toString())
                                .queryParam("client_id", "{client}")
                                .queryParam("post_logout_redirect_uri", "{back}")
                                .encode()
                                .buildAndExpand(settings.clientId(), settings.loggedOutUri())
                                .toUriString())
                .orElse(LOGGED_OUT);
    }

    @Override
    public JwtDecoder createDecoder(ClientRegistration registration) {
        return known().orElseThrow(
                        () -> new IllegalStateException("nobody logs in at a silent provider"))
                .decoder();
    }

    /** One asks at a time and the others wait for its answer; whoever comes soon after does not. */
    private Optional<Known> known() {
        if (isAnswered() || !isMyTurn()) {
            return known.get();
        }
        try {
            if (isAnswered()) {
                return known.get();
            }
            Optional<Known> read = read();
            known.set(read);
            notBefore.set(System.nanoTime() + ASK_AGAIN.toNanos());
            return read;
        } finally {
            asking.unlock();
        }
    }

    private boolean isAnswered() {
        return known.get().isPresent() || System.nanoTime() - notBefore.get() < 0;
    }

    private boolean isMyTurn() {
        try {
            return asking.tryLock(settings.answerTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Where logging out leads to, as a source of a Content-Security-Policy; "" for nowhere. */
    String logoutOrigin() {
        String to = afterLogout();
        return to.startsWith("/")
                ? ""
                : UriComponentsBuilder.fromUriString(to)
                        .replacePath("")
                        .replaceQuery(null)
                        .fragment(null)
                        .toUriString();
    }

    private Optional<Known> read() {
        Map<String, Object> metadata;
        try {
            metadata =
                    RestClient.builder()
                            .requestFactory(http)
                            .build()
                            .get()
                            .uri(settings.metadataUrl())
                            .retrieve()
                            .body(METADATA);
        } catch (RestClientException silent) {
            LOG.warn("the OpenID provider is silent: {}", silent.getClass().getSimpleName());
            return Optional.empty();
        }
        if (metadata == null || !settings.issuer().toString().equals(metadata.get("issuer"))) {
            LOG.error("the metadata of the OpenID provider name another issuer");
            return Optional.empty();
        }
        try {
            ClientRegistration client = client(metadata);
            return Optional.of(new Known(client, decoder(client)));
        } catch (IllegalArgumentException incomplete) {
            LOG.error("the metadata of the OpenID provider lack something", incomplete);
            return Optional.empty();
        }
    }

    private ClientRegistration client(Map<String, Object> metadata) {
        return ClientRegistrations.fromOidcConfiguration(metadata)
                .registrationId(ID)
                .clientId(settings.clientId())
                .clientSecret(settings.clientSecret())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(settings.redirectUri())
                .scope("openid", "profile")
                .build();
    }

    private JwtDecoder decoder(ClientRegistration client) {
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withJwkSetUri(client.getProviderDetails().getJwkSetUri())
                        .jwsAlgorithm(SignatureAlgorithm.ES256)
                        .jwsAlgorithm(SignatureAlgorithm.RS256)
                        .restOperations(new RestTemplate(http))
                        .build();
        JwtTimestampValidator times = new JwtTimestampValidator();
        times.setClock(clock);
        OidcIdTokenValidator claims = new OidcIdTokenValidator(client);
        claims.setClock(clock);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, claims));
        decoder.setClaimSetConverter(
                new ClaimTypeConverter(
                        OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
        return decoder;
    }

    /** Redeems codes, within the same limits of time. */
    OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens() {
        RestClientAuthorizationCodeTokenResponseClient client =
                new RestClientAuthorizationCodeTokenResponseClient();
        client.setRestClient(
                RestClient.builder()
                        .requestFactory(http)
                        .configureMessageConverters(converters ->
                                converters
                                        .addCustomConverter(new FormHttpMessageConverter())
                                        .addCustomConverter(
                                                new OAuth2AccessTokenResponseHttpMessageConverter()))
                        .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                        .build());
        return client;
    }
}
