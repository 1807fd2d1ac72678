package org.onshi.sandbox;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.onshi.kernel.CertificateId;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;

/** {@code /cards…}: cards issued, found and changed (docs/card.md §1). */
final class CardRoutes {
    /** Longest body of a request about a card. */
    static final int BODY_BYTES_MAX = 4 << 10;

    /** Cards of one answer, unless asked for fewer. */
    static final int CARDS_MAX = 1_000;

    private static final int CARDS_DEFAULT = 100;

    private final CardOffice office;

    CardRoutes(CardOffice office) {
        this.office = office;
    }

    List<SandboxRoute> routes() {
        return List.of(
                new SandboxRoute("POST", "/cards", this::issue),
                new SandboxRoute("GET", "/cards", this::list),
                new SandboxRoute("GET", "/letters", this::letters),
                new SandboxRoute(
                        "GET", "/cards/{card_id}", request -> show(request, office::entry)),
                new SandboxRoute(
                        "POST", "/cards/{card_id}/hold", request -> show(request, office::hold)),
                new SandboxRoute(
                        "POST",
                        "/cards/{card_id}/release",
                        request -> show(request, office::release)),
                new SandboxRoute(
                        "POST",
                        "/cards/{card_id}/revoke",
                        request -> show(request, office::revoke)),
                new SandboxRoute(
                        "POST", "/cards/{card_id}/renew", request -> show(request, office::renew)));
    }

    private SandboxAnswer issue(SandboxRequest request) throws IOException {
        JsonNode body = request.json(BODY_BYTES_MAX);
        CardOffice.Wish wish =
                new CardOffice.Wish(
                        text(body, "person")
                                .orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, "person")),
                        text(body, "kind").map(CardRoutes::kind),
                        text(body, "expires").map(CardRoutes::day),
                        text(body, "pin").map(CardRoutes::pin),
                        test(body));
        return SandboxAnswer.json(object(office.issue(wish)));
    }

    private SandboxAnswer list(SandboxRequest request) {
        Optional<String> person = request.query("person");
        List<CardEntry> cards =
                person.isPresent()
                        ? office.of(person.get())
                        : office.list(request.query("after").orElse(""), limit(request));
        return SandboxAnswer.json(Map.of("cards", cards.stream().map(this::object).toList()));
    }

    private SandboxAnswer letters(SandboxRequest request) {
        List<Map<String, Object>> letters =
                office.letters(request.query("after").orElse(""), limit(request)).stream()
                        .map(CardRoutes::letter)
                        .toList();
        return SandboxAnswer.json(Map.of("letters", letters));
    }

    private static Map<String, Object> letter(ExpiryLetter letter) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("card_id", letter.cardId());
        object.put("person", letter.person());
        object.put("sent_on", letter.sentOn().toString());
        object.put("certificate_expires_on", letter.certificateExpiresOn().toString());
        return object;
    }

    private SandboxAnswer show(SandboxRequest request, Function<String, CardEntry> step) {
        return SandboxAnswer.json(object(step.apply(request.place("card_id"))));
    }

    /** The card object of docs/card.md §1. */
    private Map<String, Object> object(CardEntry card) {
        CertificateId certificate = office.certificateId(card);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("card_id", card.cardId());
        object.put("person", card.person());
        object.put("kind", card.kind().word());
        object.put("pin", card.pin());
        object.put("certificate_expires_on", card.present().expiresOn().toString());
        object.put("card_expires_on", card.cardExpiresOn().toString());
        object.put("state", card.condition().word());
        object.put("issuer_key_id", certificate.issuerKeyId());
        object.put("serial", certificate.serial());
        return object;
    }

    private static int limit(SandboxRequest request) {
        String given = request.query("limit").orElse(Integer.toString(CARDS_DEFAULT));
        if (!given.matches("[1-9][0-9]{0,3}") || Integer.parseInt(given) > CARDS_MAX) {
            throw new Fault(FaultCode.IDENTIFIER_MALFORMED, "limit");
        }
        return Integer.parseInt(given);
    }

    private static Optional<String> text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw new Fault(FaultCode.JSON_VALUE_NOT_TEXT, field);
        }
        return Optional.of(value.stringValue());
    }

    private static boolean test(JsonNode body) {
        JsonNode value = body.path("test");
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new Fault(FaultCode.FLAG_MALFORMED, "test");
        }
        return value.asBoolean(false);
    }

    private static CardKind kind(String word) {
        return CardKind.of(word).orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "kind"));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException notADay) {
            throw new Fault(FaultCode.DATE_MALFORMED, "expires");
        }
    }

    private static String pin(String text) {
        if (!text.matches("[0-9]{4}")) {
            throw new Fault(FaultCode.IDENTIFIER_MALFORMED, "pin");
        }
        return text;
    }
}
