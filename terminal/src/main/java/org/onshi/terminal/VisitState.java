package org.onshi.terminal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.FaultCode;

/**
 * What both screens show, at one moment; never changed, only followed by the next.
 *
 * @param version grows with every change
 * @param visit token of the stay this state is about; absent while no card lies and no result is
 *     shown
 * @param language of the patient's screen
 * @param mode chosen or succeeded
 * @param modes open to this card now
 * @param pinTriesLeft absent when the card has no PIN or is not known yet
 * @param attempts that did not succeed, oldest first
 * @param alerts of the card
 * @param certificateExpiresOn for the alert to renew, ISO date
 * @param consentKinds that are asked
 * @param blanketConsent whether one button may give all
 * @param consents given
 * @param refused why the last step failed; with step REFUSED, why the visit ends this way
 * @param hint what the camera saw badly
 * @param noPhoto the card has no photo (G-10): the clerk identifies by the companion
 * @param idleWarning the visit ends soon unless somebody goes on
 * @param retry whether the same can be tried again with the card lying where it is
 * @param lastClerk who identified visually last, so that it need not be typed again
 * @param result of the last check until the clerk finishes it
 */
record VisitState(
        long version,
        VisitStep step,
        Optional<String> visit,
        ScreenLanguage language,
        Optional<IdentificationMode> mode,
        List<IdentificationMode> modes,
        OptionalInt pinTriesLeft,
        List<Attempt> attempts,
        List<VisitAlert> alerts,
        Optional<String> certificateExpiresOn,
        List<ConsentKind> consentKinds,
        boolean blanketConsent,
        List<ConsentKind> consents,
        Optional<FaultCode> refused,
        Optional<FaceComparison.Hint> hint,
        boolean noPhoto,
        boolean idleWarning,
        boolean retry,
        String lastClerk,
        Optional<VisitResult> result) {
    VisitState {
        modes = List.copyOf(modes);
        attempts = List.copyOf(attempts);
        alerts = List.copyOf(alerts);
        consentKinds = List.copyOf(consentKinds);
        consents = List.copyOf(consents);
    }

    /** Before the first card. */
    static VisitState first() {
        return new Draft().build(1);
    }

    /** The next state in the making. */
    Draft change() {
        Draft draft = new Draft();
        draft.step = step;
        draft.visit = visit;
        draft.language = language;
        draft.mode = mode;
        draft.modes = modes;
        draft.pinTriesLeft = pinTriesLeft;
        draft.attempts = attempts;
        draft.alerts = alerts;
        draft.certificateExpiresOn = certificateExpiresOn;
        draft.consentKinds = consentKinds;
        draft.blanketConsent = blanketConsent;
        draft.consents = consents;
        draft.refused = refused;
        draft.hint = hint;
        draft.noPhoto = noPhoto;
        draft.idleWarning = idleWarning;
        draft.retry = retry;
        draft.lastClerk = lastClerk;
        draft.result = result;
        return draft;
    }

    /** A state in the making; fields that are not set stay as they were. */
    static final class Draft {
        VisitStep step = VisitStep.WAITING;
        Optional<String> visit = Optional.empty();
        ScreenLanguage language = ScreenLanguage.JA;
        Optional<IdentificationMode> mode = Optional.empty();
        List<IdentificationMode> modes = List.of();
        OptionalInt pinTriesLeft = OptionalInt.empty();
        List<Attempt> attempts = List.of();
        List<VisitAlert> alerts = List.of();
        Optional<String> certificateExpiresOn = Optional.empty();
        List<ConsentKind> consentKinds = List.of();
        boolean blanketConsent;
        List<ConsentKind> consents = List.of();
        Optional<FaultCode> refused = Optional.empty();
        Optional<FaceComparison.Hint> hint = Optional.empty();
        boolean noPhoto;
        boolean idleWarning;
        boolean retry;
        String lastClerk = "";
        Optional<VisitResult> result = Optional.empty();

        /** A new visit: nothing of the one before but who works at the counter. */
        Draft forget() {
            Draft fresh = new Draft();
            fresh.lastClerk = lastClerk;
            return fresh;
        }

        VisitState build(long version) {
            return new VisitState(
                    version,
                    step,
                    visit,
                    language,
                    mode,
                    modes,
                    pinTriesLeft,
                    attempts,
                    alerts,
                    certificateExpiresOn,
                    consentKinds,
                    blanketConsent,
                    consents,
                    refused,
                    hint,
                    noPhoto,
                    idleWarning,
                    retry,
                    lastClerk,
                    result);
        }
    }
}
