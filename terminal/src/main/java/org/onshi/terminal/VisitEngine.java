package org.onshi.terminal;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.smartcardio.CardException;
import javax.smartcardio.CardNotPresentException;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.Element;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCategory;
import org.onshi.wire.FaultCode;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.MismatchField;
import org.onshi.wire.WireLimits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leads one card through its visit: placed, identified, registered where needed, consented, checked
 * (docs/card.md §5). One reader, one engine. Both screens act here and read the {@link
 * VisitBoard}; one action at a time, each of a bounded time. Whatever fails leaves a state that
 * names the next way.
 */
final class VisitEngine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(VisitEngine.class.getName());
    private static final Pattern CLERK = Pattern.compile("[A-Za-z0-9._-]{1,20}");
    private static final Pattern VISIT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** Field of a step meant for another card than the one that lies there. */
    static final String VISIT_FIELD = "visit";

    /** Who may have come along, in the order they are offered. */
    static final List<String> COMPANIONS = List.of("FAMILY", "HELPER", "OTHER");

    /** The same may work in a moment, with the card lying where it is. */
    private static final Set<FaultCode> PASSING =
            EnumSet.of(
                    FaultCode.CENTRAL_SILENT,
                    FaultCode.CENTRAL_UNREADABLE,
                    FaultCode.STORE_SILENT,
                    FaultCode.OVERLOADED,
                    FaultCode.TOO_SLOW,
                    FaultCode.REVOCATION_UNKNOWN,
                    FaultCode.CHALLENGE_REFUSED,
                    FaultCode.CHALLENGE_EXPIRED,
                    FaultCode.CHALLENGE_USED,
                    FaultCode.SIGNATURE_WRONG,
                    FaultCode.VISIT_UNKNOWN,
                    FaultCode.CARD_UNREADABLE);

    /** Says nothing against this visit, only against this way of it. */
    private static final Set<FaultCode> OF_THE_MODE =
            EnumSet.of(FaultCode.MODE_REFUSED, FaultCode.CLERK_MISSING);

    /** Something an action does; both ends of a visit may fail. */
    private interface Action {
        void run() throws CardException, InterruptedException;
    }

    private final VisitSettings settings;
    private final ReaderDevice reader;
    private final VisitDoor door;
    private final FaceFolder faces;
    private final VisitBoard board = new VisitBoard();
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Semaphore farewells = new Semaphore(VisitSettings.FAREWELLS_MAX);
    private Optional<Visit> visit = Optional.empty();
    private Optional<String> shownVisit = Optional.empty();
    private volatile long touchedNanos = System.nanoTime();
    private volatile long resultNanos = System.nanoTime();

    VisitEngine(VisitSettings settings, ReaderDevice reader, VisitDoor door, FaceFolder faces) {
        this.settings = settings;
        this.reader = reader;
        this.door = door;
        this.faces = faces;
    }

    VisitBoard board() {
        return board;
    }

    /** Watches the reader until interrupted. */
    void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    watch();
                } catch (CardException e) {
                    if (!Thread.currentThread().isInterrupted()) {
                        readerTrouble(e);
                        TimeUnit.NANOSECONDS.sleep(VisitSettings.READER_PAUSE.toNanos());
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            turn.lock();
            try {
                visit.ifPresent(Visit::closeDialogue);
            } finally {
                turn.unlock();
            }
        }
    }

    private void watch() throws CardException, InterruptedException {
        boolean placed = reader.terminal().waitForCardPresent(VisitSettings.LOOK.toMillis());
        readerWell();
        if (!placed) {
            locked(this::forgetOldResult);
            return;
        }
        locked(this::placed);
        while (!reader.terminal().waitForCardAbsent(look().toMillis())) {
            locked(this::watchIdleness);
        }
        locked(this::takenAway);
    }

    // ---- the patient's steps ----

    VisitState language(ScreenLanguage language) {
        touchedNanos = System.nanoTime();
        return board.put(draft -> {
            draft.language = language;
            return draft;
        });
    }

    /** Chooses a way; a card that was refused for a passing reason may begin anew with it. */
    VisitState mode(Optional<String> meant, IdentificationMode mode) throws InterruptedException {
        return act(
                meant,
                () -> {
                    Visit current = identifying(mode);
                    show(current, VisitStep.IDENTIFY, draft -> draft.mode = Optional.of(mode));
                });
    }

    /** Compares the face, and on a match proves the presence. */
    VisitState face(Optional<String> meant) throws InterruptedException {
        return act(
                meant,
                () -> {
                    Visit current = identifying(IdentificationMode.FACE);
                    ReaderDevice.Eye eye = reader.eye().orElseThrow();
                    FaceComparison compared = eye.compareFace();
                    if (compared.outcome() == FaceComparison.Outcome.MATCH) {
                        dialogue(current).admitReader(eye, IdentificationMode.FACE);
                        prove(current, IdentificationMode.FACE, Optional.empty(), Optional.empty());
                        return;
                    }
                    current.noPhoto |= compared.outcome() == FaceComparison.Outcome.NO_PHOTO;
                    current.add(
                            IdentificationMode.FACE,
                            Attempt.Outcome.valueOf(compared.outcome().name()));
                    identify(
                            current,
                            draft -> {
                                draft.refused = Optional.of(FaultCode.FACE_NOT_MATCHED);
                                draft.hint = compared.hint();
                            });
                });
    }

    /**
     * Tries the PIN, and when it is right proves the presence.
     *
     * @param pin four ASCII digits; wiped when this returns, whatever happens
     */
    VisitState pin(Optional<String> meant, byte[] pin) throws InterruptedException {
        try {
            if (!wellFormed(pin)) {
                throw new Fault(FaultCode.REQUEST_MALFORMED, "pin");
            }
            return act(
                    meant,
                    () -> {
                        Visit current = identifying(IdentificationMode.PIN);
                        switch (dialogue(current).verify(pin)) {
                            case CardDialogue.PinCheck.Right right -> {
                                current.pinTriesLeft = OptionalInt.of(CardDialogue.PIN_TRIES);
                                prove(
                                        current,
                                        IdentificationMode.PIN,
                                        Optional.empty(),
                                        Optional.empty());
                            }
                            case CardDialogue.PinCheck.Wrong wrong ->
                                    wrongPin(current, wrong.triesLeft());
                        }
                    });
        } finally {
            Arrays.fill(pin, (byte) 0);
        }
    }

    private static boolean wellFormed(byte[] pin) {
        int digits = 0;
        for (byte one : pin) {
            digits += one >= '0' && one <= '9' ? 1 : 0;
        }
        return digits == CardDialogue.PIN_DIGITS && pin.length == digits;
    }

    private void wrongPin(Visit current, int triesLeft) {
        boolean locked = triesLeft == 0;
        current.pinTriesLeft = OptionalInt.of(triesLeft);
        current.add(
                IdentificationMode.PIN,
                locked ? Attempt.Outcome.PIN_LOCKED : Attempt.Outcome.WRONG_PIN);
        identify(
                current,
                draft -> {
                    draft.mode = locked ? Optional.empty() : Optional.of(IdentificationMode.PIN);
                    draft.refused =
                            Optional.of(locked ? FaultCode.PIN_LOCKED : FaultCode.WRONG_PIN);
                });
    }

    /** Registers the card as an insurance card, or not. */
    VisitState register(Optional<String> meant, boolean accept) throws InterruptedException {
        return act(
                meant,
                () -> {
                    Visit current = at(VisitStep.REGISTER);
                    if (!accept) {
                        refuse(FaultCode.CARD_NOT_REGISTERED);
                        return;
                    }
                    telling(
                            current,
                            VisitStep.REGISTER,
                            () -> {
                                door.call(
                                        id(current),
                                        "registration",
                                        VisitDoor.JSON.createObjectNode());
                                askConsent(current);
                            });
                });
    }

    /** Consents to everything with one touch. */
    VisitState consentToAll(Optional<String> meant) throws InterruptedException {
        return act(meant, () -> consented(VisitDoor.JSON.createObjectNode().put("blanket", true)));
    }

    /** Consents item by item; what is not given is refused, and never blocks the check. */
    VisitState consent(Optional<String> meant, Set<ConsentKind> given) throws InterruptedException {
        return act(
                meant,
                () -> {
                    ObjectNode body = VisitDoor.JSON.createObjectNode();
                    ArrayNode yes = body.putArray("given");
                    ArrayNode no = body.putArray("refused");
                    for (ConsentKind kind : board.now().consentKinds()) {
                        (given.contains(kind) ? yes : no).add(kind.name());
                    }
                    consented(body);
                });
    }

    private void consented(ObjectNode body) throws CardException, InterruptedException {
        Visit current = at(VisitStep.CONSENT);
        telling(
                current,
                VisitStep.CONSENT,
                () -> {
                    JsonNode answer = door.call(id(current), "consents", body);
                    List<ConsentKind> given = given(answer.path("consents"));
                    current.stage = Visit.Stage.CONSENTED;
                    board.put(draft -> {
                        draft.consents = given;
                        return draft;
                    });
                    check(current);
                });
    }

    /** Goes one step back: from the PIN to the choice, from consent on without any. */
    VisitState cancel(Optional<String> meant) throws InterruptedException {
        VisitStep step = board.now().step();
        if (step == VisitStep.REGISTER) {
            return register(meant, false);
        }
        if (step == VisitStep.CONSENT) {
            return consent(meant, Set.of());
        }
        return act(
                meant,
                () -> {
                    Visit current = at(VisitStep.IDENTIFY);
                    Optional<IdentificationMode> chosen = board.now().mode();
                    chosen.ifPresent(mode -> current.add(mode, Attempt.Outcome.CANCELLED));
                    identify(current, draft -> {});
                });
    }

    /** Tries again what failed for a passing reason, with the card lying where it is. */
    VisitState retry(Optional<String> meant) throws InterruptedException {
        return act(
                meant,
                () -> {
                    Visit current = visit.orElseThrow(() -> new Fault(FaultCode.NO_CARD));
                    if (board.now().step() != VisitStep.REFUSED || !board.now().retry()) {
                        throw new Fault(FaultCode.STEP_REFUSED);
                    }
                    switch (current.stage) {
                        case UNPROVEN -> ready(current);
                        case PROVEN -> askConsent(current);
                        case CONSENTED -> check(current);
                        case CHECKED -> throw new Fault(FaultCode.STEP_REFUSED);
                    }
                });
    }

    /** Somebody is still there. */
    VisitState stay(Optional<String> meant) throws InterruptedException {
        return act(
                meant,
                () ->
                        board.put(draft -> {
                            draft.idleWarning = false;
                            return draft;
                        }));
    }

    // ---- the clerk's steps ----

    /**
     * Visual identification: the clerk has compared photo and person, or for a card without photo
     * has the companion's word (A-06, A-27, G-10).
     *
     * @param clerk 1 to 20 of {@code [A-Za-z0-9._-]}
     * @param companion FAMILY, HELPER or OTHER, needed for a card without photo
     */
    VisitState visual(Optional<String> meant, String clerk, Optional<String> companion)
            throws InterruptedException {
        if (!CLERK.matcher(clerk).matches()) {
            throw new Fault(FaultCode.CLERK_MISSING, "clerk");
        }
        if (companion.isPresent() && !COMPANIONS.contains(companion.get())) {
            throw new Fault(FaultCode.CODE_UNKNOWN, "companion");
        }
        return act(
                meant,
                () -> {
                    Visit current = identifying(IdentificationMode.VISUAL);
                    if (current.noPhoto && companion.isEmpty()) {
                        throw new Fault(FaultCode.FIELD_MISSING, "companion");
                    }
                    board.put(draft -> {
                        draft.lastClerk = clerk;
                        return draft;
                    });
                    dialogue(current)
                            .admitReader(reader.eye().orElseThrow(), IdentificationMode.VISUAL);
                    prove(current, IdentificationMode.VISUAL, Optional.of(clerk), companion);
                });
    }

    /** A check by number, as the clerk reads it off a paper; it changes no visit. */
    JsonNode checkByNumber(JsonNode question) throws InterruptedException {
        return door.check(question);
    }

    /** Registers the facility's own number of the patient. */
    VisitState referenceNumber(Optional<String> meant, String number) throws InterruptedException {
        return onResult(
                meant,
                result -> {
                    door.call(
                            shownVisit.orElseThrow(() -> new Fault(FaultCode.STEP_REFUSED)),
                            "reference-number",
                            VisitDoor.JSON.createObjectNode().put("reference_number", number));
                    return result.withReferenceNumber(number);
                });
    }

    /** Tells the insurer what stands otherwise on the document shown. */
    VisitState mismatch(Optional<String> meant, List<String> fields) throws InterruptedException {
        if (fields.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, "fields");
        }
        if (fields.stream().anyMatch(field -> MismatchField.named(field).isEmpty())) {
            throw new Fault(FaultCode.CODE_UNKNOWN, "fields");
        }
        return onResult(
                meant,
                result -> {
                    ObjectNode body = VisitDoor.JSON.createObjectNode();
                    ArrayNode list = body.putArray("fields");
                    fields.forEach(list::add);
                    door.call(
                            shownVisit.orElseThrow(() -> new Fault(FaultCode.STEP_REFUSED)),
                            "mismatch",
                            body);
                    return result.withMismatches(fields);
                });
    }

    /** The clerk is done with the result: the next patient. */
    VisitState finish(Optional<String> meant) throws InterruptedException {
        boolean nothingLeft = board.now().visit().isEmpty();
        return nothingLeft ? board.now() : act(meant, this::forgetResult);
    }

    private interface ResultChange {
        VisitResult of(VisitResult result) throws InterruptedException;
    }

    private VisitState onResult(Optional<String> meant, ResultChange change)
            throws InterruptedException {
        return act(
                meant,
                () -> {
                    VisitResult result =
                            board.now()
                                    .result()
                                    .orElseThrow(() -> new Fault(FaultCode.STEP_REFUSED));
                    VisitResult changed = change.of(result);
                    resultNanos = System.nanoTime();
                    board.put(draft -> {
                        draft.result = Optional.of(changed);
                        return draft;
                    });
                });
    }

    // ---- the way of a visit ----

    private void placed() throws InterruptedException {
        touchedNanos = System.nanoTime();
        endShownVisit();
        Visit fresh = new Visit();
        visit = Optional.of(fresh);
        board.put(draft -> {
            VisitState.Draft next = draft.forget();
            next.language = draft.language; // chosen while the card was still in the hand
            next.step = VisitStep.CARD;
            next.visit = Optional.of(fresh.visitToken);
            return next;
        });
        guarded(() -> ready(fresh));
    }

    /** Card read, visit opened: identification may begin. */
    private void ready(Visit current) throws CardException, InterruptedException {
        try {
            dialogue(current);
            open(current);
            identify(current, draft -> {});
        } catch (Fault fault) {
            refuse(fault.code());
        }
    }

    private CardDialogue dialogue(Visit current) throws CardException {
        if (current.dialogue.isEmpty()) {
            CardDialogue dialogue = CardDialogue.begin(reader.terminal());
            current.dialogue = Optional.of(dialogue);
            current.token = dialogue.token();
            byte[] certificate = dialogue.certificate();
            if (current.certificate.length > 0
                    && !Arrays.equals(current.certificate, certificate)) {
                throw new CardNotPresentException("another card lies there");
            }
            current.certificate = certificate;
            current.pinTriesLeft = dialogue.pinTriesLeft();
        }
        return current.dialogue.get();
    }

    private void open(Visit current) throws InterruptedException {
        if (current.id.isPresent()) {
            return;
        }
        JsonNode opened = door.open();
        String id = opened.path("visit_id").asString("");
        if (!VISIT_ID.matcher(id).matches()) {
            throw new Fault(FaultCode.CENTRAL_UNREADABLE);
        }
        takeChallenge(current, opened);
        current.id = Optional.of(id);
    }

    private static void takeChallenge(Visit current, JsonNode answer) {
        try {
            current.challenge = Base64.getDecoder().decode(answer.path("challenge").asString(""));
        } catch (IllegalArgumentException e) {
            throw new Fault(FaultCode.CENTRAL_UNREADABLE, e);
        }
        if (current.challenge.length == 0) {
            throw new Fault(FaultCode.CENTRAL_UNREADABLE);
        }
        current.challengeNanos = System.nanoTime();
    }

    private void newChallenge(Visit current) throws InterruptedException {
        takeChallenge(
                current, door.call(id(current), "challenge", VisitDoor.JSON.createObjectNode()));
    }

    private static String id(Visit current) {
        return current.id.orElseThrow(() -> new Fault(FaultCode.VISIT_UNKNOWN));
    }

    /**
     * The visit whose card may be identified this way now.
     *
     * @throws Fault NO_CARD, STEP_REFUSED, PIN_LOCKED, MODE_REFUSED
     */
    private Visit identifying(IdentificationMode mode) throws CardException, InterruptedException {
        Visit current = visit.orElseThrow(() -> new Fault(FaultCode.NO_CARD));
        VisitState state = board.now();
        boolean again =
                state.step() == VisitStep.REFUSED
                        && state.retry()
                        && current.stage == Visit.Stage.UNPROVEN;
        if (state.step() != VisitStep.IDENTIFY && !again) {
            throw new Fault(FaultCode.STEP_REFUSED);
        }
        dialogue(current);
        if (!current.modes(reader.eye().isPresent()).contains(mode)) {
            boolean locked = mode == IdentificationMode.PIN && current.pinTriesLeft.orElse(-1) == 0;
            throw new Fault(locked ? FaultCode.PIN_LOCKED : FaultCode.MODE_REFUSED);
        }
        return current;
    }

    private Visit at(VisitStep step) {
        Visit current = visit.orElseThrow(() -> new Fault(FaultCode.NO_CARD));
        if (board.now().step() != step) {
            throw new Fault(FaultCode.STEP_REFUSED);
        }
        return current;
    }

    /** The card signs the central system's challenge; what follows depends on the answer. */
    private void prove(
            Visit current,
            IdentificationMode mode,
            Optional<String> clerk,
            Optional<String> companion)
            throws CardException, InterruptedException {
        try {
            JsonNode presence = presence(current, mode, clerk, companion);
            current.stage = Visit.Stage.PROVEN;
            List<VisitAlert> alerts = VisitJson.alerts(presence.path("alerts"));
            List<ConsentKind> kinds = kinds(presence.path("consent_kinds"));
            String state = presence.path("card_state").asString("");
            boolean soon = state.equals("ALERT") || state.equals("GRACE");
            show(
                    current,
                    VisitStep.IDENTIFY,
                    draft -> {
                        draft.mode = Optional.of(mode);
                        draft.alerts = alerts;
                        draft.certificateExpiresOn =
                                soon
                                        ? Optional.of(
                                                presence.path("certificate_expires_on")
                                                        .asString(""))
                                        : Optional.empty();
                        draft.consentKinds =
                                presence.path("medical_information").asBoolean(true)
                                        ? kinds
                                        : List.of();
                        draft.blanketConsent = presence.path("blanket_consent").asBoolean(false);
                    });
            if (presence.path("card_registered").asBoolean(true)) {
                askConsent(current);
            } else {
                show(current, VisitStep.REGISTER, draft -> {});
            }
        } catch (Fault fault) {
            current.id = Optional.empty(); // the next try is a visit of its own
            if (OF_THE_MODE.contains(fault.code())) {
                identify(current, draft -> draft.refused = Optional.of(fault.code()));
            } else {
                refuse(fault.code());
            }
        }
    }

    private JsonNode presence(
            Visit current,
            IdentificationMode mode,
            Optional<String> clerk,
            Optional<String> companion)
            throws CardException, InterruptedException {
        open(current);
        Duration age = Duration.ofNanos(System.nanoTime() - current.challengeNanos);
        if (age.compareTo(VisitSettings.CHALLENGE_FRESH) > 0) {
            newChallenge(current);
        }
        try {
            return door.call(id(current), "presence", signed(current, mode, clerk, companion));
        } catch (Fault fault) {
            if (fault.code() != FaultCode.CHALLENGE_EXPIRED) {
                throw fault;
            }
            newChallenge(current);
            return door.call(id(current), "presence", signed(current, mode, clerk, companion));
        }
    }

    private ObjectNode signed(
            Visit current,
            IdentificationMode mode,
            Optional<String> clerk,
            Optional<String> companion)
            throws CardException {
        byte[] signature = dialogue(current).sign(current.challenge);
        Base64.Encoder base64 = Base64.getEncoder();
        ObjectNode body = VisitDoor.JSON.createObjectNode();
        body.put("mode", mode.name());
        body.put("challenge", base64.encodeToString(current.challenge));
        body.put("certificate", base64.encodeToString(current.certificate));
        body.put("signature", base64.encodeToString(signature));
        body.put("token", current.token.name());
        clerk.ifPresent(id -> body.put("clerk", id));
        companion.ifPresent(relation -> body.put("companion", relation));
        body.set("attempts", VisitJson.attempts(current.attempts));
        return body;
    }

    private void askConsent(Visit current) throws InterruptedException {
        if (board.now().consentKinds().isEmpty()) {
            current.stage = Visit.Stage.CONSENTED;
            check(current);
        } else {
            show(current, VisitStep.CONSENT, draft -> {});
        }
    }

    private void check(Visit current) throws InterruptedException {
        JsonNode answer;
        Element message;
        try {
            answer = door.call(id(current), "check", VisitDoor.JSON.createObjectNode());
            message =
                    JsonMessage.read(
                            VisitDoor.JSON.writeValueAsBytes(answer.path("face_message")),
                            WireLimits.ANSWER);
        } catch (Fault fault) {
            if (fault.code() == FaultCode.VISIT_UNKNOWN) {
                // trying again begins with another visit, and asks who it is
                current.stage = Visit.Stage.UNPROVEN;
                current.id = Optional.empty();
            }
            refuse(
                    fault.code().category() == FaultCategory.DOCUMENT
                            ? FaultCode.CENTRAL_UNREADABLE
                            : fault.code());
            return;
        }
        Optional<String> file = Optional.empty();
        List<VisitAlert> alerts = VisitJson.alerts(answer.path("alerts"));
        try {
            file = Optional.of(faces.write(message));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "face フォルダーに書き込めません（{0}）。空き容量と権限を確認してください。 / The face folder cannot be"
                            + " written ({0}); check free space and permissions.",
                    e.getClass().getSimpleName());
            alerts =
                    Stream.concat(
                                    alerts.stream(),
                                    Stream.of(
                                            new VisitAlert(
                                                    "FACE_FILE_NOT_WRITTEN",
                                                    "レセコンへ渡すファイルを書けませんでした。この画面の内容を入力し、face"
                                                            + " フォルダーの空き容量と権限を確認してください。",
                                                    "The file for the receipt computer could not"
                                                            + " be written. Enter what this screen"
                                                            + " shows, and check the face"
                                                            + " folder.")))
                            .toList();
        }
        current.stage = Visit.Stage.CHECKED;
        shownVisit = current.id;
        VisitResult result = VisitJson.result(answer, alerts, file);
        resultNanos = System.nanoTime();
        show(current, VisitStep.DONE, draft -> draft.result = Optional.of(result));
    }

    /** A passing refusal of the central system leaves the patient where they are. */
    private void telling(Visit current, VisitStep step, Action action)
            throws CardException, InterruptedException {
        try {
            action.run();
        } catch (Fault fault) {
            if (fault.code() == FaultCode.VISIT_UNKNOWN) {
                current.stage = Visit.Stage.UNPROVEN;
                current.id = Optional.empty();
                refuse(fault.code());
                return;
            }
            board.put(draft -> {
                draft.step = step;
                draft.refused = Optional.of(fault.code());
                return draft;
            });
        }
    }

    // ---- the state ----

    private void show(Visit current, VisitStep step, Consumer<VisitState.Draft> change) {
        board.put(draft -> {
            draft.step = step;
            draft.refused = Optional.empty();
            draft.hint = Optional.empty();
            draft.retry = false;
            draft.idleWarning = false;
            draft.modes =
                    step == VisitStep.IDENTIFY
                            ? current.modes(reader.eye().isPresent())
                            : List.of();
            draft.pinTriesLeft = current.pinTriesLeft;
            draft.noPhoto = current.noPhoto;
            draft.attempts = List.copyOf(current.attempts);
            change.accept(draft);
            return draft;
        });
    }

    /** Lets the patient choose among the ways that are left; without any, says what else helps. */
    private void identify(Visit current, Consumer<VisitState.Draft> change) {
        if (current.modes(reader.eye().isPresent()).isEmpty()) {
            refuse(FaultCode.NO_MODE_LEFT);
            return;
        }
        show(
                current,
                VisitStep.IDENTIFY,
                draft -> {
                    draft.mode = Optional.empty();
                    change.accept(draft);
                });
    }

    private void refuse(FaultCode code) {
        boolean retry = PASSING.contains(code);
        board.put(draft -> {
            draft.step = VisitStep.REFUSED;
            draft.refused = Optional.of(code);
            draft.retry = retry;
            draft.idleWarning = false;
            draft.pinTriesLeft = visit.map(it -> it.pinTriesLeft).orElse(draft.pinTriesLeft);
            draft.modes =
                    retry && visit.isPresent() && visit.get().stage == Visit.Stage.UNPROVEN
                            ? visit.get().modes(reader.eye().isPresent())
                            : List.of();
            draft.attempts = visit.map(it -> List.copyOf(it.attempts)).orElse(List.of());
            return draft;
        });
    }

    // ---- the ends of a visit ----

    private void takenAway() {
        Visit gone = visit.orElseThrow();
        visit = Optional.empty();
        gone.closeDialogue();
        boolean checked = gone.stage == Visit.Stage.CHECKED;
        boolean refused = board.now().step() == VisitStep.REFUSED;
        leave(gone);
        board.put(draft -> {
            VisitState.Draft next = afterwards(draft);
            if (!checked && !refused) {
                next.refused = Optional.of(FaultCode.CARD_REMOVED);
            }
            return next;
        });
    }

    /** What stays for the clerk once the card is gone: a result, with what it was given for. */
    private VisitState.Draft afterwards(VisitState.Draft before) {
        VisitState.Draft next = before.forget();
        if (before.result.isPresent()) {
            resultNanos = System.nanoTime();
            next.visit = before.visit;
            next.result = before.result;
            next.consentKinds = before.consentKinds;
            next.consents = before.consents;
            next.mode = before.mode;
            next.alerts = before.alerts;
            next.certificateExpiresOn = before.certificateExpiresOn;
        }
        return next;
    }

    /**
     * Tells the central system what was tried, or that the presence is over. Where the check is
     * done, the result the clerk still works with keeps it alive; its end is told with it.
     */
    private void leave(Visit gone) {
        if (gone.id.isEmpty() || gone.stage == Visit.Stage.CHECKED) {
            return;
        }
        if (gone.stage != Visit.Stage.UNPROVEN) {
            farewell(gone.id.get(), "end", VisitDoor.JSON.createObjectNode());
        } else if (!gone.attempts.isEmpty()) {
            ObjectNode body = VisitDoor.JSON.createObjectNode();
            body.set("attempts", VisitJson.attempts(gone.attempts));
            farewell(gone.id.get(), "attempts", body);
        }
    }

    private void endShownVisit() {
        shownVisit.ifPresent(id -> farewell(id, "end", VisitDoor.JSON.createObjectNode()));
        shownVisit = Optional.empty();
    }

    /** Nothing of the answer stays; a card that still lies there is asked to be taken. */
    private void forgetResult() {
        if (board.now().result().isEmpty()) {
            return;
        }
        endShownVisit();
        board.put(draft -> {
            VisitState.Draft next = draft.forget();
            if (draft.step == VisitStep.DONE) {
                next.step = VisitStep.DONE;
                next.visit = draft.visit;
                next.language = draft.language;
            }
            return next;
        });
    }

    /** Nobody waits for it: the next patient is not held up by a silent central system. */
    private void farewell(String id, String call, ObjectNode body) {
        if (!farewells.tryAcquire()) {
            LOG.log(System.Logger.Level.WARNING, "too many visits wait to be ended: one is not");
            return;
        }
        Thread.ofVirtual()
                .name("farewell")
                .start(() -> {
                    try {
                        door.call(id, call, body);
                    } catch (Fault fault) {
                        LOG.log(
                                System.Logger.Level.DEBUG,
                                "the end of a visit was not heard: {0}",
                                fault.code().code());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        farewells.release();
                    }
                });
    }

    // ---- time ----

    private Duration look() {
        VisitState state = board.now();
        Duration left = idleLeft();
        Duration next =
                state.result().isPresent()
                        ? resultLeft()
                        : state.idleWarning() ? left : left.minus(settings.idleWarning());
        if (next.compareTo(VisitSettings.LOOK) > 0) {
            return VisitSettings.LOOK;
        }
        return next.isPositive() ? next.plusMillis(1) : Duration.ofMillis(1);
    }

    private Duration idleLeft() {
        return settings.idle().minusNanos(System.nanoTime() - touchedNanos);
    }

    private Duration resultLeft() {
        return settings.resultStay().minusNanos(System.nanoTime() - resultNanos);
    }

    private void watchIdleness() {
        VisitStep step = board.now().step();
        Duration left = idleLeft();
        boolean waits =
                step == VisitStep.IDENTIFY
                        || step == VisitStep.REGISTER
                        || step == VisitStep.CONSENT;
        if (!waits) {
            touchedNanos = System.nanoTime();
            forgetOldResult();
        } else if (!left.isPositive()) {
            Visit idle = visit.orElseThrow();
            board.now().mode().ifPresent(chosen -> idle.add(chosen, Attempt.Outcome.CANCELLED));
            leave(idle);
            idle.id = Optional.empty();
            idle.stage = Visit.Stage.UNPROVEN;
            idle.attempts.clear();
            idle.closeDialogue(); // what was unlocked is locked again
            refuse(FaultCode.CHALLENGE_EXPIRED);
        } else if (left.compareTo(settings.idleWarning()) <= 0 && !board.now().idleWarning()) {
            board.put(draft -> {
                draft.idleWarning = true;
                return draft;
            });
        }
    }

    private void forgetOldResult() {
        if (!resultLeft().isPositive()) {
            forgetResult();
        }
    }

    private void readerTrouble(CardException because) {
        Optional<FaultCode> before = board.now().refused();
        if (before.equals(Optional.of(FaultCode.CARD_UNREADABLE))
                && board.now().step() == VisitStep.WAITING) {
            return;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "カードリーダーが応答しません（{0}）。電源と接続を確認してください。 / The card reader does not answer ({0});"
                        + " check power and connection.",
                because.getMessage());
        turn.lock();
        try {
            visit.ifPresent(gone -> {
                gone.closeDialogue();
                leave(gone);
            });
            visit = Optional.empty();
            board.put(draft -> {
                VisitState.Draft next = afterwards(draft);
                next.refused = Optional.of(FaultCode.CARD_UNREADABLE);
                return next;
            });
        } finally {
            turn.unlock();
        }
    }

    private void readerWell() {
        VisitState state = board.now();
        if (state.step() == VisitStep.WAITING
                && state.refused().equals(Optional.of(FaultCode.CARD_UNREADABLE))) {
            LOG.log(System.Logger.Level.INFO, "カードリーダーが応答しました。 / The card reader answers again.");
            board.put(draft -> {
                draft.refused = Optional.empty();
                return draft;
            });
        }
    }

    // ---- one at a time ----

    /**
     * One step of a person.
     *
     * @param meant the visit the person saw; a step meant for another card is refused
     * @throws Fault STEP_REFUSED (field visit) when another card lies there by now, NO_CARD when
     *     none does, OVERLOADED when the step before it takes too long
     */
    private VisitState act(Optional<String> meant, Action action) throws InterruptedException {
        if (!turn.tryLock(VisitSettings.TURN_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new Fault(FaultCode.OVERLOADED);
        }
        try {
            refuseAnothers(meant);
            touchedNanos = System.nanoTime();
            guarded(action);
            return board.now();
        } finally {
            turn.unlock();
        }
    }

    private void refuseAnothers(Optional<String> meant) {
        Optional<String> shown = board.now().visit();
        if (meant.isPresent() && !meant.equals(shown)) {
            throw new Fault(
                    shown.isPresent() ? FaultCode.STEP_REFUSED : FaultCode.NO_CARD, VISIT_FIELD);
        }
    }

    private void locked(Action action) throws InterruptedException {
        turn.lock();
        try {
            guarded(action);
        } finally {
            turn.unlock();
        }
    }

    /** What the card or the reader does wrong ends in a state, not in an error. */
    private void guarded(Action action) throws InterruptedException {
        try {
            action.run();
        } catch (CardException e) {
            LOG.log(System.Logger.Level.INFO, "card: {0}", e.getMessage());
            visit.ifPresent(Visit::closeDialogue);
            boolean gone = e instanceof CardNotPresentException;
            refuse(gone ? FaultCode.CARD_REMOVED : FaultCode.CARD_UNREADABLE);
        }
    }

    private static List<ConsentKind> kinds(JsonNode names) {
        return names.valueStream()
                .flatMap(name -> kind(name.asString("")).stream())
                .distinct()
                .toList();
    }

    private static List<ConsentKind> given(JsonNode consents) {
        return consents.valueStream()
                .filter(one -> one.path("given").asBoolean(false))
                .flatMap(one -> kind(one.path("kind").asString("")).stream())
                .distinct()
                .toList();
    }

    /** A kind this terminal does not know is not asked. */
    static Optional<ConsentKind> kind(String name) {
        return Arrays.stream(ConsentKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst();
    }

    @Override
    public void close() {
        door.close();
        reader.close();
    }
}
