package org.onshi.terminal;

import java.util.List;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CardTerminals;

/** The one reader of a link, as a list of readers. */
final class VirtualTerminals extends CardTerminals {
    private final VirtualTerminal terminal;
    private boolean waited;
    private boolean presentBefore;
    private boolean presentNow;

    VirtualTerminals(VirtualTerminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized List<CardTerminal> list(State state) throws CardException {
        boolean listed =
                switch (state) {
                    case ALL -> true;
                    case CARD_PRESENT -> terminal.isCardPresent();
                    case CARD_ABSENT -> !terminal.isCardPresent();
                    case CARD_INSERTION ->
                            waited ? !presentBefore && presentNow : terminal.isCardPresent();
                    case CARD_REMOVAL ->
                            waited ? presentBefore && !presentNow : !terminal.isCardPresent();
                };
        return listed ? List.of(terminal) : List.of();
    }

    @Override
    public synchronized boolean waitForChange(long timeout) throws CardException {
        if (timeout < 0) {
            throw new IllegalArgumentException("a timeout is not negative");
        }
        boolean before = waited ? presentNow : terminal.isCardPresent();
        boolean changed =
                before ? terminal.waitForCardAbsent(timeout) : terminal.waitForCardPresent(timeout);
        waited = true;
        presentBefore = before;
        presentNow = changed != before;
        return changed;
    }
}
