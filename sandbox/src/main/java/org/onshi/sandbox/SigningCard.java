package org.onshi.sandbox;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A card of the town that signs in the caller's own process: for measurements, in which otherwise
 * the reader and this simulation would be measured. A PIN is not asked for.
 *
 * @param certificate the user-authentication certificate, base64 of DER
 * @param key of that certificate
 */
public record SigningCard(String certificate, PrivateKey key) {
    /**
     * Cards as the town begins with them: registered, valid today, of grown-ups.
     *
     * @param sandbox the simulation's folder, with the town and the cards' keys
     * @param keys whose authorities issue the cards
     * @param persons whose cards, by their keys in the town
     */
    public static List<SigningCard> ofTown(
            Path sandbox, Keys keys, LocalDate today, Set<String> persons) {
        Jpki jpki = Jpki.in(keys);
        CardKeys pairs = new CardKeys(sandbox.resolve("card-keys"));
        return TownCards.read(new TownFiles(sandbox.resolve("town")).town()).values().stream()
                .filter(card -> persons.contains(card.person()))
                .filter(card -> card.registered() && card.kind() == CardKind.ADULT)
                .filter(card -> card.certificateExpiresOn().isAfter(today))
                .map(TownCard::entry)
                .filter(card -> card.condition() == CardCondition.VALID)
                .map(card -> of(card.present(), jpki, pairs))
                .toList();
    }

    private static SigningCard of(CardRound round, Jpki jpki, CardKeys pairs) {
        KeyPair pair = pairs.authentication(round);
        try {
            return new SigningCard(
                    Base64.getEncoder()
                            .encodeToString(
                                    jpki.authentication(round.issuedOn(), false)
                                            .authentication(
                                                    BigInteger.valueOf(round.serial()),
                                                    round.subject(),
                                                    round.issuedOn(),
                                                    round.expiresOn(),
                                                    CardOffice.CARD_POLICY,
                                                    pair.getPublic())
                                            .getEncoded()),
                    pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate could not be encoded", e);
        }
    }

    /** Neither certificate nor key. */
    @Override
    public String toString() {
        return "SigningCard";
    }
}
