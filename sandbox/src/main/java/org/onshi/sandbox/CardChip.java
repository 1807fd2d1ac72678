package org.onshi.sandbox;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.LocalDate;
import java.time.chrono.JapaneseDate;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One session of a virtual card: answers the commands of facts §4.1 and docs/card.md §2 and forgets
 * at its end what was unlocked. What outlives the session, the tries left of the PIN, is the
 * card's.
 *
 * <p>There is no file with the individual number (個人番号, 照合番号A): it is not on the card. Safe for
 * several threads; commands are worked off one after another.
 */
final class CardChip {
    /** Bytes of the challenge to a reader. */
    static final int CHALLENGE_BYTES = 16;

    /** The answer to reset of every virtual card: direct convention, T=1. */
    static final String ANSWER_TO_RESET = "3b8080018181";

    private static final int PIN_BYTES_MAX = 16;

    /** What PKCS#1 v1.5 leaves of 256 bytes. */
    private static final int SIGNED_BYTES_MAX = 245;

    private static final int SELECT = 0xA4;
    private static final int READ_BINARY = 0xB0;
    private static final int VERIFY = 0x20;
    private static final int SECURITY_OPERATION = 0x2A;
    private static final int GET_CHALLENGE = 0x84;
    private static final int EXTERNAL_AUTHENTICATE = 0x82;

    private static final int BY_IDENTIFIER = 0x040C;
    private static final int BY_FILE = 0x020C;
    private static final int SELECTED_PIN = 0x0080;
    private static final int COMPUTE_SIGNATURE = 0x0080;
    private static final int VERIFY_CERTIFICATE = 0x00AE;

    private static final int EF_SIGNATURE_CERTIFICATE = 0x0001;
    private static final int EF_TOKEN = 0x0006;
    private static final int EF_CERTIFICATE = 0x000A;
    private static final int EF_AUTHORITY = 0x000B;
    private static final int EF_READER_KEY = 0x0016;
    private static final int EF_KEY = 0x0017;
    private static final int EF_PIN = 0x0018;
    private static final int EF_FIRST_PRINTED = 0x0001;
    private static final int EF_ALL_PRINTED = 0x0002;
    private static final int EF_PRINTED_PIN = 0x0011;

    private static final String TOKEN_OF_CARD = "JPKIAPICCTOKEN";
    private static final String TOKEN_OF_PHONE = "JPKIAPGPSETOKEN";
    private static final int TOKEN_BYTES = 20;
    private static final byte[] NOTHING = {};

    /**
     * A card is in one place, but moving it may overtake a command that still runs; a try must not
     * be counted once for two. Several cards share a lock.
     */
    private static final Object[] COUNTING = locks(64);

    private final CardInHand card;
    private final X509Certificate readerAuthority;
    private final SecureRandom random;
    private Optional<CardApplication> application = Optional.empty();
    private OptionalInt file = OptionalInt.empty();
    private boolean verified;
    private boolean admitted;
    private Optional<byte[]> challenge = Optional.empty();
    private Optional<X509Certificate> reader = Optional.empty();

    /**
     * Power on.
     *
     * @param readerAuthority whose readers may prove themselves instead of a PIN
     */
    CardChip(CardInHand card, X509Certificate readerAuthority, SecureRandom random) {
        this.card = card;
        this.readerAuthority = readerAuthority;
        this.random = random;
    }

    private static Object[] locks(int count) {
        Object[] locks = new Object[count];
        Arrays.setAll(locks, at -> new Object());
        return locks;
    }

