package org.onshi.bench;

import static org.onshi.app.TerminalScreens.step;

import java.time.Duration;
import org.onshi.app.TerminalScreens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Visits played at the first terminal of a demo through the API of its screens (docs/card.md §5),
 * by a patient who takes no time: what is left is how long reader, terminal and central system let
 * people wait.
 */
final class CounterVisits implements AutoCloseable {
    private static final Duration STEP = Duration.ofSeconds(40);

    private final TerminalScreens terminal;

    CounterVisits(MeasuredDemo demo) {
        this.terminal =
                new TerminalScreens(
                        demo.url("sandbox") + "/readers/01",
                        demo.url("patient-screen"),
                        demo.url("counter-screen"));
    }

    /**
     * One visit with blanket consent; how long the machines took, seconds, from the card placed to
     * the screen ready for the next card.
     *
     * @param pin of the card; empty identifies by face
     */
    double visit(String card, String pin) {
        long version = TerminalScreens.version(terminal.patientState());
        long begin = System.nanoTime();
        terminal.place(card).needGood();
        try {
            await(version, "IDENTIFY");
            JsonNode state =
                    pin.isEmpty() ? touch("face", body()) : touch("pin", body().put("pin", pin));
            if (step(state).equals("REGISTER")) {
                state = touch("registration", body().put("accept", true));
            }
            if (step(state).equals("CONSENT")) {
                state = touch("consents", body().put("blanket", true));
            }
            if (!step(state).equals("DONE")) {
                throw new IllegalStateException(
                        "a visit ended at "
                                + step(state)
                                + " "
                                + state.path("refused").asString(""));
            }
        } finally {
            terminal.takeAway().needGood();
        }
        await(0, "WAITING");
        return (System.nanoTime() - begin) / 1e9;
    }

    private void await(long after, String step) {
        if (terminal.await(after, state -> step(state).equals(step), STEP).isEmpty()) {
            throw new IllegalStateException("the terminal did not reach " + step);
        }
    }

    private JsonNode touch(String step, ObjectNode body) {
        return terminal.patient(step, body).needGood().body();
    }

    private static ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public void close() {
        terminal.close();
    }
}
