package org.onshi.sandbox;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import org.onshi.wire.SharedClock;

/**
 * One pair of certificates of a card; a renewal begins another round. Serial numbers follow from
 * card and round, so that they are known before the certificate is made.
 *
 * @param number 0 for those of the issue
 * @param key PKCS#8 of the card's own key, base64; empty for one of the pool
 * @param endedAt when a renewal superseded it; {@link Instant#MAX} while it is the present one
 */
record CardRound(
        String cardId,
        int number,
        LocalDate issuedOn,
        LocalDate expiresOn,
        String key,
        Instant endedAt) {
    private static final long POSITIVE = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final long SIXTEEN_DIGITS = 0x4000_0000_0000_0000L;
    private static final int SUBJECT_BYTES = 13;

    /** Serial number of the user-authentication certificate: positive, 63 bits. */
    long serial() {
        return (ByteBuffer.wrap(digest("authentication")).getLong() & POSITIVE) | SIXTEEN_DIGITS;
    }

    /** The same of the signature certificate. */
    BigInteger signatureSerial() {
        return BigInteger.valueOf(
                (ByteBuffer.wrap(digest("signature")).getLong() & POSITIVE) | SIXTEEN_DIGITS);
    }

    /** What stands in both as CN (発行番号): says nothing about the holder. */
    String subject() {
        return HexFormat.of()
                .withUpperCase()
                .formatHex(Arrays.copyOf(digest("subject"), SUBJECT_BYTES));
    }

    boolean ended() {
        return !endedAt.equals(Instant.MAX);
    }

    CardRound endedAt(Instant at) {
        return new CardRound(cardId, number, issuedOn, expiresOn, key, at);
    }

    /** Midnight of its first day, Japanese time. */
    Instant begin() {
        return issuedOn.atStartOfDay(SharedClock.ZONE).toInstant();
    }

    private byte[] digest(String purpose) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(
                            ("onshi card " + purpose + "\n" + cardId + "\n" + number)
                                    .getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        }
    }

    /** Without its key. */
    @Override
    public String toString() {
        return "CardRound[" + number + "]";
    }
}
