package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.OptionalInt;
import javax.smartcardio.Card;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CommandAPDU;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.onshi.terminal.CardDialogue.PinCheck;

/**
 * What the terminal relies on with any card on any reader (facts §4.1). Every back end has to keep
 * it: the sandbox's over HTTP, and a real card on a PC/SC reader.
 */
abstract class CardBackEndContract {
    private static final byte[] CHALLENGE = new byte[57];

    /** A reader with a card on it, which has all of its tries. */
    abstract CardTerminal reader() throws Exception;

    /** Its PIN, ASCII; empty leaves out what needs it. */
    abstract String pin();

    private CardDialogue begin() throws Exception {
        return CardDialogue.begin(reader());
    }

    private byte[] pinBytes() {
        Assumptions.assumeFalse(pin().isEmpty(), "no PIN of the card was given");
        return pin().getBytes(StandardCharsets.US_ASCII);
    }

    private static X509Certificate certificate(CardDialogue dialogue) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(dialogue.certificate()));
    }

    @Test
    void theReaderSeesItsCard() throws Exception {
        assertThat(reader().isCardPresent()).isTrue();
        assertThat(reader().waitForCardPresent(2_000)).isTrue();
    }

    @Test
    void itIsACardOrAPhone() throws Exception {
        try (CardDialogue dialogue = begin()) {
            assertThat(dialogue.token()).isNotNull();
        }
    }

    @Test
    void theCertificateIsReadWithoutAPinAndSaysNothingAboutItsHolder() throws Exception {
        try (CardDialogue dialogue = begin()) {
            X509Certificate certificate = certificate(dialogue);
            assertThat(certificate.getKeyUsage()[0]).as("digitalSignature").isTrue();
            assertThat(certificate.getBasicConstraints()).isNegative();
            assertThat(certificate.getSubjectX500Principal().getName()).doesNotContain("恩志");
            assertThat(dialogue.certificate()).as("again").isEqualTo(certificate.getEncoded());
        }
    }

    @Test
    void askingForTheTriesCostsNone() throws Exception {
        try (CardDialogue dialogue = begin()) {
            OptionalInt left = dialogue.pinTriesLeft();
            Assumptions.assumeTrue(left.isPresent(), "the card has no PIN");
            assertThat(left.getAsInt()).isEqualTo(CardDialogue.PIN_TRIES);
            assertThat(dialogue.pinTriesLeft()).isEqualTo(left);
        }
    }

    @Test
    void nothingIsSignedWithoutThePin() throws Exception {
        assertLocked();
    }

    final void assertLocked() throws Exception {
        try (CardDialogue dialogue = begin()) {
            assertThatThrownBy(() -> dialogue.sign(CHALLENGE)).hasMessageContaining("6982");
        }
    }

    @Test
    void thePinUnlocksASignatureOfTheCertificatesKeyUntilTheSessionEnds() throws Exception {
        try (CardDialogue dialogue = begin()) {
            assertThat(dialogue.verify(pinBytes())).isEqualTo(new PinCheck.Right());
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(certificate(dialogue));
            check.update(CHALLENGE);
            assertThat(check.verify(dialogue.sign(CHALLENGE))).isTrue();
        }
        assertLocked();
    }

    @Test
    void aWrongPinCostsATryOverTheSessionAndTheRightOneGivesItBack() throws Exception {
        byte[] right = pinBytes();
        byte[] wrong = right.clone();
        wrong[0] = (byte) (wrong[0] == '0' ? '1' : '0');
        try (CardDialogue dialogue = begin()) {
            assertThat(dialogue.verify(wrong)).isEqualTo(new PinCheck.Wrong(2));
            assertThat(wrong).as("wiped").containsOnly(0);
        }
        try (CardDialogue dialogue = begin()) {
            assertThat(dialogue.pinTriesLeft()).hasValue(2);
            assertThat(dialogue.verify(right)).isEqualTo(new PinCheck.Right());
            assertThat(dialogue.pinTriesLeft()).hasValue(CardDialogue.PIN_TRIES);
        }
    }

    @Test
    void oneConnectionExcludesAnother() throws Exception {
        try (CardDialogue dialogue = begin()) {
            assertThatThrownBy(() -> reader().connect("EXCLUSIVE;*"))
                    .isInstanceOf(CardException.class);
            assertThat(dialogue.token()).isNotNull();
        }
        begin().close();
    }

    @Test
    void whatIsUnknownIsSaidToBe() throws Exception {
        Card card = reader().connect("*");
        try {
            assertThat(
                            card.getBasicChannel()
                                    .transmit(
                                            new CommandAPDU(
                                                    0, 0xA4, 4, 0x0C, new byte[] {1, 2, 3, 4, 5}))
                                    .getSW())
                    .as("application")
                    .isEqualTo(0x6A82);
            assertThat(card.getBasicChannel().transmit(new CommandAPDU(0, 0xFB, 0, 0)).getSW())
                    .as("instruction")
                    .isEqualTo(0x6D00);
        } finally {
            card.disconnect(true);
        }
    }
}
