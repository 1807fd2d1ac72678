package org.onshi.server.identity;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * What a terminal shows to prove that a card and its holder are present.
 *
 * @param mode how the holder was recognised
 * @param signed what the card signed
 * @param token what carries the certificate, as the terminal read it
 * @param clerk id of the clerk who looked; 1 to 20 of {@code [A-Za-z0-9._-]}; needed for VISUAL
 * @param companion who came with the patient
 * @param attempts what was tried before, at most {@value Attempt#ATTEMPTS_MAX}
 */
public record CardEvidence(
        PresenceMode mode,
        SignedChallenge signed,
        TokenKind token,
        Optional<String> clerk,
        Optional<Companion> companion,
        List<Attempt> attempts) {
    private static final Pattern CLERK = Pattern.compile("[A-Za-z0-9._-]{1,20}");

    /**
     * @throws Fault {@link FaultCode#CLERK_MISSING} for a clerk's id that is none, {@link
     *     FaultCode#FIELD_TOO_LONG} for too many attempts
     */
    public CardEvidence {
        attempts = List.copyOf(attempts);
        if (clerk.filter(id -> !CLERK.matcher(id).matches()).isPresent()) {
            throw new Fault(FaultCode.CLERK_MISSING, "clerk");
        }
        if (attempts.size() > Attempt.ATTEMPTS_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, "attempts");
        }
    }

    @Override
    public String toString() {
        return "CardEvidence[" + mode + "]";
    }
}
