package org.onshi.terminal;

import java.security.Provider;
import java.util.List;
import java.util.Map;
import javax.smartcardio.CardTerminals;
import javax.smartcardio.TerminalFactorySpi;

/**
 * The sandbox's readers as a provider of {@code javax.smartcardio}: what works with a card here
 * works with a PC/SC reader, which comes from another provider of the same interface.
 */
final class VirtualReaderProvider extends Provider {
    /** What to ask {@link javax.smartcardio.TerminalFactory} for; its parameter is the link. */
    static final String TYPE = "OnshiVirtual";

    private static final long serialVersionUID = 1L;

    VirtualReaderProvider() {
        super("OnshiVirtualReaders", "1.0", "virtual card readers of the Onshi sandbox");
        putService(new Virtual(this));
    }

    private static final class Virtual extends Service {
        Virtual(Provider provider) {
            super(
                    provider,
                    "TerminalFactory",
                    TYPE,
                    VirtualReaderProvider.class.getName(),
                    List.of(),
                    Map.of());
        }

        @Override
        public Object newInstance(Object parameter) {
            if (!(parameter instanceof VirtualReaderLink link)) {
                throw new IllegalArgumentException("a virtual reader needs its link");
            }
            return new Factory(link);
        }
    }

    private static final class Factory extends TerminalFactorySpi {
        private final VirtualTerminals terminals;

        Factory(VirtualReaderLink link) {
            this.terminals = new VirtualTerminals(new VirtualTerminal(link));
        }

        @Override
        protected CardTerminals engineTerminals() {
            return terminals;
        }
    }
}
