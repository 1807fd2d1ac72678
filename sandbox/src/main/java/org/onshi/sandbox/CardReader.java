package org.onshi.sandbox;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * A face-recognition card reader with what lies on it and stands before it. Safe for several
 * threads: a card may be taken away while a command runs, whose answer then is lost.
 */
final class CardReader {
    /**
     * A session in which nothing was said for so long is over: whoever held it is dead. Longer than
     * a terminal lets a visit wait for the patient (180 s).
     */
    static final Duration SESSION_IDLE = Duration.ofMinutes(4);

    private static final int SESSION_BYTES = 12;

    private final String name;
    private final CardDrawer drawer;
    private final X509Certificate authority;
    private final CertificateAuthority.Issued own;
    private final SecureRandom random;
    private final LongSupplier nanos;
    private long epoch;
    private Optional<String> cardId = Optional.empty();
    private Optional<Session> session = Optional.empty();
    private Camera camera = Camera.NOBODY;
    private boolean matched;
    private boolean closed;

    /**
     * Whether a card lies on it.
     *
     * @param epoch grows with every placing and removing, also over restarts
     */
    record State(long epoch, boolean present) {}

    /** What lies on it and what it sees, at one moment. */
    record Look(String reader, Optional<String> cardId, Camera camera) {}

    /** A proof to a card that this is a reader of the authority. */
    static final class Proof {
        private final byte[] certificate;
        private final byte[] signature;

        private Proof(byte[] certificate, byte[] signature) {
            this.certificate = certificate;
            this.signature = signature;
        }

        /** X.509, DER. */
        byte[] certificate() {
            return certificate;
        }

        /** ECDSA, DER. */
        byte[] signature() {
            return signature;
        }
    }

    private static final class Session {
        private final String id;
        private final CardChip chip;
        private int running;
        private long lastNanos;

        private Session(String id, CardChip chip, long nanos) {
            this.id = id;
            this.chip = chip;
            this.lastNanos = nanos;
        }
    }

    /**
     * An empty reader.
     *
     * @param own its key and certificate
     * @param epoch to begin with
     * @param nanos a clock that only runs forward
     */
    CardReader(
            String name,
            CardDrawer drawer,
            ReaderAuthority authority,
            CertificateAuthority.Issued own,
            long epoch,
            LongSupplier nanos) {
        this.name = name;
        this.drawer = drawer;
        this.authority = authority.certificate();
        this.own = own;
        this.random = new SecureRandom();
        this.epoch = epoch;
        this.nanos = nanos;
    }

    String name() {
        return name;
    }

    synchronized Look look() {
        return new Look(name, cardId, camera);
    }

    synchronized State state() {
        return new State(epoch, cardId.isPresent());
    }

