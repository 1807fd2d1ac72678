package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.SharedClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenID provider as a client and a person meet it, over real sockets. */
class OpenIdTest {
    private static final String BACK = "http://127.0.0.1:9/console/login/code";
    private static final String LOGGED_OUT = "http://127.0.0.1:9/console/login?ended=asked";
    private static final Instant START = Instant.parse("2025-01-06T00:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final CodeVerifier verifier = new CodeVerifier();
    private SharedClock clock;
    private OpenIdAccounts accounts;
    private Sandbox sandbox;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        clock = SharedClock.startingAt(folder.resolve("clock"), START);
        Path file = folder.resolve("accounts.csv");
        accounts = OpenIdAccounts.makeIn(file, List.of(TownInsurer.SOCIETIES.getFirst().number()));
        Path secret = Files.writeString(folder.resolve("secret.txt"), "the-client-secret\n");
        sandbox =
                Sandbox.start(
                        new Sandbox.Settings(
                                0, folder.resolve("sandbox"), Optional.empty(), 1, clock),
                        Optional.of(
                                new OpenIdSettings(
                                        file,
                                        secret,
                                        List.of(URI.create(BACK)),
                                        List.of(URI.create(LOGGED_OUT)))));
    }

    @AfterEach
    void stop() {
        sandbox.close();
        http.close();
    }

    @Test
    void aClerkLogsInAndTheClientGetsAnIdTokenOfTheSharedClock() throws Exception {
        URI back = logIn(clerk(), passcode());

        assertThat(back.toString()).startsWith(BACK).contains("state=the-state");
        HttpResponse<String> answer = redeem(code(back), Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        SignedJWT token =
                SignedJWT.parse(JSON.readTree(answer.body()).path("id_token").stringValue());
        JWKSet keys = JWKSet.parse(get("/openid/jwks").body());
        assertThat(
                        token.verify(
                                new ECDSAVerifier(
                                        keys.getKeyByKeyId(token.getHeader().getKeyID())
                                                .toECKey())))
                .isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(sandbox.url() + "/openid");
        assertThat(claims.getAudience()).containsExactly(OpenIdSettings.CLIENT_ID);
        assertThat(claims.getStringClaim("nonce")).isEqualTo("the-nonce");
        assertThat(claims.getIssueTime().toInstant())
                .isBetween(START.minusSeconds(1), START.plus(Duration.ofMinutes(5)));
        assertThat(claims.getSubject()).doesNotContain(insurer().digits());
    }

    @Test
    void itsMetadataNameWhatItServes() throws Exception {
        OIDCProviderMetadata metadata =
                OIDCProviderMetadata.parse(get("/openid/.well-known/openid-configuration").body());
        assertThat(metadata.getIssuer().getValue()).isEqualTo(sandbox.url() + "/openid");
        assertThat(metadata.getCodeChallengeMethods()).containsExactly(CodeChallengeMethod.S256);
    }

    @Test
    void aCodeIsGoodOnceAndForAMinute() throws Exception {
        String code = code(logIn(clerk(), passcode()));
        assertThat(redeem(code, Map.of()).statusCode()).isEqualTo(200);
        refused(redeem(code, Map.of()), "invalid_grant");

        String late = code(logIn(clerk(), passcode()));
        clock.moveTo(clock.instant().plus(OpenIdProvider.CODE_LIFE).plusSeconds(1));
        refused(redeem(late, Map.of()), "invalid_grant");
    }

    @Test
    void aCodeIsOfNoUseWithoutTheSecretTheVerifierAndTheAddressItWasAskedWith() throws Exception {
        String code = code(logIn(clerk(), passcode()));
        refused(redeem(code, Map.of("client_secret", "guessed")), "invalid_client");
        assertThat(redeem(code, Map.of()).statusCode()).isEqualTo(200);

        refused(
                redeem(
                        code(logIn(clerk(), passcode())),
                        Map.of("code_verifier", new CodeVerifier().getValue())),
                "invalid_grant");
        refused(
                redeem(code(logIn(clerk(), passcode())), Map.of("redirect_uri", BACK + "/x")),
                "invalid_grant");
    }

    @Test
    void onlyARegisteredAddressIsEverSentTo() throws Exception {
        for (String other :
                List.of(BACK + "/", BACK + "?x=1", "http://127.0.0.1:8/console/login/code")) {
            HttpResponse<String> answer = authorize(Map.of("redirect_uri", other));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Location")).isEmpty();
        }
        assertThat(authorize(Map.of("client_id", "another")).statusCode()).isEqualTo(400);
        for (Map<String, String> lacking :
                List.of(
                        Map.of("code_challenge", ""),
                        Map.of("code_challenge_method", "plain"),
                        Map.of("nonce", ""),
                        Map.of("response_type", "token"))) {
            HttpResponse<String> answer = authorize(lacking);
            assertThat(answer.body()).as(lacking.toString()).doesNotContain("name=\"login\"");
            assertThat(answer.statusCode()).as(lacking.toString()).isIn(303, 400);
        }
    }

    @Test
    void fiveWrongPasscodesLockAnAccountForAMinuteAndNoOther() throws Exception {
        String page = login(authorize(Map.of()).body());
        for (int time = 1; time <= LoginAttempts.WRONG_MAX; time++) {
            HttpResponse<String> answer = type(page, clerk(), "wrong");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body())
                    .contains(time < LoginAttempts.WRONG_MAX ? "違います" : "1分間ログインできません");
        }
        assertThat(type(page, clerk(), passcode()).statusCode()).isEqualTo(403);
        String other = insurer().digits() + "-auditor";
        assertThat(logIn(other, accounts.passcode(other).orElseThrow())).isNotNull();
        clock.moveTo(clock.instant().plus(LoginAttempts.LOCK).plusSeconds(1));
        assertThat(type(page, clerk(), passcode()).statusCode()).isEqualTo(303);
        assertThat(type(page, clerk(), passcode()).body()).contains("このログイン画面は使えません");
    }

