package org.onshi.terminal;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.TerminalFactory;

/** The sandbox's reader: a smart card provider of its own, and the simulated camera. */
final class VirtualReader implements ReaderDevice {
    private final VirtualReaderLink link;
    private final CardTerminal terminal;

    VirtualReader(URI root, Duration timeout) {
        this.link = new VirtualReaderLink(root, timeout);
        try {
            this.terminal =
                    TerminalFactory.getInstance(
                                    VirtualReaderProvider.TYPE, link, new VirtualReaderProvider())
                            .terminals()
                            .list()
                            .getFirst();
        } catch (NoSuchAlgorithmException | CardException e) {
            throw new IllegalStateException("our own provider serves its own type", e);
        }
    }

    @Override
    public CardTerminal terminal() {
        return terminal;
    }

    @Override
    public Optional<Eye> eye() {
        return Optional.of(
                new Eye() {
                    @Override
                    public FaceComparison compareFace() throws CardException {
                        return link.compareFace();
                    }

                    @Override
                    public ReaderProof prove(byte[] challenge, IdentificationMode mode)
                            throws CardException {
                        return link.prove(challenge, mode);
                    }
                });
    }

    @Override
    public void close() {
        link.close();
    }
}
