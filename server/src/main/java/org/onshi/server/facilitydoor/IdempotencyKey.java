package org.onshi.server.facilitydoor;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/** The header that makes a repeated request the same request. */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";

    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private IdempotencyKey() {}

    /**
     * @throws Fault {@link FaultCode#IDEMPOTENCY_KEY_MALFORMED}
     */
    static Optional<UUID> of(Optional<String> header) {
        return header.map(text ->
                uuid(text.strip())
                        .orElseThrow(() -> new Fault(FaultCode.IDEMPOTENCY_KEY_MALFORMED, HEADER)));
    }

    /** A UUID in its canonical form; the JDK alone also takes shorter ones. */
    static Optional<UUID> uuid(String text) {
        return CANONICAL.matcher(text).matches()
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}
