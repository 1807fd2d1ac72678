package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Duration;
import java.util.OptionalInt;
import javax.smartcardio.Card;
import javax.smartcardio.CardException;
import javax.smartcardio.CardNotPresentException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CommandAPDU;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onshi.terminal.CardDialogue.PinCheck;
import org.onshi.terminal.ReaderStandIn.TestCard;

/** The simulated reader keeps the contract of {@code javax.smartcardio}, as PC/SC's does. */
class VirtualReaderTest {
    private static final byte[] SELECT = {
        0x00,
        (byte) 0xA4,
        0x04,
        0x0C,
        0x0A,
        (byte) 0xD3,
        (byte) 0x92,
        (byte) 0xF0,
        0x00,
        0x26,
        0x01,
        0x00,
        0x00,
        0x00,
        0x01
    };

    private ReaderStandIn device;
    private VirtualReader reader;

    @BeforeEach
    void open() throws IOException {
        device = new ReaderStandIn();
        reader = new VirtualReader(URI.create(device.url()), Duration.ofSeconds(3));
    }

    @AfterEach
    void close() {
        reader.close();
        device.close();
    }

    @Test
    void presenceIsSeenAndWaitedFor() throws Exception {
        CardTerminal terminal = reader.terminal();
        assertThat(terminal.isCardPresent()).isFalse();
        assertThat(terminal.waitForCardPresent(20)).isFalse();
        assertThat(terminal.waitForCardAbsent(20)).isTrue();
        Thread placing = Thread.ofVirtual().start(() -> device.place(new TestCard()));
        assertThat(terminal.waitForCardPresent(5_000)).isTrue();
        placing.join();
        assertThat(terminal.waitForCardAbsent(20)).isFalse();
        device.remove();
        assertThat(terminal.waitForCardAbsent(5_000)).isTrue();
    }

    @Test
    void aCardExchangedBetweenTwoLooksCountsAsTakenAway() throws Exception {
        CardTerminal terminal = reader.terminal();
        device.place(new TestCard());
        assertThat(terminal.waitForCardPresent(1_000)).isTrue();
        device.remove();
        device.place(new TestCard());
        assertThat(terminal.waitForCardAbsent(1_000)).isTrue();
    }

    @Test
    void withoutACardThereIsNothingToConnectTo() {
        assertThatThrownBy(() -> reader.terminal().connect("*"))
                .isInstanceOf(CardNotPresentException.class);
    }

    @Test
    void oneConnectionExcludesAnotherUntilItEnds() throws Exception {
        device.place(new TestCard());
        Card card = reader.terminal().connect("EXCLUSIVE;*");
        assertThat(card.getProtocol()).isEqualTo("T=1");
        assertThat(card.getATR().getBytes()).hasSize(6);
        assertThatThrownBy(() -> reader.terminal().connect("*"))
                .isInstanceOf(CardException.class)
                .isNotInstanceOf(CardNotPresentException.class);
        card.disconnect(true);
        reader.terminal().connect("T=1").disconnect(true);
        assertThatIllegalStateException().isThrownBy(card::getBasicChannel);
    }

    @Test
    void exclusiveAccessBelongsToItsThread() throws Exception {
        device.place(new TestCard());
        Card card = reader.terminal().connect("*");
        card.beginExclusive();
        Throwable[] other = new Throwable[1];
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        card.getBasicChannel().transmit(new CommandAPDU(SELECT));
                    } catch (CardException e) {
                        other[0] = e;
                    }
                })
                .join();
        assertThat(other[0]).isNotNull();
        assertThat(card.getBasicChannel().transmit(new CommandAPDU(SELECT)).getSW())
                .isEqualTo(0x9000);
        card.endExclusive();
    }

    @Test
    void aCardTakenAwayInTheMiddleIsNotPresent() throws Exception {
        device.place(new TestCard());
        Card card = reader.terminal().connect("*");
        device.remove();
        assertThatThrownBy(() -> card.getBasicChannel().transmit(new CommandAPDU(SELECT)))
                .isInstanceOf(CardNotPresentException.class);
    }

    @Test
    void theDialogueReadsVerifiesAndSigns() throws Exception {
        TestCard card = new TestCard();
        device.place(card);
        try (CardDialogue dialogue = CardDialogue.begin(reader.terminal())) {
            assertThat(dialogue.token()).isEqualTo(CardDialogue.Token.CARD);
            assertThat(dialogue.certificate()).isEqualTo(card.certificate);
            assertThat(dialogue.pinTriesLeft()).isEqualTo(OptionalInt.of(3));
            assertThatThrownBy(() -> dialogue.sign(new byte[57])).hasMessageContaining("6982");
            byte[] wrong = "9999".getBytes(StandardCharsets.US_ASCII);
            assertThat(dialogue.verify(wrong)).isEqualTo(new PinCheck.Wrong(2));
            byte[] right = "1234".getBytes(StandardCharsets.US_ASCII);
            assertThat(dialogue.verify(right)).isEqualTo(new PinCheck.Right());
            assertThat(wrong).as("wiped").containsOnly(0);
            assertThat(right).as("wiped").containsOnly(0);
            byte[] challenge = new byte[57];
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(card.keys.getPublic());
            signature.update(challenge);
            assertThat(signature.verify(dialogue.sign(challenge))).isTrue();
        }
        try (CardDialogue again = CardDialogue.begin(reader.terminal())) {
            assertThatThrownBy(() -> again.sign(new byte[57]))
                    .as("the card was reset")
                    .hasMessageContaining("6982");
        }
    }

    @Test
    void aPinIsWipedAlsoWhenTheCardIsGone() throws Exception {
        device.place(new TestCard());
        CardDialogue dialogue = CardDialogue.begin(reader.terminal());
        device.remove();
        byte[] pin = "1234".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> dialogue.verify(pin)).isInstanceOf(CardException.class);
        assertThat(pin).containsOnly(0);
    }

    @Test
    void withoutPinTheReaderProvesItself() throws Exception {
        device.place(new TestCard().withoutPin());
        try (CardDialogue dialogue = CardDialogue.begin(reader.terminal())) {
            assertThat(dialogue.pinTriesLeft()).isEmpty();
            dialogue.admitReader(reader.eye().orElseThrow(), IdentificationMode.VISUAL);
            assertThat(dialogue.sign(new byte[57])).hasSize(256);
        }
    }

    @Test
    void aDeviceThatIsSilentIsGivenUp() {
        device.close();
        assertThatThrownBy(() -> reader.terminal().isCardPresent())
                .isInstanceOf(CardException.class);
    }
}