    /**
     * Works off a command.
     *
     * @param bytes wiped when this returns, since a PIN may be among them
     * @return the answer and its status word
     */
    synchronized byte[] transmit(byte[] bytes) {
        try {
            byte[] content = answer(CommandApdu.of(bytes));
            byte[] answer = Arrays.copyOf(content, content.length + 2);
            answer[content.length] = (byte) (StatusWord.OK >> 8);
            return answer;
        } catch (StatusWord no) {
            return new byte[] {(byte) (no.word() >> 8), (byte) no.word()};
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private byte[] answer(CommandApdu command) throws StatusWord {
        int cla = command.cla();
        if (cla == 0x80) {
            if (command.ins() != SECURITY_OPERATION) {
                throw new StatusWord(StatusWord.INSTRUCTION_UNKNOWN);
            }
            return sign(command);
        }
        if (cla != 0) {
            throw new StatusWord(
                    cla < 4 ? StatusWord.CHANNEL_NOT_SERVED : StatusWord.CLASS_UNKNOWN);
        }
        return switch (command.ins()) {
            case SELECT -> select(command);
            case READ_BINARY -> read(command);
            case VERIFY -> verify(command);
            case GET_CHALLENGE -> challenge(command);
            case SECURITY_OPERATION -> certifyReader(command);
            case EXTERNAL_AUTHENTICATE -> admitReader(command);
            default -> throw new StatusWord(StatusWord.INSTRUCTION_UNKNOWN);
        };
    }

    private byte[] select(CommandApdu command) throws StatusWord {
        byte[] named = command.content();
        switch (command.parameters()) {
            case BY_IDENTIFIER -> {
                application =
                        Optional.of(
                                CardApplication.of(named)
                                        .orElseThrow(() -> new StatusWord(StatusWord.NOT_FOUND)));
                file = OptionalInt.empty();
                verified = false;
                forgetReader();
                admitted = false;
            }
            case BY_FILE -> {
                if (named.length != 2) {
                    throw new StatusWord(StatusWord.WRONG_LENGTH);
                }
                int wanted = ((named[0] & 0xFF) << 8) | (named[1] & 0xFF);
                if (!has(wanted)) {
                    throw new StatusWord(StatusWord.NOT_FOUND);
                }
                file = OptionalInt.of(wanted);
            }
            default -> throw new StatusWord(StatusWord.PARAMETERS_WRONG);
        }
        return NOTHING;
    }

    private boolean has(int wanted) {
        if (application.isEmpty()) {
            return false;
        }
        boolean phone = card.kind() == CardKind.PHONE_ANDROID || card.kind() == CardKind.PHONE_IOS;
        boolean pin = card.kind() != CardKind.PIN_LESS;
        return switch (application.get()) {
            case JPKI ->
                    switch (wanted) {
                        case EF_SIGNATURE_CERTIFICATE, EF_TOKEN, EF_CERTIFICATE, EF_KEY -> true;
                        case EF_AUTHORITY -> card.authenticationAuthority().isPresent();
                        case EF_PIN -> pin;
                        case EF_READER_KEY -> !phone;
                        default -> false;
                    };
            case TEXT -> !phone && (wanted == EF_ALL_PRINTED || (wanted == EF_PRINTED_PIN && pin));
            case FACE ->
                    !phone
                            && (wanted == EF_FIRST_PRINTED
                                    || wanted == EF_ALL_PRINTED
                                    || wanted == EF_PRINTED_PIN);
        };
    }

    private byte[] read(CommandApdu command) throws StatusWord {
        int offset = command.parameters();
        if (offset > 0x7FFF) {
            // the short names of files are not served
            throw new StatusWord(StatusWord.PARAMETERS_WRONG);
        }
        if (command.contentLength() > 0 || command.expected() == 0) {
            throw new StatusWord(StatusWord.WRONG_LENGTH);
        }
        byte[] content = content(selectedFile());
        if (offset >= content.length) {
            throw new StatusWord(StatusWord.OFFSET_WRONG);
        }
        return Arrays.copyOfRange(
                content, offset, Math.min(content.length, offset + command.expected()));
    }

    private byte[] content(int wanted) throws StatusWord {
        return switch (application.orElseThrow()) {
            case JPKI ->
                    switch (wanted) {
                        case EF_TOKEN -> token();
                        case EF_CERTIFICATE -> encoded(card.authenticationCertificate());
                        case EF_AUTHORITY -> encoded(card.authenticationAuthority().orElseThrow());
                        // its own PIN is on no virtual card: nothing here signs documents
                        case EF_SIGNATURE_CERTIFICATE ->
                                throw new StatusWord(StatusWord.NOT_ADMITTED);
                        default -> throw new StatusWord(StatusWord.NO_FILE_OF_THIS_KIND);
                    };
            case TEXT ->
                    switch (wanted) {
                        case EF_ALL_PRINTED -> printed(PrintedEntries.text(card.holder()));
                        default -> throw new StatusWord(StatusWord.NO_FILE_OF_THIS_KIND);
                    };
            case FACE ->
                    switch (wanted) {
                        case EF_FIRST_PRINTED -> printed(PrintedEntries.birthDate(card.holder()));
                        case EF_ALL_PRINTED ->
                                printed(PrintedEntries.face(card.holder(), card.photo()));
                        default -> throw new StatusWord(StatusWord.NO_FILE_OF_THIS_KIND);
                    };
        };
    }

    private byte[] printed(byte[] entries) throws StatusWord {
        if (!verified) {
            throw new StatusWord(StatusWord.NOT_ADMITTED);
        }
        return entries;
    }

    private byte[] token() {
        String token =
                switch (card.kind()) {
                    case ADULT, MINOR, INFANT, PIN_LESS -> TOKEN_OF_CARD;
                    case PHONE_ANDROID -> TOKEN_OF_PHONE;
                    case PHONE_IOS -> TOKEN_OF_PHONE + " IOS";
                };
        byte[] padded = new byte[TOKEN_BYTES];
        Arrays.fill(padded, (byte) ' ');
        byte[] text = token.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, padded, 0, text.length);
        return padded;
    }

    private byte[] verify(CommandApdu command) throws StatusWord {
        if (command.parameters() != SELECTED_PIN) {
            throw new StatusWord(StatusWord.PARAMETERS_WRONG);
        }
        int wanted = selectedFile();
        boolean ofBirth = application.orElseThrow() == CardApplication.FACE;
        if (wanted
                != (application.orElseThrow() == CardApplication.JPKI ? EF_PIN : EF_PRINTED_PIN)) {
            throw new StatusWord(StatusWord.NO_FILE_OF_THIS_KIND);
        }
        if (command.contentLength() > PIN_BYTES_MAX) {
            throw new StatusWord(StatusWord.WRONG_LENGTH);
        }
        byte[] pin = command.content();
        try {
            if (ofBirth) {
                verifyBirthDate(pin);
            } else {
                synchronized (COUNTING[Math.floorMod(card.cardId().hashCode(), COUNTING.length)]) {
                    verifyPin(pin);
                }
            }
        } finally {
            Arrays.fill(pin, (byte) 0);
        }
        return NOTHING;
    }

    /** A wrong one is counted on disk before it is answered, so that no kill gives a try back. */
    private void verifyPin(byte[] pin) throws StatusWord {
        int left = card.pinTriesLeft();
        if (left == 0) {
            verified = false;
            throw new StatusWord(StatusWord.LOCKED);
        }
        if (pin.length == 0) {
            throw new StatusWord(StatusWord.WRONG_PIN + left);
        }
        verified = false;
        if (!card.pinIs(pin)) {
            card.setPinTriesLeft(left - 1);
            throw new StatusWord(StatusWord.WRONG_PIN + left - 1);
        }
        if (left < CardEntry.PIN_TRIES) {
            card.setPinTriesLeft(CardEntry.PIN_TRIES);
        }
        verified = true;
    }

    /** The birth date as the era writes it, which is printed on the card and not counted. */
    private void verifyBirthDate(byte[] pin) throws StatusWord {
        verified = verified && pin.length == 0;
        LocalDate birth = card.holder().birthDate();
        String printed =
                "%02d%02d%02d"
                        .formatted(
                                JapaneseDate.from(birth).get(ChronoField.YEAR_OF_ERA),
                                birth.getMonthValue(),
                                birth.getDayOfMonth());
        if (!MessageDigest.isEqual(pin, printed.getBytes(StandardCharsets.US_ASCII))) {
            throw new StatusWord(StatusWord.WRONG);
        }
        verified = true;
    }

    private byte[] sign(CommandApdu command) throws StatusWord {
        if (command.parameters() != COMPUTE_SIGNATURE) {
            throw new StatusWord(StatusWord.PARAMETERS_WRONG);
        }
        requireJpkiFile(EF_KEY);
        if (!verified && !admitted) {
            throw new StatusWord(StatusWord.NOT_ADMITTED);
        }
        if (command.contentLength() == 0 || command.contentLength() > SIGNED_BYTES_MAX) {
            throw new StatusWord(StatusWord.WRONG_LENGTH);
        }
        return card.signWithAuthenticationKey(command.content());
    }

    private byte[] challenge(CommandApdu command) throws StatusWord {
        if (command.parameters() != 0) {
            throw new StatusWord(StatusWord.PARAMETERS_WRONG);
        }
        requireJpkiFile(EF_READER_KEY);
        if (command.contentLength() > 0 || command.expected() != CHALLENGE_BYTES) {
            throw new StatusWord(StatusWord.WRONG_LENGTH);
        }
        byte[] fresh = new byte[CHALLENGE_BYTES];
        random.nextBytes(fresh);
        challenge = Optional.of(fresh);
        return fresh.clone();
    }

    private byte[] certifyReader(CommandApdu command) throws StatusWord {
        if (command.parameters() != VERIFY_CERTIFICATE) {
            throw new StatusWord(StatusWord.PARAMETERS_WRONG);
        }
        requireJpkiFile(EF_READER_KEY);
        if (command.contentLength() == 0) {
            throw new StatusWord(StatusWord.WRONG_LENGTH);
        }
        reader = Optional.empty();
        X509Certificate shown;
        try {
            shown =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(command.content()));
        } catch (CertificateException unreadable) {
            throw new StatusWord(StatusWord.CONTENT_WRONG);
        }
        if (!ReaderAuthority.issued(readerAuthority, shown)) {
            throw new StatusWord(StatusWord.NOT_ADMITTED);
        }
        reader = Optional.of(shown);
        return NOTHING;
    }