    @Test
    void accountsAreKeptAndEveryInsurerHasItsDesks(@TempDir Path folder) {
        Path file = folder.resolve("accounts.csv");
        OpenIdAccounts made = OpenIdAccounts.makeIn(file, Town.insurerNumbers());
        assertThat(OpenIdAccounts.makeIn(file, Town.insurerNumbers()).masterData())
                .isEqualTo(made.masterData());
        assertThat(made.masterData().lines())
                .hasSize(1 + 4 * Town.insurerNumbers().size())
                .filteredOn(line -> line.endsWith(",SUPERVISOR"))
                .hasSize(2 * Town.insurerNumbers().size());
        assertThat(made.masterData()).doesNotContain(made.passcode(clerk()).orElseThrow());
    }

    private static InsurerNumber insurer() {
        return TownInsurer.SOCIETIES.getFirst().number();
    }

    private static String clerk() {
        return insurer().digits() + "-clerk";
    }

    private String passcode() {
        return accounts.passcode(clerk()).orElseThrow();
    }

    private URI logIn(String account, String passcode) throws Exception {
        HttpResponse<String> answer = type(login(authorize(Map.of()).body()), account, passcode);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private HttpResponse<String> authorize(Map<String, String> otherwise) throws Exception {
        Map<String, String> query = new TreeMap<>();
        query.put("response_type", "code");
        query.put("client_id", OpenIdSettings.CLIENT_ID);
        query.put("redirect_uri", BACK);
        query.put("scope", "openid profile");
        query.put("state", "the-state");
        query.put("nonce", "the-nonce");
        query.put(
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());
        query.put("code_challenge_method", "S256");
        query.putAll(otherwise);
        query.values().removeIf(String::isEmpty);
        return get("/openid/authorize?" + encoded(query));
    }

    private static String login(String page) {
        Matcher field = Pattern.compile("name=\"login\" value=\"([^\"]+)\"").matcher(page);
        assertThat(field.find()).as(page).isTrue();
        return field.group(1);
    }

    private HttpResponse<String> type(String page, String account, String passcode)
            throws Exception {
        return post(
                "/openid/login", Map.of("login", page, "account", account, "passcode", passcode));
    }

    private static String code(URI back) {
        Matcher code = Pattern.compile("code=([^&]+)").matcher(back.getRawQuery());
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private HttpResponse<String> redeem(String code, Map<String, String> otherwise)
            throws Exception {
        Map<String, String> form = new TreeMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", BACK);
        form.put("code_verifier", verifier.getValue());
        form.put("client_id", OpenIdSettings.CLIENT_ID);
        form.put("client_secret", "the-client-secret");
        form.putAll(otherwise);
        return post("/openid/token", form);
    }

    private static void refused(HttpResponse<String> answer, String error) {
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.path("error").stringValue("")).isEqualTo(error);
        assertThat(answer.statusCode()).isIn(400, 401);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(sandbox.url() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    @Test
    void aLogoutLeadsBackToTheClientsOwnAddressAndToNoOther() throws Exception {
        JsonNode metadata = JSON.readTree(get("/openid/.well-known/openid-configuration").body());
        String endpoint = URI.create(metadata.get("end_session_endpoint").asString()).getPath();
        assertThat(
                        get(endpoint + logout(OpenIdSettings.CLIENT_ID, LOGGED_OUT))
                                .headers()
                                .firstValue("Location"))
                .contains(LOGGED_OUT);
        for (String asked :
                List.of(
                        logout(OpenIdSettings.CLIENT_ID, "http://127.0.0.1:9/elsewhere"),
                        logout("somebody", LOGGED_OUT),
                        "")) {
            HttpResponse<String> answer = get(endpoint + asked);
            assertThat(answer.statusCode()).as(asked).isEqualTo(200);
            assertThat(answer.body()).contains("ログアウトしました");
        }
    }

    private static String logout(String client, String back) {
        return "?client_id="
                + client
                + "&post_logout_redirect_uri="
                + URLEncoder.encode(back, StandardCharsets.UTF_8);
    }
}
