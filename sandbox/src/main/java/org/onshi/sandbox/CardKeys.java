package org.onshi.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/**
 * The keys of cards. An RSA key takes long to make, so that the cards of the town share a few
 * ({@value #POOL}), each made when the first card needs it (docs/divergences.md); a card issued on
 * its own has its own.
 */
final class CardKeys {
    private static final int POOL = 8;

    private final Path folder;
    private final KeyPair[] pool = new KeyPair[POOL];

    /**
     * @param folder where the shared ones are kept
     */
    CardKeys(Path folder) {
        PrivateFiles.folder(folder);
        this.folder = folder;
    }

    /** The key of user-authentication certificates. */
    KeyPair authentication(CardRound round) {
        return round.key().isEmpty()
                ? shared(round.cardId().hashCode() + round.number())
                : RsaKeys.kept(Base64.getDecoder().decode(round.key()));
    }

    /** The key of signature certificates, always a shared one. */
    KeyPair signature(CardRound round) {
        return shared(round.cardId().hashCode() + round.number() + 1);
    }

    /** A key of a card's own, as {@link CardRound#key()} has it. */
    static String own() {
        return Base64.getEncoder().encodeToString(RsaKeys.make().getPrivate().getEncoded());
    }

    /**
     * RSA PKCS#1 v1.5 of what is given, which is not hashed again.
     *
     * @throws IllegalArgumentException when it is too long for that
     */
    byte[] sign(CardRound round, byte[] digestInfo) {
        try {
            Cipher padding = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            padding.init(Cipher.ENCRYPT_MODE, authentication(round).getPrivate());
            return padding.doFinal(digestInfo);
        } catch (IllegalBlockSizeException tooLong) {
            throw new IllegalArgumentException("too long to be signed by RSA", tooLong);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks RSA", e);
        }
    }

    private synchronized KeyPair shared(int number) {
        int at = Math.floorMod(number, POOL);
        if (pool[at] == null) {
            Path file = folder.resolve("shared-" + at + "-key.pem");
            if (Files.exists(file)) {
                pool[at] = RsaKeys.pair(Keys.readKey(file, "RSA"));
            } else {
                pool[at] = RsaKeys.make();
                Keys.writePem(file, "PRIVATE KEY", pool[at].getPrivate().getEncoded());
            }
        }
        return pool[at];
    }
}
