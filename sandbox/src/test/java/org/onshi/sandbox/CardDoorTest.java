package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CardDoorTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] NONCE = new byte[32];

    @TempDir private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private CardWorld world;
    private SandboxServer server;

    @BeforeEach
    void serve() throws IOException {
        world = new CardWorld(folder.resolve("sandbox"));
        server =
                SandboxServer.start(
                        0,
                        world.register,
                        world.clock,
                        folder.resolve("answers"),
                        Stream.of(
                                        new CardRoutes(world.office()).routes(),
                                        new JpkiRoutes(
                                                        CardWorld.jpki(),
                                                        world.office(),
                                                        world.clock)
                                                .routes(),
                                        new JlisRoutes(world.register, Optional.of(world.office()))
                                                .routes())
                                .flatMap(List::stream)
                                .toList());
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
        world.close();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> post(String path, String body)
            throws IOException, InterruptedException {
        return send(to(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private JsonNode issued(String body) throws IOException, InterruptedException {
        return json(post("/cards", body));
    }

    /** The one answer to the question about a card's certificate. */
    private BasicOCSPResp asked(JsonNode card)
            throws IOException,
                    InterruptedException,
                    OCSPException,
                    OperatorCreationException,
                    GeneralSecurityException {
        Extension nonce =
                new Extension(
                        OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                        false,
                        new DEROctetString(new DEROctetString(NONCE).getEncoded()));
        byte[] request =
                new OCSPReqBuilder()
                        .addRequest(id(card))
                        .setRequestExtensions(new Extensions(nonce))
                        .build()
                        .getEncoded();
        HttpResponse<byte[]> answer =
                send(
                        to("/jpki/ocsp")
                                .header("Content-Type", "application/ocsp-request")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(request)));
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/ocsp-response");
        OCSPResp response = new OCSPResp(answer.body());
        assertThat(response.getStatus()).isEqualTo(OCSPResp.SUCCESSFUL);
        BasicOCSPResp basic = (BasicOCSPResp) response.getResponseObject();
        assertThat(basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)).isEqualTo(nonce);
        return basic;
    }

    private static X509Certificate issuer(JsonNode card) {
        return CardWorld.jpki()
                .authority(card.path("issuer_key_id").stringValue())
                .orElseThrow()
                .certificate();
    }

    private static CertificateID id(JsonNode card)
            throws OCSPException, OperatorCreationException, GeneralSecurityException {
        return new CertificateID(
                new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(issuer(card)),
                new BigInteger(card.path("serial").stringValue(), 16));
    }

    /** Whether it is signed by a responder that the issuer certified for this. */
    private static boolean signed(BasicOCSPResp answer, JsonNode card)
            throws GeneralSecurityException, OperatorCreationException, OCSPException {
        X509CertificateHolder responder = answer.getCerts()[0];
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(responder);
        certificate.verify(issuer(card).getPublicKey());
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.9");
        assertThat(certificate.getExtensionValue("1.3.6.1.5.5.7.48.1.5")).isNotNull();
        return answer.isSignatureValid(new JcaContentVerifierProviderBuilder().build(responder));
    }

    @Test
    void aCardIsIssuedAndShownWithItsPinAndWithoutKeys() throws IOException, InterruptedException {
        JsonNode card =
                issued("{\"person\":\"HANAKO\",\"expires\":\"2028-01-31\",\"pin\":\"9876\"}");
        assertThat(card.propertyNames())
                .containsExactlyInAnyOrder(
                        "card_id",
                        "person",
                        "kind",
                        "pin",
                        "certificate_expires_on",
                        "card_expires_on",
                        "state",
                        "issuer_key_id",
                        "serial");
        assertThat(card.path("kind").stringValue()).isEqualTo("adult");
        assertThat(card.path("pin").stringValue()).isEqualTo("9876");
        assertThat(card.path("state").stringValue()).isEqualTo("VALID");
        assertThat(card.path("certificate_expires_on").stringValue()).isEqualTo("2028-01-31");
        assertThat(json(send(to("/cards/C-HANAKO")))).isEqualTo(card);
        assertThat(json(send(to("/cards?person=HANAKO"))).path("cards").path(0)).isEqualTo(card);
        assertThat(json(send(to("/cards?limit=1&after=C-A"))).path("cards").path(0))
                .isEqualTo(card);
        assertThat(json(send(to("/cards?after=C-HANAKO"))).path("cards")).isEmpty();
        assertThat(json(post("/cards/C-HANAKO/hold", "")).path("state").stringValue())
                .isEqualTo("HELD");
        assertThat(json(post("/cards/C-HANAKO/release", "")).path("state").stringValue())
                .isEqualTo("VALID");
        JsonNode renewed = json(post("/cards/C-HANAKO/renew", ""));
        assertThat(renewed.path("serial")).isNotEqualTo(card.path("serial"));
        assertThat(json(post("/cards/C-HANAKO/revoke", "")).path("state").stringValue())
                .isEqualTo("REVOKED");
        assertThat(post("/cards/C-HANAKO/renew", "").statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    not json|400
                    []|400
                    {}|400
                    {"person":7}|400
                    {"person":"NOBODY"}|404
                    {"person":"HANAKO","kind":"gold"}|400
                    {"person":"HANAKO","expires":"31.1.2028"}|400
                    {"person":"HANAKO","expires":"2100-01-01"}|400
                    {"person":"HANAKO","pin":"123"}|400
                    {"person":"HANAKO","pin":"１２３４"}|400
                    {"person":"HANAKO","kind":"pin_less","pin":"1234"}|400
                    {"person":"HANAKO","test":"yes"}|400
                    """)
    void aWishThatIsNoneIsRefusedAndNothingIsIssued(String body, int status)
            throws IOException, InterruptedException {
        assertThat(post("/cards", body).statusCode()).isEqualTo(status);
        assertThat(json(send(to("/cards"))).path("cards")).isEmpty();
    }

    @Test
    void pathsMethodsAndSizesAreRefusedWithAMend() throws IOException, InterruptedException {
        assertThat(post("/cards", "x".repeat(5_000)).statusCode()).isEqualTo(413);
        assertThat(send(to("/cards/C-NOBODY")).statusCode()).isEqualTo(404);
        assertThat(post("/cards/C-NOBODY/hold", "").statusCode()).isEqualTo(404);
        assertThat(post("/cards/C-NOBODY/burn", "").statusCode()).isEqualTo(404);
        assertThat(send(to("/cards/C-NOBODY/hold")).statusCode()).isEqualTo(405);
        assertThat(send(to("/cards?limit=0")).statusCode()).isEqualTo(400);
        assertThat(send(to("/cards?limit=1001")).statusCode()).isEqualTo(400);
        assertThat(post("/jpki/ocsp", "x").statusCode()).isEqualTo(415);
        assertThat(send(to("/jpki/crl/00")).statusCode()).isEqualTo(404);
        assertThat(post("/jlis/holders", "{}").statusCode()).isEqualTo(400);
        assertThat(post("/jlis/predecessors", "{}").statusCode()).isEqualTo(400);
        assertThat(
                        send(to("/jpki/behaviour")
                                        .PUT(
                                                HttpRequest.BodyPublishers.ofString(
                                                        "{\"ocsp\":\"DRUNK\"}")))
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theResponderKnowsEveryState() throws Exception {
        JsonNode card = issued("{\"person\":\"HANAKO\"}");
        BasicOCSPResp good = asked(card);
        assertThat(signed(good, card)).isTrue();
        SingleResp single = good.getResponses()[0];
        assertThat(single.getCertID()).isEqualTo(id(card));
        assertThat(single.getCertStatus()).isNull();
        assertThat(single.getNextUpdate().toInstant())
                .isBetween(world.clock.instant(), Instant.MAX);
        post("/cards/C-HANAKO/hold", "");
        assertThat(
                        ((RevokedStatus) asked(card).getResponses()[0].getCertStatus())
                                .getRevocationReason())
                .isEqualTo(6);
        post("/cards/C-HANAKO/release", "");
        assertThat(asked(card).getResponses()[0].getCertStatus()).isNull();
        post("/cards/C-HANAKO/renew", "");
        assertThat(
                        ((RevokedStatus) asked(card).getResponses()[0].getCertStatus())
                                .getRevocationReason())
                .isEqualTo(4);
        JsonNode stranger =
                JSON.createObjectNode()
                        .put("issuer_key_id", card.path("issuer_key_id").stringValue())
                        .put("serial", "abcdef");
        assertThat(asked(stranger).getResponses()[0].getCertStatus())
                .isInstanceOf(UnknownStatus.class);
    }

    @Test
    void theResponderMisbehavesAsToldTo() throws Exception {
        JsonNode card = issued("{\"person\":\"HANAKO\"}");
        behave("STALE");
        assertThat(asked(card).getResponses()[0].getNextUpdate().toInstant())
                .isBefore(world.clock.instant().minusSeconds(3_600));
        behave("UNSIGNED");
        assertThat(signed(asked(card), card)).isFalse();
        behave("OTHER_SERIAL");
        BasicOCSPResp other = asked(card);
        assertThat(signed(other, card)).isTrue();
        assertThat(other.getResponses()[0].getCertID()).isNotEqualTo(id(card));
        behave("SILENT");
        assertThatThrownBy(() -> asked(card)).isInstanceOf(IOException.class);
        behave("NORMAL");
        assertThat(signed(asked(card), card)).isTrue();
    }

    private void behave(String how) throws IOException, InterruptedException {
        assertThat(
                        json(send(
                                        to("/jpki/behaviour")
                                                .PUT(
                                                        HttpRequest.BodyPublishers.ofString(
                                                                "{\"ocsp\":\"" + how + "\"}"))))
                                .path("ocsp")
                                .stringValue())
                .isEqualTo(how);
    }

    @Test
    void garbageToTheResponderIsAMalformedRequest() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                send(
                        to("/jpki/ocsp")
                                .header("Content-Type", "application/ocsp-request")
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                new byte[] {0x30, 1, 2})));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new OCSPResp(answer.body()).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
    }

    @Test
    void theListOfAGenerationNamesWhatIsRevoked()
            throws IOException, InterruptedException, GeneralSecurityException {
        JsonNode card = issued("{\"person\":\"HANAKO\"}");
        post("/cards/C-HANAKO/revoke", "");
        X509CRL list =
                (X509CRL)
                        CertificateFactory.getInstance("X.509")
                                .generateCRL(
                                        new ByteArrayInputStream(
                                                send(to(
                                                                "/jpki/crl/"
                                                                        + card.path("issuer_key_id")
                                                                                .stringValue()))
                                                        .body()));
        list.verify(issuer(card).getPublicKey());
        assertThat(
                        list.getRevokedCertificate(
                                new BigInteger(card.path("serial").stringValue(), 16)))
                .isNotNull();
        assertThat(list.getNextUpdate()).isAfter(Date.from(world.clock.instant()));
    }

    @Test
    void theRegisterTellsHoldersOfCertificatesItKnows() throws IOException, InterruptedException {
        JsonNode card = issued("{\"person\":\"HANAKO\"}");
        String known =
                """
                {"issuer_key_id":"%s","serial":"%s"}\
                """
                        .formatted(
                                card.path("issuer_key_id").stringValue(),
                                card.path("serial").stringValue());
        String unknown = "{\"issuer_key_id\":\"00\",\"serial\":\"1\"}";
        JsonNode holders =
                json(post("/jlis/holders", "{\"certificates\":[" + known + "," + unknown + "]}"))
                        .path("holders");
        assertThat(holders).hasSize(1);
        assertThat(holders.path(0).path("individual_number").stringValue())
                .isEqualTo(CardWorld.HANAKO_NUMBER);
        assertThat(post("/jlis/predecessors", known).statusCode()).isEqualTo(404);
        JsonNode renewed = json(post("/cards/C-HANAKO/renew", ""));
        JsonNode before =
                json(
                        post(
                                "/jlis/predecessors",
                                """
                                {"issuer_key_id":"%s","serial":"%s"}\
                                """
                                        .formatted(
                                                renewed.path("issuer_key_id").stringValue(),
                                                renewed.path("serial").stringValue())));
        assertThat(before.path("serial")).isEqualTo(card.path("serial"));
        String tooMany =
                IntStream.range(0, 1_001)
                        .mapToObj(one -> unknown)
                        .collect(Collectors.joining(",", "{\"certificates\":[", "]}"));
        assertThat(post("/jlis/holders", tooMany).statusCode()).isEqualTo(413);
        assertThat(post("/jlis/holders", "{\"certificates\":[{\"serial\":\"zz\"}]}").statusCode())
                .isEqualTo(400);
    }

    /** requirements G-14: expiry 2027-06-30 is told of on 2027-03-30, once. */
    @ParameterizedTest
    @CsvSource({"2027-03-29, 0", "2027-03-30, 1", "2027-06-30, 1"})
    @Tag("G-14")
    void aLetterTellsOfTheEndThreeMonthsBeforeAndOnce(String day, int letters) throws Exception {
        String card =
                issued("{\"person\":\"HANAKO\",\"expires\":\"2027-06-30\"}")
                        .path("card_id")
                        .stringValue();
        world.clock.moveTo(Instant.parse(day + "T00:00:00Z"));
        assertThat(
                        json(send(to("/letters")))
                                .path("letters")
                                .valueStream()
                                .filter(letter ->
                                        letter.path("card_id").stringValue().equals(card)))
                .hasSize(letters);
    }

    @Test
    void noLetterGoesOutForAStoppedCard() throws Exception {
        String card =
                issued("{\"person\":\"HANAKO\",\"expires\":\"2027-01-31\"}")
                        .path("card_id")
                        .stringValue();
        assertThat(json(send(to("/letters"))).path("letters")).isNotEmpty();
        json(post("/cards/" + card + "/revoke", "{}"));
        assertThat(json(send(to("/letters"))).path("letters")).isEmpty();
    }
}
