package org.onshi.terminal;

import java.util.Optional;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;

/**
 * The device on the counter. Cards are spoken to through {@link CardTerminal} alone; comparing
 * faces and proving itself to the card are the device's own, and each make of reader implements
 * them here. No picture passes through.
 */
interface ReaderDevice extends AutoCloseable {
    /** The reader as the smart card API knows it. */
    CardTerminal terminal();

    /** The camera and the proof without PIN; empty for a plain reader, which serves PIN only. */
    Optional<Eye> eye();

    @Override
    void close();

    /** What a reader with a camera does besides reading cards. */
    interface Eye {
        /**
         * Compares the person before the camera with the photo on the card.
         *
         * @throws CardException when the device does not answer in time or the card is gone
         */
        FaceComparison compareFace() throws CardException;

        /**
         * The reader's proof to the card.
         *
         * @param challenge 16 bytes of the card
         * @param mode FACE, only after a match with this card, or VISUAL
         * @throws CardException when the device refuses or does not answer in time
         */
        ReaderProof prove(byte[] challenge, IdentificationMode mode) throws CardException;
    }
}
