package org.onshi.server.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.onshi.kernel.FacilityCode;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * What a card signs: version (1 byte), random (16), end of life in seconds (8), and a MAC (32) that
 * binds them to facility, terminal and visit. Nothing is kept until it is answered; that it is
 * answered once is the presence's primary key.
 */
final class Challenges {
    private static final byte VERSION = 1;
    private static final int RANDOM_BYTES = 16;
    private static final int MAC_BYTES = 32;
    private static final int HEAD_BYTES = 1 + RANDOM_BYTES + Long.BYTES;
    private static final int KEY_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final IdentitySettings settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    Challenges(IdentitySettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.key =
                new SecretKeySpec(
                        settings.sharedChallengeKey().map(Challenges::read).orElseGet(this::drawn),
                        ALGORITHM);
    }

    Challenge issue(FacilityCode facility, String terminal, UUID visit) {
        long end = clock.instant().plus(settings.challengeLife()).getEpochSecond();
        byte[] drawn = new byte[RANDOM_BYTES];
        random.nextBytes(drawn);
        byte[] head = ByteBuffer.allocate(HEAD_BYTES).put(VERSION).put(drawn).putLong(end).array();
        byte[] all =
                ByteBuffer.allocate(HEAD_BYTES + MAC_BYTES)
                        .put(head)
                        .put(mac(head, facility, terminal, visit))
                        .array();
        return new Challenge(
                visit, Base64.getEncoder().encodeToString(all), Instant.ofEpochSecond(end));
    }

    /**
     * Passes when it was issued for this visit at this terminal and lives.
     *
     * @throws Fault {@link FaultCode#CHALLENGE_REFUSED} or {@link FaultCode#CHALLENGE_EXPIRED}
     */
    void require(byte[] challenge, FacilityCode facility, String terminal, UUID visit) {
        if (challenge.length != HEAD_BYTES + MAC_BYTES || challenge[0] != VERSION) {
            throw new Fault(FaultCode.CHALLENGE_REFUSED, "challenge");
        }
        ByteBuffer read = ByteBuffer.wrap(challenge);
        byte[] head = new byte[HEAD_BYTES];
        byte[] shown = new byte[MAC_BYTES];
        read.get(head).get(shown);
        if (!MessageDigest.isEqual(shown, mac(head, facility, terminal, visit))) {
            throw new Fault(FaultCode.CHALLENGE_REFUSED, "challenge");
        }
        long end = ByteBuffer.wrap(head).getLong(1 + RANDOM_BYTES);
        if (!clock.instant().isBefore(Instant.ofEpochSecond(end))) {
            throw new Fault(FaultCode.CHALLENGE_EXPIRED, "challenge");
        }
    }

    private byte[] mac(byte[] head, FacilityCode facility, String terminal, UUID visit) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(head);
            // the first two have one length each, so that no two bindings share their bytes
            mac.update(facility.digits().getBytes(StandardCharsets.US_ASCII));
            mac.update(visit.toString().getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(terminal.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, impossible);
        }
    }

    private byte[] drawn() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "onshi.identity.challenge-key-file cannot be read", unreadable);
        }
        if (bytes.length < KEY_BYTES) {
            throw new IllegalStateException(
                    "onshi.identity.challenge-key-file must hold at least 32 bytes");
        }
        return bytes;
    }
}