    private byte[] admitReader(CommandApdu command) throws StatusWord {
        if (command.parameters() != 0) {
            throw new StatusWord(StatusWord.PARAMETERS_WRONG);
        }
        requireJpkiFile(EF_READER_KEY);
        if (challenge.isEmpty() || reader.isEmpty()) {
            throw new StatusWord(StatusWord.OUT_OF_TURN);
        }
        byte[] content = command.content();
        if (content.length < 2) {
            throw new StatusWord(StatusWord.WRONG_LENGTH);
        }
        if (content[0] != ReaderAuthority.MODE_FACE && content[0] != ReaderAuthority.MODE_VISUAL) {
            throw new StatusWord(StatusWord.CONTENT_WRONG);
        }
        byte[] asked = challenge.get();
        challenge = Optional.empty();
        admitted = false;
        try {
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify((ECPublicKey) reader.get().getPublicKey());
            check.update(asked);
            check.update(content[0]);
            admitted = check.verify(content, 1, content.length - 1);
        } catch (GeneralSecurityException unreadable) {
            throw new StatusWord(StatusWord.WRONG);
        }
        if (!admitted) {
            throw new StatusWord(StatusWord.WRONG);
        }
        return NOTHING;
    }

    private void forgetReader() {
        challenge = Optional.empty();
        reader = Optional.empty();
    }

    private void requireJpkiFile(int wanted) throws StatusWord {
        if (selectedFile() != wanted || application.orElseThrow() != CardApplication.JPKI) {
            throw new StatusWord(StatusWord.OUT_OF_TURN);
        }
    }

    private int selectedFile() throws StatusWord {
        if (file.isEmpty()) {
            throw new StatusWord(StatusWord.NOTHING_SELECTED);
        }
        return file.getAsInt();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate could not be encoded", e);
        }
    }
}
