package org.onshi.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.onshi.sandbox.SigningCard;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A terminal at which one returning patient after the other is received (docs/card.md §3): a
 * challenge, the card's signature over it, blanket consent, the check, the end. Cards sign in this
 * process, so that neither readers nor simulated outside are measured.
 */
final class VisitCaller implements LoadRun.Caller {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] NOTHING = bytes("{}");
    private static final byte[] BLANKET = bytes("{\"blanket\":true}");
    private static final String VISITS = "/facility/visits";

    private final DoorConnection door;
    private final List<SigningCard> cards;
    private final Consumer<Latencies> told;
    private final Latencies checks = new Latencies();

    /**
     * @param told gets the times of the checks alone when this is closed, from whatever thread
     */
    VisitCaller(SSLContext keys, URI facility, List<SigningCard> cards, Consumer<Latencies> told)
            throws IOException {
        this.door = DoorConnection.open(keys, facility.getHost(), facility.getPort());
        this.cards = cards;
        this.told = told;
    }

    @Override
    public void call() throws IOException {
        SigningCard card = cards.get(ThreadLocalRandom.current().nextInt(cards.size()));
        JsonNode opened = post(VISITS, NOTHING);
        String visit = VISITS + "/" + opened.path("visit_id").asString("");
        JsonNode present =
                post(visit + "/presence", presence(card, opened.path("challenge").asString("")));
        if (!present.path("card_registered").asBoolean(true)) {
            post(visit + "/registration", NOTHING); // once a card, while warming up
        }
        post(visit + "/consents", BLANKET);
        long begin = System.nanoTime();
        JsonNode answer = post(visit + "/check", NOTHING);
        checks.add(System.nanoTime() - begin);
        if (answer.path("verdict").asString("").isEmpty()) {
            throw new IOException("a visit ended without a verdict");
        }
        post(visit + "/end", NOTHING);
    }

    private static byte[] presence(SigningCard card, String challenge) throws IOException {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(card.key());
            signature.update(Base64.getDecoder().decode(challenge));
            return bytes(
                    "{\"mode\":\"FACE\",\"token\":\"CARD\",\"attempts\":[],\"challenge\":\""
                            + challenge
                            + "\",\"certificate\":\""
                            + card.certificate()
                            + "\",\"signature\":\""
                            + Base64.getEncoder().encodeToString(signature.sign())
                            + "\"}");
        } catch (GeneralSecurityException e) {
            throw new IOException("a card cannot sign", e);
        }
    }

    private JsonNode post(String path, byte[] body) throws IOException {
        DoorConnection.Answer answer = door.post(path, "", body);
        if (answer.status() / 100 != 2) {
            throw new IOException(
                    "a step of a visit was answered with status "
                            + answer.status()
                            + " "
                            + JSON.readTree(answer.text()).path("code").asString(""));
        }
        return answer.text().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.text());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        told.accept(checks);
        door.close();
    }
}
