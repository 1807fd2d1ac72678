package org.onshi.terminal;

import javax.smartcardio.CardTerminal;
import org.junit.jupiter.api.Assumptions;

/**
 * The contract with a real card, of the test hierarchy or one's own: {@code
 * -Donshi.card.reader=NAME}, and {@code -Donshi.card.pin=PIN} for what needs it (one wrong try is
 * spent and given back).
 */
class PcscCardTest extends CardBackEndContract {
    private static final String READER = System.getProperty("onshi.card.reader", "");

    @Override
    CardTerminal reader() {
        Assumptions.assumeFalse(
                READER.isEmpty(),
                "SKIPPED: no real reader; name one with -Donshi.card.reader=NAME to run this");
        return new PcscReader(READER).terminal();
    }

    @Override
    String pin() {
        return System.getProperty("onshi.card.pin", "");
    }
}
