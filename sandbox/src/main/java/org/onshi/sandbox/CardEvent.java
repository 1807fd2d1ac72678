package org.onshi.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Something that happened to a card: a record of the journal. */
sealed interface CardEvent {
    JsonMapper JSON = JsonMapper.builder().build();

    /** The card it happened to. */
    String cardId();

    /** A card was issued, in the place of another where that one is named. */
    record Issued(CardEntry card, Instant at) implements CardEvent {
        @Override
        public String cardId() {
            return card.cardId();
        }
    }

    /** Its certificates stand otherwise now. */
    record Became(String cardId, CardCondition condition, Instant at) implements CardEvent {}

    /** It was given new certificates. */
    record Renewed(CardRound round, Instant at) implements CardEvent {
        @Override
        public String cardId() {
            return round.cardId();
        }
    }

    /** Its counter of wrong PINs stands there now. */
    record PinCounted(String cardId, int left) implements CardEvent {}

    /** As the journal keeps it: JSON. */
    default byte[] encode() {
        ObjectNode node = JSON.createObjectNode().put("card_id", cardId());
        switch (this) {
            case Issued issued -> {
                CardEntry card = issued.card();
                node.put("event", "ISSUED")
                        .put("at", issued.at().toString())
                        .put("person", card.person())
                        .put("kind", card.kind().word())
                        .put("pin", card.pin())
                        .put("card_expires_on", card.cardExpiresOn().toString())
                        .put("of_test", card.ofTest())
                        .put("replaces", card.replaces().orElse(""));
                put(node, card.present());
            }
            case Became became ->
                    node.put("event", "BECAME")
                            .put("at", became.at().toString())
                            .put("condition", became.condition().name());
            case Renewed renewed -> {
                node.put("event", "RENEWED").put("at", renewed.at().toString());
                put(node, renewed.round());
            }
            case PinCounted counted -> node.put("event", "PIN_COUNTED").put("left", counted.left());
        }
        return JSON.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads it back.
     *
     * @throws IllegalStateException when another version of Onshi wrote it
     */
    static CardEvent decode(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            String cardId = node.path("card_id").asString();
            return switch (node.path("event").asString()) {
                case "ISSUED" -> issued(node, cardId);
                case "BECAME" ->
                        new Became(
                                cardId,
                                CardCondition.valueOf(node.path("condition").asString()),
                                at(node));
                case "RENEWED" -> new Renewed(round(node, cardId), at(node));
                case "PIN_COUNTED" -> new PinCounted(cardId, node.path("left").asInt());
                default -> throw new IllegalArgumentException("no such event");
            };
        } catch (JacksonException | IllegalArgumentException | DateTimeException strange) {
            // without its cause, whose message may hold parts of the record
            throw new IllegalStateException("a record of cards.log is of another version of Onshi");
        }
    }

    private static Issued issued(JsonNode node, String cardId) {
        CardKind kind =
                CardKind.of(node.path("kind").asString())
                        .orElseThrow(() -> new IllegalArgumentException("no such kind"));
        Instant at = at(node);
        return new Issued(
                new CardEntry(
                        cardId,
                        node.path("person").asString(),
                        kind,
                        node.path("pin").asString(),
                        LocalDate.parse(node.path("card_expires_on").asString()),
                        node.path("of_test").asBoolean(),
                        List.of(round(node, cardId)),
                        CardCondition.VALID,
                        at,
                        kind == CardKind.PIN_LESS ? 0 : CardEntry.PIN_TRIES,
                        Optional.of(node.path("replaces").asString())
                                .filter(other -> !other.isEmpty())),
                at);
    }

    private static void put(ObjectNode node, CardRound round) {
        node.put("round", round.number())
                .put("issued_on", round.issuedOn().toString())
                .put("expires_on", round.expiresOn().toString())
                .put("key", round.key());
    }

    private static CardRound round(JsonNode node, String cardId) {
        return new CardRound(
                cardId,
                node.path("round").asInt(),
                LocalDate.parse(node.path("issued_on").asString()),
                LocalDate.parse(node.path("expires_on").asString()),
                node.path("key").asString(),
                Instant.MAX);
    }

    private static Instant at(JsonNode node) {
        return Instant.parse(node.path("at").asString());
    }
}
