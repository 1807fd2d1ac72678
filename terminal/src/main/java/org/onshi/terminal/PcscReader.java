package org.onshi.terminal;

import java.util.Optional;
import javax.smartcardio.Card;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.TerminalFactory;

/**
 * A reader of the operating system's PC/SC service, looked up anew whenever it is needed: it may be
 * unplugged and come back. The PIN works; the camera and the reader's own proof are each maker's
 * and need an {@link Eye} of their own.
 */
final class PcscReader implements ReaderDevice {
    private static final long LOOK_AGAIN_MILLIS = 1_000;

    private final CardTerminal terminal;

    PcscReader(String name) {
        this.terminal = new ByName(name);
    }

    @Override
    public CardTerminal terminal() {
        return terminal;
    }

    @Override
    public Optional<Eye> eye() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // the service owns the reader
    }

    private static final class ByName extends CardTerminal {
        private final String name;

        ByName(String name) {
            this.name = name;
        }

        private CardTerminal found() throws CardException {
            for (CardTerminal one : TerminalFactory.getDefault().terminals().list()) {
                if (one.getName().startsWith(name)) {
                    return one;
                }
            }
            throw new CardException("the reader set as terminal.reader is not connected");
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public Card connect(String protocol) throws CardException {
            return found().connect(protocol);
        }

        @Override
        public boolean isCardPresent() throws CardException {
            return found().isCardPresent();
        }

        @Override
        public boolean waitForCardPresent(long timeout) throws CardException {
            return found().waitForCardPresent(Math.max(timeout, LOOK_AGAIN_MILLIS));
        }

        @Override
        public boolean waitForCardAbsent(long timeout) throws CardException {
            return found().waitForCardAbsent(Math.max(timeout, LOOK_AGAIN_MILLIS));
        }
    }
}
