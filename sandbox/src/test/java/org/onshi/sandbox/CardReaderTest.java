package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.sandbox.TestCards.TestCard;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/** A reader: sessions, removal, and the face. */
class CardReaderTest {
    private static final Instant NOW = Instant.parse("2024-12-02T00:00:00Z");
    private static final HexFormat HEX = HexFormat.of();
    private static final String SELECT_JPKI = "00A4040C0AD392F000260100000001";

    @TempDir private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private TestCards cards;
    private Readers readers;
    private CardReader reader;
    private TestCard hanako;

    @BeforeEach
    void open() {
        cards = new TestCards(folder);
        ReaderAuthority authority = ReaderAuthority.in(folder.resolve("keys"), NOW);
        readers = new Readers(2, cards, authority, NOW);
        reader = new CardReader("09", cards, authority, authority.issue("09", NOW), 0, nanos::get);
        hanako = cards.issue("C1", "HANAKO", CardKind.ADULT);
    }

    private String send(String session, String command) {
        return HEX.formatHex(reader.transmit(session, HEX.parseHex(command)));
    }

    private static void assertFault(FaultCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(Fault.class))
                .extracting(Fault::code)
                .isEqualTo(code);
    }

    @Test
    void oneSessionExcludesAnotherUntilItEnds() {
        assertFault(FaultCode.READER_EMPTY, reader::begin);
        reader.place(hanako, true);
        String first = reader.begin();
        assertFault(FaultCode.READER_BUSY, reader::begin);
        reader.end("another");
        assertFault(FaultCode.READER_BUSY, reader::begin);
        reader.end(first);
        String second = reader.begin();
        assertThat(second).isNotEqualTo(first);
        assertFault(FaultCode.CARD_GONE, () -> send(first, SELECT_JPKI));
        assertThat(send(second, SELECT_JPKI)).isEqualTo("9000");
    }

    @Test
    void aSessionThatSaysNothingForLongMakesRoom() {
        reader.place(hanako, true);
        String first = reader.begin();
        nanos.addAndGet(CardReader.SESSION_IDLE.toNanos() - 1);
        assertFault(FaultCode.READER_BUSY, reader::begin);
        assertThat(send(first, SELECT_JPKI)).isEqualTo("9000");
        nanos.addAndGet(CardReader.SESSION_IDLE.toNanos());
        assertFault(FaultCode.CARD_GONE, () -> send(first, SELECT_JPKI));
        assertThat(reader.begin()).isNotEqualTo(first);
    }

    @Test
    void takingTheCardAwayEndsTheSessionAndResetsIt() {
        reader.place(hanako, true);
        String session = reader.begin();
        send(session, SELECT_JPKI);
        reader.remove();
        assertFault(FaultCode.CARD_GONE, () -> send(session, SELECT_JPKI));
        assertFault(FaultCode.READER_EMPTY, reader::begin);
        reader.place(hanako, true);
        assertFault(FaultCode.CARD_GONE, () -> send(session, SELECT_JPKI));
    }

    @Test
    void anAnswerOfACardTakenAwayMeanwhileIsLost() {
        reader.place(hanako, true);
        String session = reader.begin();
        send(session, SELECT_JPKI);
        send(session, "00A4020C020018");
        send(session, "002000800431323334");
        send(session, "00A4020C020017");
        hanako.meanwhile = reader::remove;
        byte[] command = HEX.parseHex("802A00800101");
        assertFault(FaultCode.CARD_GONE, () -> reader.transmit(session, command));
        assertThat(command).as("wiped all the same").containsOnly(0);
        assertThat(reader.state().present()).isFalse();
    }

    @Test
    void aSessionIsNotIdleWhileTheCardIsAtWork() {
        reader.place(hanako, true);
        String session = reader.begin();
        send(session, SELECT_JPKI);
        send(session, "00A4020C020018");
        send(session, "002000800431323334");
        send(session, "00A4020C020017");
        hanako.meanwhile =
                () -> {
                    nanos.addAndGet(2 * CardReader.SESSION_IDLE.toNanos());
                    assertFault(FaultCode.READER_BUSY, reader::begin);
                };
        assertThat(send(session, "802A00800101")).endsWith("9000");
    }

    @Test
    void theEpochGrowsWithEveryPlacingAndRemoving() {
        reader.remove();
        assertThat(reader.state()).isEqualTo(new CardReader.State(0, false));
        reader.place(hanako, true);
        assertThat(reader.state()).isEqualTo(new CardReader.State(1, true));
        reader.place(hanako, true);
        assertThat(reader.state()).isEqualTo(new CardReader.State(2, true));
        reader.remove();
        assertThat(reader.state()).isEqualTo(new CardReader.State(3, false));
    }

    @Test
    void whoWaitsForANewStateIsWoken() throws Exception {
        CardReader real = readers.named("01");
        long before = real.state().epoch();
        CompletableFuture<CardReader.State> seen = new CompletableFuture<>();
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                seen.complete(real.stateAfter(before, Duration.ofSeconds(20)));
                            } catch (InterruptedException e) {
                                seen.completeExceptionally(e);
                            }
                        });
        readers.place("01", "C1", true);
        assertThat(seen.get(5, TimeUnit.SECONDS)).isEqualTo(new CardReader.State(before + 1, true));
        waiting.join();
        assertThat(real.stateAfter(before + 1, Duration.ofMillis(20)))
                .as("the wait is over")
                .isEqualTo(new CardReader.State(before + 1, true));
    }

    @Test
    void aCardLiesOnOneReaderOnly() {
        readers.place("01", "C1", true);
        String session = readers.named("01").begin();
        readers.place("02", "C1", true);
        assertThat(readers.named("01").state().present()).isFalse();
        assertFault(
                FaultCode.CARD_GONE,
                () -> readers.named("01").transmit(session, HEX.parseHex(SELECT_JPKI)));
        assertThat(readers.named("02").look().cardId()).hasValue("C1");
        assertFault(FaultCode.CARD_UNKNOWN, () -> readers.place("01", "C9", true));
        assertFault(FaultCode.NOT_FOUND, () -> readers.place("03", "C1", true));
    }

    @Test
    void placingACardBringsItsHolderBeforeTheCamera() {
        reader.place(hanako, false);
        assertThat(reader.compare())
                .isEqualTo(new FaceOutcome.NotReadable(Optional.of(Camera.Condition.NOBODY)));
        reader.place(hanako, true);
        assertThat(reader.compare()).isEqualTo(new FaceOutcome.Match());
        reader.see(before -> Camera.NOBODY.facing("TARO"));
        assertThat(reader.compare()).isEqualTo(new FaceOutcome.OtherFace());
    }

    @Test
    void aCameraThatSeesBadlySaysWhy() {
        reader.place(hanako, true);
        for (Camera.Condition condition : Camera.Condition.values()) {
            reader.see(before -> Camera.NOBODY.facing("HANAKO").under(condition));
            assertThat(reader.compare())
                    .isEqualTo(
                            condition == Camera.Condition.CLEAR
                                    ? new FaceOutcome.Match()
                                    : new FaceOutcome.NotReadable(Optional.of(condition)));
        }
        reader.see(before -> Camera.NOBODY.facing(new Camera.Picture(new byte[] {1, 2, 3})));
        assertThat(reader.compare()).isEqualTo(new FaceOutcome.NotReadable(Optional.empty()));
    }

    @Test
    void anInfantsCardHasNothingToCompareWith() {
        reader.place(cards.issue("C2", "JIRO", CardKind.INFANT), true);
        assertThat(reader.compare()).isEqualTo(new FaceOutcome.NoPhoto());
    }

    @Test
    void theReaderVouchesForAFaceOnlyAfterAMatchWithThisCard() {
        byte[] challenge = new byte[16];
        assertFault(
                FaultCode.READER_EMPTY, () -> reader.prove(challenge, ReaderAuthority.MODE_VISUAL));
        reader.place(hanako, true);
        assertFault(
                FaultCode.READER_NO_MATCH,
                () -> reader.prove(challenge, ReaderAuthority.MODE_FACE));
        assertThat(reader.prove(challenge, ReaderAuthority.MODE_VISUAL).signature()).isNotEmpty();
        reader.compare();
        assertThat(reader.prove(challenge, ReaderAuthority.MODE_FACE).certificate()).isNotEmpty();
        reader.place(hanako, true);
        assertFault(
                FaultCode.READER_NO_MATCH,
                () -> reader.prove(challenge, ReaderAuthority.MODE_FACE));
        reader.compare();
        reader.see(before -> Camera.NOBODY.facing("TARO"));
        reader.compare();
        assertFault(
                FaultCode.READER_NO_MATCH,
                () -> reader.prove(challenge, ReaderAuthority.MODE_FACE));
    }

    @Test
    void aFaceIsKnownFromItsPixelsAtAnySizeAndLight() throws Exception {
        Portrait hanakos = Portrait.in(Portrait.of("HANAKO")).orElseThrow();
        for (double size : new double[] {0.5, 1, 2.7}) {
            assertThat(Portrait.in(changed(Portrait.of("HANAKO"), size, 0.8)).orElseThrow())
                    .matches(hanakos::shows);
        }
        assertThat(Portrait.of("HANAKO")).isEqualTo(Portrait.of("HANAKO"));
        SecureRandom seeds = new SecureRandom();
        IntStream.range(0, 500)
                .forEach(at -> {
                    String other = "P" + seeds.nextInt(Integer.MAX_VALUE);
                    assertThat(Portrait.in(Portrait.of(other)).orElseThrow())
                            .as(other)
                            .matches(face -> !face.shows(hanakos));
                });
        BufferedImage grey = new BufferedImage(120, 150, BufferedImage.TYPE_INT_RGB);
        assertThat(Portrait.in(png(grey))).as("no face").isEmpty();
    }

    private static byte[] changed(byte[] picture, double size, double light) throws Exception {
        BufferedImage from = ImageIO.read(new ByteArrayInputStream(picture));
        BufferedImage to =
                new AffineTransformOp(
                                AffineTransform.getScaleInstance(size, size),
                                AffineTransformOp.TYPE_BILINEAR)
                        .filter(from, null);
        BufferedImage dim =
                new BufferedImage(to.getWidth(), to.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < to.getHeight(); y++) {
            for (int x = 0; x < to.getWidth(); x++) {
                int rgb = to.getRGB(x, y);
                int dimmed = 0;
                for (int shift = 0; shift <= 16; shift += 8) {
                    dimmed |= (int) ((rgb >> shift & 0xFF) * light) << shift;
                }
                dim.setRGB(x, y, dimmed);
            }
        }
        return png(dim);
    }

    private static byte[] png(BufferedImage picture) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }
}
