package org.onshi.app;

import static org.onshi.app.TerminalScreens.step;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.onshi.wire.ConsentKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays one visit as patient and clerk do, through the API of the terminal's two screens
 * (docs/card.md §5), never past it: the card is placed, identified, registered where it is not,
 * consent given, the result read, and the card taken away whatever happened.
 */
final class CardVisit implements AutoCloseable {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** From a card placed to a card read and a visit opened at the central system. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(45);

    /** From a card taken away to a screen that waits for the next one. */
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(20);

    /** How long the end of the visit before is waited for. */
    private static final Duration BUSY_LIMIT = Duration.ofSeconds(3);

    private static final int ALREADY_GONE = 404;
    private static final Set<String> SETTLED = Set.of("IDENTIFY", "REFUSED");

    private final TerminalScreens terminal;

    CardVisit(DemoDescription.Terminal terminal) {
        this.terminal =
                new TerminalScreens(
                        terminal.reader(), terminal.patientScreen(), terminal.counterScreen());
    }

    /**
     * How a visit ended: as {@code onshi visit} prints it.
     *
     * @param accepted false when the visit was refused
     * @param report {@code verdict, mode, alerts, consents, face_file, next_step, coverages}, or
     *     {@code refused} with the name of a fault code
     */
    record Ended(boolean accepted, ObjectNode report) {
        @Override
        public String toString() {
            return "Ended[" + accepted + "]";
        }
    }

    /**
     * Plays it.
     *
     * @throws CommandFault when it cannot begin (another card on the reader, no such card) or a
     *     process does not answer
     */
    Ended play(VisitWish wish) {
        // asked first, so that a visit of somebody else is left alone
        JsonNode waiting = await(0, state -> step(state).equals("WAITING"), BUSY_LIMIT);
        refuseOtherCard();
        terminal.place(wish.card()).needGood();
        try {
            JsonNode read =
                    await(
                            TerminalScreens.version(waiting),
                            state -> SETTLED.contains(step(state)),
                            READ_LIMIT);
            return step(read).equals("REFUSED") ? refused(wish, read) : identified(wish, read);
        } finally {
            takeAway();
        }
    }

    private void refuseOtherCard() {
        if (terminal.reader()
                .get("/state?after=0&wait=0")
                .needGood()
                .body()
                .path("present")
                .asBoolean()) {
            throw new CommandFault(
                    "カードリーダーに別のカードが置かれています。取り除いてから、もう一度お試しください。",
                    "Another card lies on the reader; take it off and try again.");
        }
    }

    private void takeAway() {
        LoopbackClient.Answer gone = terminal.takeAway();
        if (gone.status() != ALREADY_GONE) {
            gone.needGood();
        }
        await(0, state -> step(state).equals("WAITING"), LEAVE_LIMIT);
    }

    private Ended identified(VisitWish wish, JsonNode read) {
        LoopbackClient.Answer answer =
                switch (wish.mode()) {
                    case FACE -> terminal.patient("face", JSON.objectNode());
                    case PIN ->
                            terminal.patient(
                                    "pin", JSON.objectNode().put("pin", wish.pin().orElse("")));
                    case VISUAL -> terminal.counter("visual", visual(wish));
                };
        if (!answer.good()) {
            return refused(wish, read, answer);
        }
        JsonNode state = answer.body();
        if (step(state).equals("REGISTER")) {
            answer = terminal.patient("registration", JSON.objectNode().put("accept", true));
            if (!answer.good()) {
                return refused(wish, state, answer);
            }
            state = answer.body();
        }
        if (step(state).equals("CONSENT") && !state.has("refused")) {
            answer = terminal.patient("consents", consents(wish.consent(), state));
            if (!answer.good()) {
                return refused(wish, state, answer);
            }
            state = answer.body();
        }
        return step(state).equals("DONE") ? done(wish) : refused(wish, state);
    }

    private static ObjectNode visual(VisitWish wish) {
        ObjectNode body = JSON.objectNode().put("clerk", wish.clerk());
        wish.companion().ifPresent(relation -> body.put("companion", relation));
        return body;
    }

    private static ObjectNode consents(VisitWish.Consent consent, JsonNode state) {
        ObjectNode body = JSON.objectNode();
        if (consent instanceof VisitWish.Consent.All
                && state.path("blanket_consent").asBoolean(false)) {
            return body.put("blanket", true);
        }
        ArrayNode given = body.putArray("given");
        ArrayNode refused = body.putArray("refused");
        for (JsonNode asked : state.path("consent_kinds")) {
            boolean yes =
                    switch (consent) {
                        case VisitWish.Consent.All all -> true;
                        case VisitWish.Consent.Some some ->
                                ConsentKind.named(asked.asString(""))
                                        .filter(some.kinds()::contains)
                                        .isPresent();
                    };
            (yes ? given : refused).add(asked.asString(""));
        }
        return body;
    }

    /** Both screens are read while the card still lies there; afterwards they forget. */
    private Ended done(VisitWish wish) {
        JsonNode shown = terminal.patientState();
        JsonNode seen = terminal.counterState();
        ObjectNode report = JSON.objectNode();
        report.put("verdict", shown.path("verdict").asString(""));
        report.put("mode", shown.path("mode").asString(wish.mode().name()));
        report.set("alerts", seen.path("alerts"));
        report.set("consents", shown.path("consents"));
        report.put("face_file", shown.path("face_file").asString(""));
        report.set("next_step", shown.path("next_step"));
        for (String name : new String[] {"coverages", "receipt", "reference_number"}) {
            if (seen.has(name)) {
                report.set(name, seen.get(name));
            }
        }
        return new Ended(true, report);
    }

    private static Ended refused(VisitWish wish, JsonNode state) {
        ObjectNode report = refusal(state.path("refused").asString("STEP_REFUSED"), wish, state);
        for (String name : new String[] {"message", "next_step"}) {
            if (state.has(name)) {
                report.set(name, state.get(name));
            }
        }
        return new Ended(false, report);
    }

    /** Refused by the screen itself, which stays where it was. */
    private static Ended refused(VisitWish wish, JsonNode before, LoopbackClient.Answer answer) {
        ObjectNode report = refusal(answer.fault(), wish, before);
        for (String name : new String[] {"title", "detail", "field"}) {
            if (answer.body().has(name)) {
                report.set(name, answer.body().get(name));
            }
        }
        return new Ended(false, report);
    }

    private static ObjectNode refusal(String code, VisitWish wish, JsonNode state) {
        ObjectNode report = JSON.objectNode();
        report.put("refused", code);
        report.put("mode", wish.mode().name());
        for (String name : new String[] {"modes", "pin_tries_left", "attempts", "hint", "alerts"}) {
            if (state.has(name)) {
                report.set(name, state.get(name));
            }
        }
        return report;
    }

    private JsonNode await(long after, Predicate<JsonNode> wished, Duration limit) {
        return terminal.await(after, wished, limit)
                .orElseThrow(() -> stuck(terminal.patientState()));
    }

    private static CommandFault stuck(JsonNode state) {
        String at =
                step(state)
                        + Optional.of(state.path("refused").asString(""))
                                .filter(code -> !code.isEmpty())
                                .map(code -> " " + code)
                                .orElse("");
        return new CommandFault(
                "端末は別の受付の途中か、カードを読めていません（" + at + "）。カードリーダーのカードを取り除いてから、もう一度お試しください。",
                "The terminal is busy with another visit or does not read the card ("
                        + at
                        + "); take the card off the reader and try again.");
    }

    @Override
    public void close() {
        terminal.close();
    }
}
