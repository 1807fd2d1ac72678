package org.onshi.terminal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CardNotPresentException;
import javax.smartcardio.CardTerminal;

/**
 * What the terminal says to one card (facts §4.1): whose user-authentication certificate, is the
 * PIN right, sign this challenge. The connection is exclusive from the first command on and the
 * card is reset at the end, since what was unlocked stays unlocked while it has power.
 *
 * <p>Nothing else is selected: the application with the individual number (個人番号, 照合番号A) stays
 * closed.
 */
final class CardDialogue implements AutoCloseable {
    /** Longest certificate file read; real ones have about 1,700 bytes. */
    static final int CERTIFICATE_BYTES_MAX = 8 * 1024;

    /** Tries the card gives (facts §4.1). */
    static final int PIN_TRIES = 3;

    /** Digits of the PIN. */
    static final int PIN_DIGITS = 4;

    private static final System.Logger LOG = System.getLogger(CardDialogue.class.getName());
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SELECT_JPKI = HEX.parseHex("00A4040C0AD392F000260100000001");
    private static final byte[] SHA256_DIGEST =
            HEX.parseHex("3031300d060960864801650304020105000420");

    private static final int EF_TOKEN = 0x0006;
    private static final int EF_CERTIFICATE = 0x000A;
    private static final int EF_READER_KEY = 0x0016;
    private static final int EF_KEY = 0x0017;
    private static final int EF_PIN = 0x0018;

    private static final int OK = 0x9000;
    private static final int NOT_FOUND = 0x6A82;
    private static final int BLOCKED = 0x6984;
    private static final int BLOCKED_ON_SOME_CARDS = 0x6983;
    private static final int PIN_UNCOUNTED = 0x6300;
    private static final int READ_PIECE = 0xF0;
    private static final int ANSWER_BYTES_MAX = 65_538;
    private static final int CHALLENGE_BYTES = 16;

    /** What lies on the reader, by EF 0006. */
    enum Token {
        CARD,
        PHONE_ANDROID,
        PHONE_IOS;

        boolean phone() {
            return this != CARD;
        }
    }

    /** What came of a PIN. */
    sealed interface PinCheck {
        /** It is right. */
        record Right() implements PinCheck {}

        /** It is wrong; so many tries are left, from 0. */
        record Wrong(int triesLeft) implements PinCheck {}
    }

    private static final class Answer {
        private final byte[] content;
        private final int status;

        Answer(byte[] content, int status) {
            this.content = content;
            this.status = status;
        }

        byte[] content() {
            return content;
        }

        int status() {
            return status;
        }
    }

    private final Card card;
    private final CardChannel channel;

    private CardDialogue(Card card) {
        this.card = card;
        this.channel = card.getBasicChannel();
    }

    /**
     * Connects and opens the JPKI application.
     *
     * @throws CardException when there is no card, another speaks to it, or it is none of ours
     */
    static CardDialogue begin(CardTerminal terminal) throws CardException {
        CardDialogue dialogue = new CardDialogue(terminal.connect("EXCLUSIVE;*"));
        boolean good = false;
        try {
            dialogue.expect(dialogue.send(SELECT_JPKI.clone()), "SELECT AP");
            good = true;
            return dialogue;
        } finally {
            if (!good) {
                dialogue.close();
            }
        }
    }

    /** Card or phone. */
    Token token() throws CardException {
        selectFile(EF_TOKEN);
        Answer answer = send(new byte[] {0, (byte) 0xB0, 0, 0, 0x20});
        expect(answer, "READ BINARY of the token");
        String text =
                new String(answer.content(), java.nio.charset.StandardCharsets.US_ASCII).strip();
        if (text.startsWith("JPKIAPICCTOKEN")) {
            return Token.CARD;
        }
        if (text.startsWith("JPKIAPGPSETOKEN")) {
            return text.contains("IOS") ? Token.PHONE_IOS : Token.PHONE_ANDROID;
        }
        throw new CardException("the token is of no known kind");
    }

    /** The user-authentication certificate, DER; no PIN is needed for it. */
    byte[] certificate() throws CardException {
        selectFile(EF_CERTIFICATE);
        byte[] head = read(0, 4);
        int length = derLength(head);
        byte[] certificate = Arrays.copyOf(head, length);
        int at = head.length;
        while (at < length) {
            byte[] piece = read(at, Math.min(READ_PIECE, length - at));
            System.arraycopy(piece, 0, certificate, at, piece.length);
            at += piece.length;
        }
        return certificate;
    }

    /** Tries left of the PIN, 0 when it is locked; empty when the card has none. Costs no try. */
    OptionalInt pinTriesLeft() throws CardException {
        int selected = select(EF_PIN).status();
        if (selected == NOT_FOUND) {
            return OptionalInt.empty();
        }
        int status = send(new byte[] {0, 0x20, 0, (byte) 0x80}).status();
        if (status == NOT_FOUND) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(triesLeft(status));
    }

    /**
     * Tries the PIN.
     *
     * @param pin ASCII digits; wiped when this returns, whatever happens
     */
    PinCheck verify(byte[] pin) throws CardException {
        byte[] command = new byte[5 + pin.length];
        try {
            selectFile(EF_PIN);
            command[1] = 0x20;
            command[3] = (byte) 0x80;
            command[4] = (byte) pin.length;
            System.arraycopy(pin, 0, command, 5, pin.length);
            int status = send(command).status();
            return status == OK
                    ? new PinCheck.Right()
                    : new PinCheck.Wrong(status == PIN_UNCOUNTED ? 1 : triesLeft(status));
        } finally {
            Arrays.fill(pin, (byte) 0);
            Arrays.fill(command, (byte) 0);
        }
    }

