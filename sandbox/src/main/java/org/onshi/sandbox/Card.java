package org.onshi.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** A card as a reader holds it; what it changes goes to the office at once. */
final class Card implements CardInHand {
    private final CardEntry entry;
    private final CardHolder holder;
    private final CardOffice office;

    /** The card as it is now. */
    Card(CardEntry entry, CardHolder holder, CardOffice office) {
        this.entry = entry;
        this.holder = holder;
        this.office = office;
    }

    @Override
    public String cardId() {
        return entry.cardId();
    }

    @Override
    public String person() {
        return entry.person();
    }

    @Override
    public CardKind kind() {
        return entry.kind();
    }

    @Override
    public X509Certificate authenticationCertificate() {
        return office.authenticationCertificate(entry);
    }

    @Override
    public Optional<X509Certificate> authenticationAuthority() {
        return Optional.of(office.authority(entry, entry.present()).certificate());
    }

    @Override
    public byte[] signWithAuthenticationKey(byte[] message) {
        return office.sign(entry.present(), message);
    }

    @Override
    public X509Certificate signatureCertificate() {
        return office.signatureCertificate(entry, holder);
    }

    @Override
    public boolean pinIs(byte[] pin) {
        // a card without a PIN has no right one
        return !entry.pin().isEmpty()
                && MessageDigest.isEqual(entry.pin().getBytes(StandardCharsets.US_ASCII), pin);
    }

    @Override
    public int pinTriesLeft() {
        return office.pinTriesLeft(entry.cardId());
    }

    @Override
    public void setPinTriesLeft(int left) {
        office.setPinTriesLeft(entry.cardId(), left);
    }

    @Override
    public CardHolder holder() {
        return holder;
    }

    @Override
    public Optional<byte[]> photo() {
        return entry.kind() == CardKind.INFANT
                ? Optional.empty()
                : Optional.of(Portrait.of(entry.person()));
    }

    @Override
    public String toString() {
        return "Card[" + entry.cardId() + "]";
    }
}
