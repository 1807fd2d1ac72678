package org.onshi.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of card somebody holds. */
enum CardKind {
    ADULT,
    MINOR,
    INFANT,
    PIN_LESS,
    PHONE_ANDROID,
    PHONE_IOS;

    /** As written outside. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this word. */
    static Optional<CardKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
