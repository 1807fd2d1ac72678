package org.onshi.server.facilitydoor;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.onshi.server.identity.Attempt;
import org.onshi.server.identity.CardEvidence;
import org.onshi.server.identity.Companion;
import org.onshi.server.identity.PresenceMode;
import org.onshi.server.identity.SignedChallenge;
import org.onshi.server.identity.TokenKind;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a terminal shows to prove a presence. Absent members are null here, as JSON has it, and
 * nowhere else.
 *
 * @param mode FACE, PIN or VISUAL
 * @param challenge as it was issued, base64
 * @param certificate authentication certificate, base64 of DER
 * @param signature over the challenge's bytes, base64
 * @param token CARD, PHONE_ANDROID or PHONE_IOS
 * @param clerk who looked; for VISUAL
 * @param companion FAMILY, HELPER or OTHER
 * @param attempts what was tried before
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record PresenceRequest(
        String mode,
        String challenge,
        String certificate,
        String signature,
        String token,
        String clerk,
        String companion,
        List<AttemptRequest> attempts) {
    /** 57 bytes. */
    private static final int CHALLENGE_CHARACTERS_MAX = 76;

    /** A certificate of 8 KiB. */
    private static final int CERTIFICATE_CHARACTERS_MAX = 12 << 10;

    /** Of an RSA key of 4,096 bits. */
    private static final int SIGNATURE_CHARACTERS_MAX = 700;

    /** One that did not succeed. */
    record AttemptRequest(String mode, String outcome) {
        Attempt attempt() {
            return new Attempt(
                    named("attempts", mode, PresenceMode::valueOf),
                    named("attempts", outcome, Attempt.Outcome::valueOf));
        }
    }

    /** The tokens as terminals tell them apart. */
    private enum Token {
        CARD(TokenKind.CARD),
        PHONE_ANDROID(TokenKind.PHONE),
        PHONE_IOS(TokenKind.PHONE);

        private final TokenKind kind;

        Token(TokenKind kind) {
            this.kind = kind;
        }
    }

    /** The mode, where it is one. */
    Optional<PresenceMode> knownMode() {
        for (PresenceMode known : PresenceMode.values()) {
            if (known.name().equals(mode)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /**
     * The evidence, whose truth is another question.
     *
     * @throws Fault for what is missing, too long, or not of its code table; a challenge,
     *     certificate or signature that is not base64 is none
     */
    CardEvidence evidence() {
        PresenceMode proven = named("mode", mode, PresenceMode::valueOf);
        Optional<String> looked = Optional.ofNullable(clerk);
        if (proven == PresenceMode.VISUAL && looked.isEmpty()) {
            throw new Fault(FaultCode.CLERK_MISSING, "clerk");
        }
        return new CardEvidence(
                proven,
                new SignedChallenge(
                        bytes(
                                "challenge",
                                challenge,
                                CHALLENGE_CHARACTERS_MAX,
                                FaultCode.CHALLENGE_REFUSED),
                        bytes(
                                "certificate",
                                certificate,
                                CERTIFICATE_CHARACTERS_MAX,
                                FaultCode.CARD_UNREADABLE),
                        bytes(
                                "signature",
                                signature,
                                SIGNATURE_CHARACTERS_MAX,
                                FaultCode.SIGNATURE_WRONG)),
                named("token", token, Token::valueOf).kind,
                looked,
                Optional.ofNullable(companion).map(PresenceRequest::companion),
                attempts(attempts));
    }

    /** Who came along, by name. */
    static Companion companion(String who) {
        return named("companion", who, Companion::valueOf);
    }

    /** What was tried. */
    static List<Attempt> attempts(List<AttemptRequest> sent) {
        List<AttemptRequest> tried = Optional.ofNullable(sent).orElse(List.of());
        if (tried.size() > Attempt.ATTEMPTS_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, "attempts");
        }
        return tried.stream()
                .map(one ->
                        Optional.ofNullable(one)
                                .orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, "attempts"))
                                .attempt())
                .toList();
    }

    private static byte[] bytes(String field, String text, int charactersMax, FaultCode otherwise) {
        String sent =
                Optional.ofNullable(text)
                        .orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, field));
        if (sent.length() > charactersMax) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, field);
        }
        try {
            return Base64.getDecoder().decode(sent);
        } catch (IllegalArgumentException malformed) {
            // without its cause, whose message repeats a character
            throw new Fault(otherwise, field);
        }
    }

    private static <T> T named(String field, String name, Function<String, T> reading) {
        String sent =
                Optional.ofNullable(name)
                        .orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, field));
        try {
            return reading.apply(sent);
        } catch (IllegalArgumentException unknown) {
            // without its cause, whose message repeats the name
            throw new Fault(FaultCode.CODE_UNKNOWN, field);
        }
    }

    @Override
    public String toString() {
        return "PresenceRequest[…]";
    }
}
