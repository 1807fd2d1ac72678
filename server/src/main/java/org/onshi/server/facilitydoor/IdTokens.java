package org.onshi.server.facilitydoor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.onshi.server.callers.Caller;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * The idToken of the real web API: its end of life and a MAC over that and the certificate's
 * fingerprint. It is bound to the certificate, so a stolen one is worth nothing to anybody else,
 * and nothing has to be kept for it.
 */
final class IdTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int MAC_BYTES = 32;

    private final SecretKeySpec key;
    private final Duration life;
    private final InstantSource clock;

    IdTokens(FacilityDoorSettings settings, InstantSource clock) {
        this.key =
                new SecretKeySpec(
                        settings.sharedTokenKey().map(IdTokens::read).orElseGet(IdTokens::drawn),
                        ALGORITHM);
        this.life = settings.tokenLife();
        this.clock = clock;
    }

    /** A token for this certificate from now on. */
    String issue(Caller caller) {
        long end = clock.instant().plus(life).getEpochSecond();
        ByteBuffer token = ByteBuffer.allocate(Long.BYTES + MAC_BYTES);
        token.putLong(end).put(mac(end, caller));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /**
     * Passes when the token was issued to this certificate and lives.
     *
     * @throws Fault {@link FaultCode#TOKEN_MISSING} or {@link FaultCode#TOKEN_REFUSED}
     */
    void require(Optional<String> authorization, Caller caller) {
        String token = authorization.map(String::strip).filter(it -> !it.isEmpty()).orElse("");
        if (token.isEmpty()) {
            throw new Fault(FaultCode.TOKEN_MISSING);
        }
        ByteBuffer read = ByteBuffer.wrap(decoded(token));
        if (read.remaining() != Long.BYTES + MAC_BYTES) {
            throw new Fault(FaultCode.TOKEN_REFUSED);
        }
        long end = read.getLong();
        byte[] shown = new byte[MAC_BYTES];
        read.get(shown);
        if (!MessageDigest.isEqual(shown, mac(end, caller))
                || !clock.instant().isBefore(Instant.ofEpochSecond(end))) {
            throw new Fault(FaultCode.TOKEN_REFUSED);
        }
    }

    private static byte[] decoded(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            throw new Fault(FaultCode.TOKEN_REFUSED, notBase64);
        }
    }

    private byte[] mac(long end, Caller caller) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(end).flip());
            return mac.doFinal(caller.fingerprint().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, impossible);
        }
    }

    private static byte[] drawn() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "onshi.facility-door.token-key-file cannot be read", unreadable);
        }
        if (bytes.length < KEY_BYTES) {
            throw new IllegalStateException(
                    "onshi.facility-door.token-key-file must hold at least 32 bytes");
        }
        return bytes;
    }
}
