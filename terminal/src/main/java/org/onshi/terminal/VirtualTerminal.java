package org.onshi.terminal;

import java.time.Duration;
import javax.smartcardio.Card;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;

/**
 * One simulated reader. A card taken away and another placed between two looks counts as taken
 * away, since the epoch tells (docs/card.md §1).
 */
final class VirtualTerminal extends CardTerminal {
    /** PC/SC's way to say that nobody else may speak to the card. */
    private static final String EXCLUSIVE = "EXCLUSIVE;";

    /** Longest wait of one call; a longer one is made of several. */
    private static final Duration LONG_POLL = Duration.ofSeconds(10);

    private static final long NONE = -1;

    private final VirtualReaderLink link;
    private long seenEpoch = NONE;

    VirtualTerminal(VirtualReaderLink link) {
        this.link = link;
    }

    @Override
    public String getName() {
        return "Onshi virtual reader " + link.name();
    }

    @Override
    public Card connect(String protocol) throws CardException {
        String wanted =
                protocol.startsWith(EXCLUSIVE) ? protocol.substring(EXCLUSIVE.length()) : protocol;
        if (!wanted.equals("*") && !wanted.equals("T=1")) {
            throw new CardException("the virtual card speaks T=1");
        }
        return link.open();
    }

    @Override
    public boolean isCardPresent() throws CardException {
        return link.state(NONE, Duration.ZERO).present();
    }

    @Override
    public boolean waitForCardPresent(long timeout) throws CardException {
        return waitFor(timeout, true);
    }

    @Override
    public boolean waitForCardAbsent(long timeout) throws CardException {
        return waitFor(timeout, false);
    }

    private boolean waitFor(long timeout, boolean present) throws CardException {
        if (timeout < 0) {
            throw new IllegalArgumentException("a timeout is not negative");
        }
        long begun = System.nanoTime();
        VirtualReaderLink.State state = link.state(NONE, Duration.ZERO);
        while (true) {
            if (reached(state, present)) {
                return true;
            }
            Duration left =
                    timeout == 0
                            ? LONG_POLL
                            : Duration.ofMillis(timeout).minusNanos(System.nanoTime() - begun);
            if (!left.isPositive()) {
                return false;
            }
            state = link.state(state.epoch(), left.compareTo(LONG_POLL) < 0 ? left : LONG_POLL);
        }
    }

    private synchronized boolean reached(VirtualReaderLink.State state, boolean present) {
        if (present) {
            if (state.present()) {
                seenEpoch = state.epoch();
            }
            return state.present();
        }
        if (seenEpoch == NONE && state.present()) {
            seenEpoch = state.epoch();
        }
        return !state.present() || state.epoch() != seenEpoch;
    }
}