    /**
     * The reader proves itself instead of a PIN; the sequence is the sandbox's (docs/card.md §2).
     */
    void admitReader(ReaderDevice.Eye eye, IdentificationMode mode) throws CardException {
        selectFile(EF_READER_KEY);
        Answer challenge = send(new byte[] {0, (byte) 0x84, 0, 0, CHALLENGE_BYTES});
        expect(challenge, "GET CHALLENGE");
        if (challenge.content().length != CHALLENGE_BYTES) {
            throw new CardException("the card's challenge has the wrong length");
        }
        ReaderProof proof = eye.prove(challenge.content(), mode);
        expect(
                send(command(0x00, 0x2A, 0x00, 0xAE, proof.certificate())),
                "PSO VERIFY CERTIFICATE");
        byte[] signed = new byte[1 + proof.signature().length];
        signed[0] = (byte) (mode == IdentificationMode.FACE ? 1 : 2);
        System.arraycopy(proof.signature(), 0, signed, 1, proof.signature().length);
        expect(send(command(0x00, 0x82, 0x00, 0x00, signed)), "EXTERNAL AUTHENTICATE");
    }

    /** RSA PKCS#1 v1.5 with SHA-256 over the challenge's bytes. */
    byte[] sign(byte[] challenge) throws CardException {
        selectFile(EF_KEY);
        byte[] digest = sha256(challenge);
        byte[] command = new byte[5 + SHA256_DIGEST.length + digest.length + 1];
        command[0] = (byte) 0x80;
        command[1] = 0x2A;
        command[3] = (byte) 0x80;
        command[4] = (byte) (SHA256_DIGEST.length + digest.length);
        System.arraycopy(SHA256_DIGEST, 0, command, 5, SHA256_DIGEST.length);
        System.arraycopy(digest, 0, command, 5 + SHA256_DIGEST.length, digest.length);
        Answer answer = send(command);
        expect(answer, "COMPUTE SIGNATURE");
        return answer.content();
    }

    /** Ends the session and resets the card. */
    @Override
    public void close() {
        try {
            card.disconnect(true);
        } catch (CardException e) {
            // it lost its power when it was taken away, which resets it too
            LOG.log(System.Logger.Level.DEBUG, "the card was gone before its reset");
        }
    }

    private void selectFile(int file) throws CardException {
        expect(select(file), "SELECT EF");
    }

    private Answer select(int file) throws CardException {
        return send(new byte[] {0, (byte) 0xA4, 0x02, 0x0C, 0x02, (byte) (file >> 8), (byte) file});
    }

    private byte[] read(int offset, int length) throws CardException {
        Answer answer =
                send(
                        new byte[] {
                            0, (byte) 0xB0, (byte) (offset >> 8), (byte) offset, (byte) length
                        });
        expect(answer, "READ BINARY");
        if (answer.content().length == 0 || answer.content().length > length) {
            throw new CardException("the card reads out another length than asked for");
        }
        return answer.content();
    }

    private static int derLength(byte[] head) throws CardException {
        if (head.length < 4 || head[0] != 0x30 || head[1] != (byte) 0x82) {
            throw new CardException("the file holds no certificate");
        }
        int length = 4 + ((head[2] & 0xFF) << 8) + (head[3] & 0xFF);
        if (length > CERTIFICATE_BYTES_MAX) {
            throw new CardException("the certificate is longer than any");
        }
        return length;
    }

    private static int triesLeft(int status) throws CardException {
        if ((status & 0xFFF0) == 0x63C0) {
            return status & 0xF;
        }
        if (status == BLOCKED || status == BLOCKED_ON_SOME_CARDS) {
            return 0;
        }
        throw wrong("VERIFY", status);
    }

    /** Short where the content allows it, else of extended length. */
    private static byte[] command(int cla, int ins, int p1, int p2, byte[] content) {
        boolean extended = content.length > 255;
        byte[] command = new byte[(extended ? 7 : 5) + content.length];
        command[0] = (byte) cla;
        command[1] = (byte) ins;
        command[2] = (byte) p1;
        command[3] = (byte) p2;
        if (extended) {
            command[5] = (byte) (content.length >> 8);
            command[6] = (byte) content.length;
        } else {
            command[4] = (byte) content.length;
        }
        System.arraycopy(content, 0, command, command.length - content.length, content.length);
        return command;
    }

    /** Not by CommandAPDU, which keeps a copy of what may be a PIN. */
    private Answer send(byte[] command) throws CardException {
        ByteBuffer response = ByteBuffer.allocate(ANSWER_BYTES_MAX);
        try {
            channel.transmit(ByteBuffer.wrap(command), response);
        } catch (IllegalStateException e) {
            throw new CardNotPresentException("the card is gone", e);
        }
        response.flip();
        if (response.remaining() < 2) {
            throw new CardException("the card answers without a status");
        }
        byte[] content = new byte[response.remaining() - 2];
        response.get(content);
        return new Answer(content, response.getShort() & 0xFFFF);
    }

    private void expect(Answer answer, String step) throws CardException {
        if (answer.status() != OK) {
            throw wrong(step, answer.status());
        }
    }

    private static CardException wrong(String step, int status) {
        return new CardException("%s answers %04X".formatted(step, status));
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
