package org.onshi.terminal;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Which reader the terminal has ({@code terminal.reader}); one terminal, one reader. */
sealed interface ReaderPlace {
    /** The simulated reader behind this URL of the sandbox: {@code virtual:http://…/readers/01}. */
    record Virtual(URI root) implements ReaderPlace {}

    /** A PC/SC reader whose name begins so: {@code pcsc:NAME}. */
    record Pcsc(String name) implements ReaderPlace {}

    /** Reads the setting; empty when it is neither form. */
    static Optional<ReaderPlace> of(String text) {
        if (text.startsWith("pcsc:") && text.length() > "pcsc:".length()) {
            return Optional.of(new Pcsc(text.substring("pcsc:".length()).strip()));
        }
        if (!text.startsWith("virtual:")) {
            return Optional.empty();
        }
        try {
            URI root = URI.create(text.substring("virtual:".length()));
            boolean good = "http".equals(root.getScheme()) && root.getHost() != null;
            return good ? Optional.of(new Virtual(root)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Opens it; a reader that is not there shows at its first use. */
    default ReaderDevice open(Duration timeout) {
        return switch (this) {
            case Virtual virtual -> new VirtualReader(virtual.root(), timeout);
            case Pcsc pcsc -> new PcscReader(pcsc.name());
        };
    }
}
