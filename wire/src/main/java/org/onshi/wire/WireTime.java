package org.onshi.wire;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/** Times of the interface: fourteen digits, Japanese time, no zone. */
final class WireTime {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

    private WireTime() {}

    static Optional<LocalDateTime> of(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text.strip(), SECONDS));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    static String text(LocalDateTime at) {
        return SECONDS.format(at);
    }
}
