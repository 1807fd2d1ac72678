package org.onshi.acceptance;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.onshi.sandbox.Keys;
import org.onshi.sandbox.SigningCard;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A card of the town that goes straight to the facility door (docs/card.md §3), past reader and
 * screens: for visits by the hundred.
 */
record CardAtDoor(TownCsv holder, SigningCard card) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The card that the town gave somebody; empty where there is none registered and valid. */
    static Optional<CardAtDoor> of(RunningDemo demo, TownCsv holder, LocalDate today) {
        return SigningCard.ofTown(
                        demo.file("sandbox"),
                        new Keys(demo.file("keys")),
                        today,
                        Set.of(holder.person()))
                .stream()
                .findFirst()
                .map(card -> new CardAtDoor(holder, card));
    }

    /** A whole visit without consent; the answer of its check. */
    JsonNode visit(FacilitySystem at) {
        JsonNode opened = at.good("/facility/visits", JSON.objectNode());
        String visit = "/facility/visits/" + opened.path("visit_id").asString();
        at.good(visit + "/presence", presence(opened.path("challenge").asString()));
        JsonNode answer = at.good(visit + "/check", JSON.objectNode());
        at.good(visit + "/end", JSON.objectNode());
        return answer;
    }

    private ObjectNode presence(String challenge) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(card.key());
            signature.update(Base64.getDecoder().decode(challenge));
            ObjectNode body =
                    JSON.objectNode()
                            .put("mode", "FACE")
                            .put("token", "CARD")
                            .put("challenge", challenge)
                            .put("certificate", card.certificate())
                            .put("signature", Base64.getEncoder().encodeToString(signature.sign()));
            body.putArray("attempts");
            return body;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a card cannot sign", e);
        }
    }
}