    /** The state once its epoch is above {@code after}, else the one when the wait is over. */
    synchronized State stateAfter(long after, Duration wait) throws InterruptedException {
        long begun = nanos.getAsLong();
        long left = wait.toNanos();
        while (epoch <= after && left > 0 && !closed) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = wait.toNanos() - (nanos.getAsLong() - begun);
        }
        return state();
    }

    /**
     * A card is put on it, in place of what lay there.
     *
     * @param follow whether its holder steps before the camera
     */
    synchronized void place(CardInHand card, boolean follow) {
        cardId = Optional.of(card.cardId());
        if (follow) {
            camera = camera.facing(card.person());
        }
        moved();
    }

    /** What lies on it is taken away; on an empty reader nothing happens. */
    synchronized void remove() {
        if (cardId.isPresent()) {
            cardId = Optional.empty();
            camera = camera.withoutPicture();
            moved();
        }
    }

    /** The card is taken away if it is this one. */
    synchronized void remove(String moving) {
        if (cardId.equals(Optional.of(moving))) {
            remove();
        }
    }

    /** Nobody waits here any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void moved() {
        epoch++;
        session = Optional.empty();
        matched = false;
        notifyAll();
    }

    /** Changes whom the camera sees, or how well. */
    synchronized void see(UnaryOperator<Camera> change) {
        camera = change.apply(camera);
    }

    /**
     * Begins an exclusive session with the card.
     *
     * @return its id
     * @throws Fault {@link FaultCode#READER_EMPTY}, {@link FaultCode#READER_BUSY}
     */
    synchronized String begin() {
        CardInHand card = card();
        if (session.filter(held -> !isIdle(held)).isPresent()) {
            throw new Fault(FaultCode.READER_BUSY);
        }
        byte[] id = new byte[SESSION_BYTES];
        random.nextBytes(id);
        Session begun =
                new Session(
                        HexFormat.of().formatHex(id),
                        new CardChip(card, authority, random),
                        nanos.getAsLong());
        session = Optional.of(begun);
        return begun.id;
    }

    private boolean isIdle(Session held) {
        return held.running == 0 && nanos.getAsLong() - held.lastNanos >= SESSION_IDLE.toNanos();
    }

    /**
     * Hands a command to the card.
     *
     * @param command wiped when this returns
     * @throws Fault {@link FaultCode#CARD_GONE} when the session is over, also when that happened
     *     while the card was at it
     */
    byte[] transmit(String id, byte[] command) {
        Session current;
        synchronized (this) {
            current =
                    session.filter(held -> held.id.equals(id) && !isIdle(held))
                            .orElseThrow(() -> {
                                Arrays.fill(command, (byte) 0);
                                return new Fault(FaultCode.CARD_GONE);
                            });
            current.running++;
        }
        byte[] answer;
        try {
            answer = current.chip.transmit(command);
        } finally {
            synchronized (this) {
                current.running--;
                current.lastNanos = nanos.getAsLong();
            }
        }
        synchronized (this) {
            if (session.filter(held -> held.id.equals(id)).isEmpty()) {
                throw new Fault(FaultCode.CARD_GONE);
            }
        }
        return answer;
    }

    /** Ends a session; one that is over already is as good. */
    synchronized void end(String id) {
        session = session.filter(held -> !held.id.equals(id));
    }

    /**
     * Compares whom the camera sees with the photo on the card.
     *
     * @throws Fault {@link FaultCode#READER_EMPTY}
     */
    FaceOutcome compare() {
        Optional<byte[]> photo;
        Camera seen;
        long at;
        synchronized (this) {
            photo = card().photo();
            seen = camera;
            at = epoch;
        }
        FaceOutcome outcome = compare(photo, seen);
        synchronized (this) {
            if (epoch != at) {
                throw new Fault(FaultCode.CARD_GONE);
            }
            matched = outcome instanceof FaceOutcome.Match;
        }
        return outcome;
    }

    private static FaceOutcome compare(Optional<byte[]> photo, Camera seen) {
        if (photo.isEmpty()) {
            return new FaceOutcome.NoPhoto();
        }
        Optional<Portrait> face = seen.view();
        if (face.isEmpty()) {
            return new FaceOutcome.NotReadable(
                    Optional.of(seen.condition())
                            .filter(condition -> condition != Camera.Condition.CLEAR));
        }
        boolean same = photo.flatMap(Portrait::in).filter(face.get()::shows).isPresent();
        return same ? new FaceOutcome.Match() : new FaceOutcome.OtherFace();
    }

    /**
     * Proves itself to the card.
     *
     * @param challenge of the card
     * @param mode {@link ReaderAuthority#MODE_FACE}, only after a match with this card, or {@link
     *     ReaderAuthority#MODE_VISUAL}
     * @throws Fault {@link FaultCode#READER_EMPTY}, {@link FaultCode#READER_NO_MATCH}
     */
    synchronized Proof prove(byte[] challenge, byte mode) {
        if (cardId.isEmpty()) {
            throw new Fault(FaultCode.READER_EMPTY);
        }
        if (mode == ReaderAuthority.MODE_FACE && !matched) {
            throw new Fault(FaultCode.READER_NO_MATCH);
        }
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(own.key(), random);
            signature.update(challenge);
            signature.update(mode);
            return new Proof(own.certificate().getEncoded(), signature.sign());
        } catch (CertificateException e) {
            throw new IllegalStateException("the reader's certificate could not be encoded", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks ECDSA", e);
        }
    }

    private CardInHand card() {
        return cardId.flatMap(drawer::card).orElseThrow(() -> new Fault(FaultCode.READER_EMPTY));
    }
}
