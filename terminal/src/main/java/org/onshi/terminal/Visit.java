package org.onshi.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * One card on the reader, from placing to taking away. Used by one action at a time, under the
 * engine's lock.
 */
final class Visit {
    /** How far the central system has been told. */
    enum Stage {
        /** No presence yet. */
        UNPROVEN,
        /** Present; registration, consent and check follow. */
        PROVEN,
        /** Consent is settled; the check follows. */
        CONSENTED,
        /** The answer is there. */
        CHECKED
    }

    /** Names this stay in all that the screens send: none of it may meet another card. */
    final String visitToken = UUID.randomUUID().toString();

    final List<Attempt> attempts = new ArrayList<>();
    Optional<CardDialogue> dialogue = Optional.empty();
    CardDialogue.Token token = CardDialogue.Token.CARD;
    byte[] certificate = {};
    OptionalInt pinTriesLeft = OptionalInt.empty();
    boolean noPhoto;
    Optional<String> id = Optional.empty();
    byte[] challenge = {};
    long challengeNanos;
    Stage stage = Stage.UNPROVEN;

    void add(IdentificationMode mode, Attempt.Outcome outcome) {
        if (attempts.size() < VisitSettings.ATTEMPTS_MAX) {
            attempts.add(new Attempt(mode, outcome));
        }
    }

    /** What this card and this reader allow; a way that cannot work is not offered. */
    List<IdentificationMode> modes(boolean eye) {
        List<IdentificationMode> modes = new ArrayList<>();
        boolean withoutPin = eye && !token.phone();
        if (withoutPin && !noPhoto) {
            modes.add(IdentificationMode.FACE);
        }
        if (pinTriesLeft.orElse(0) > 0) {
            modes.add(IdentificationMode.PIN);
        }
        if (withoutPin) {
            modes.add(IdentificationMode.VISUAL);
        }
        return modes;
    }

    /** Resets the card. */
    void closeDialogue() {
        dialogue.ifPresent(CardDialogue::close);
        dialogue = Optional.empty();
    }

    @Override
    public String toString() {
        return "Visit[" + stage + "]";
    }
}
