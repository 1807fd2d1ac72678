package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.sandbox.TestCards.TestCard;

/** What a virtual card answers, to the status word (facts §4.1, docs/card.md §2). */
class CardChipTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Instant NOW = Instant.parse("2024-12-02T00:00:00Z");
    private static final String SELECT_JPKI = "00A4040C0AD392F000260100000001";
    private static final String SELECT_TEXT = "00A4040C0AD3921000310001010408";
    private static final String SELECT_FACE = "00A4040C0AD3921000310001010402";
    private static final String PIN = "0020008004" + "31323334";
    private static final String WRONG_PIN = "0020008004" + "39393939";
    private static final String TRIES = "00200080";
    private static final String DIGEST_INFO = "3031300d060960864801650304020105000420";

    @TempDir private Path folder;

    private ReaderAuthority authority;
    private TestCards cards;
    private TestCard card;
    private CardChip chip;

    @BeforeEach
    void powerOn() {
        authority = ReaderAuthority.in(folder.resolve("keys"), NOW);
        cards = new TestCards(folder);
        card = cards.issue("C1", "HANAKO", CardKind.ADULT);
        chip = session(card);
    }

    private CardChip session(CardInHand of) {
        return new CardChip(of, authority.certificate(), new SecureRandom());
    }

    private String send(String command) {
        return HEX.formatHex(chip.transmit(HEX.parseHex(command)));
    }

    private static String select(int file) {
        return "00A4020C02%04X".formatted(file);
    }

    /** Sends all; the last answer. */
    private String sendAll(String... commands) {
        String answer = "";
        for (String command : commands) {
            answer = send(command);
        }
        return answer;
    }

    private static String compute(byte[] challenge) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(challenge);
        return "802A008033" + DIGEST_INFO + HEX.formatHex(digest) + "00";
    }

    private byte[] readWhole(int file) {
        assertThat(send(select(file))).isEqualTo("9000");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        String piece = send("00B0%04XF0".formatted(whole.size()));
        while (!piece.equals("6B00")) {
            assertThat(piece).endsWith("9000");
            whole.writeBytes(HEX.parseHex(piece.substring(0, piece.length() - 4)));
            piece = send("00B0%04XF0".formatted(whole.size()));
        }
        return whole.toByteArray();
    }

    @Test
    void theCertificateIsReadWithoutAPinPieceByPiece() throws Exception {
        assertThat(send(SELECT_JPKI)).isEqualTo("9000");
        assertThat(readWhole(0x000A)).isEqualTo(card.authenticationCertificate().getEncoded());
        assertThat(send("00B0000000")).hasSize(2 * 256 + 4).endsWith("9000");
        assertThat(send("00B00000000000"))
                .as("of extended length")
                .isEqualTo(HEX.formatHex(card.authenticationCertificate().getEncoded()) + "9000");
    }

    @Test
    void aSignatureNeedsThePinAndIsThatOfTheDigestInfo() throws Exception {
        byte[] challenge = "a challenge of the central system".getBytes(StandardCharsets.UTF_8);
        sendAll(SELECT_JPKI, select(0x0017));
        assertThat(send(compute(challenge))).isEqualTo("6982");
        assertThat(sendAll(select(0x0018), PIN)).isEqualTo("9000");
        String answer = sendAll(select(0x0017), compute(challenge));
        assertThat(answer).hasSize(2 * 256 + 4).endsWith("9000");
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(card.authenticationCertificate());
        check.update(challenge);
        assertThat(check.verify(HEX.parseHex(answer.substring(0, 512)))).isTrue();
    }

    @Test
    void threeWrongPinsLockItAndTheRightOneHelpsNoMore() {
        sendAll(SELECT_JPKI, select(0x0018));
        assertThat(send(TRIES)).isEqualTo("63C3");
        assertThat(send(WRONG_PIN)).isEqualTo("63C2");
        assertThat(send(TRIES)).as("asking costs no try").isEqualTo("63C2");
        assertThat(send(WRONG_PIN)).isEqualTo("63C1");
        assertThat(send(WRONG_PIN)).as("the try that exhausts them").isEqualTo("63C0");
        assertThat(send(PIN)).isEqualTo("6984");
        assertThat(send(TRIES)).isEqualTo("6984");
        assertThat(sendAll(select(0x0017), "802A00800101")).isEqualTo("6982");
    }

    @Test
    void theRightPinGivesAllTriesBack() {
        sendAll(SELECT_JPKI, select(0x0018), WRONG_PIN, WRONG_PIN);
        assertThat(send(PIN)).isEqualTo("9000");
        assertThat(send(TRIES)).isEqualTo("63C3");
    }

    @Test
    void aWrongPinTakesBackWhatTheRightOneUnlocked() {
        sendAll(SELECT_JPKI, select(0x0018), PIN, WRONG_PIN, select(0x0017));
        assertThat(send("802A00800101")).isEqualTo("6982");
    }

    @Test
    void aPinOfAnotherLengthIsAWrongPin() {
        sendAll(SELECT_JPKI, select(0x0018));
        assertThat(send("00200080053132333435")).isEqualTo("63C2");
        assertThat(send("0020008011" + "31".repeat(17))).isEqualTo("6700");
        assertThat(send(TRIES)).isEqualTo("63C2");
    }

    @Test
    void triesOutliveTheRemovalAndTheOffice() {
        sendAll(SELECT_JPKI, select(0x0018), WRONG_PIN);
        chip = session(card);
        assertThat(sendAll(SELECT_JPKI, select(0x0018), TRIES)).isEqualTo("63C2");
        send(WRONG_PIN);
        chip = session(new TestCards(folder).issue("C1", "HANAKO", CardKind.ADULT));
        assertThat(sendAll(SELECT_JPKI, select(0x0018), TRIES)).isEqualTo("63C1");
    }

    @Test
    void theNextSessionBeginsLocked() {
        sendAll(SELECT_JPKI, select(0x0018), PIN);
        chip = session(card);
        assertThat(send(select(0x0017))).as("no application is selected").isEqualTo("6A82");
        assertThat(sendAll(SELECT_JPKI, select(0x0017), "802A00800101")).isEqualTo("6982");
    }

    @Test
    void anotherApplicationDoesNotInheritThePin() {
        sendAll(SELECT_JPKI, select(0x0018), PIN, SELECT_TEXT, select(0x0002));
        assertThat(send("00B0000000")).isEqualTo("6982");
    }

    @Test
    void aPinIsWipedFromTheCommand() {
        sendAll(SELECT_JPKI, select(0x0018));
        for (String command : new String[] {PIN, WRONG_PIN, "00200080" + "31".repeat(9)}) {
            byte[] bytes = HEX.parseHex(command);
            chip.transmit(bytes);
            assertThat(bytes).containsOnly(0);
        }
    }

    @Test
    void theIndividualNumberIsNotOnIt() {
        send(SELECT_TEXT);
        assertThat(send(select(0x0001))).as("個人番号").isEqualTo("6A82");
        assertThat(send(select(0x0014))).as("照合番号A").isEqualTo("6A82");
        send(SELECT_FACE);
        assertThat(send(select(0x0013))).as("照合番号A").isEqualTo("6A82");
    }

    @Test
    void theFourEntriesAreReadWithThePin() {
        send(SELECT_TEXT);
        assertThat(sendAll(select(0x0011), PIN)).isEqualTo("9000");
        String entries = new String(readWhole(0x0002), StandardCharsets.UTF_8);
        assertThat(entries).contains("山田　花子", "恩志市桜台１", "19850412");
    }

    @Test
    void theFaceIsReadWithTheBirthDateOfTheEra() {
        send(SELECT_FACE);
        assertThat(sendAll(select(0x0002), "00B0000000")).isEqualTo("6982");
        send(select(0x0011));
        assertThat(send("0020008006" + "363030343133")).as("昭和60年4月13日").isEqualTo("6300");
        assertThat(send(TRIES)).as("not counted").isEqualTo("6300");
        assertThat(send("0020008006" + "363030343132")).as("昭和60年4月12日").isEqualTo("9000");
        byte[] face = readWhole(0x0002);
        byte[] photo = card.photo().orElseThrow();
        assertThat(Arrays.copyOfRange(face, face.length - photo.length, face.length))
                .isEqualTo(photo);
    }

    @Test
    void aPhoneSaysSoAndKnowsNoReaderAuthentication() {
        chip = session(cards.issue("C2", "TARO", CardKind.PHONE_ANDROID));
        assertThat(sendAll(SELECT_JPKI, select(0x0006), "00B0000020"))
                .isEqualTo(ascii("JPKIAPGPSETOKEN     ") + "9000");
        assertThat(send(select(0x0016))).isEqualTo("6A82");
        chip = session(cards.issue("C3", "TARO", CardKind.PHONE_IOS));
        assertThat(sendAll(SELECT_JPKI, select(0x0006), "00B0000020"))
                .isEqualTo(ascii("JPKIAPGPSETOKEN IOS ") + "9000");
        chip = session(card);
        assertThat(sendAll(SELECT_JPKI, select(0x0006), "00B0000020"))
                .isEqualTo(ascii("JPKIAPICCTOKEN      ") + "9000");
    }

    private static String ascii(String text) {
        return HEX.formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aCardWithoutPinHasNoPinFile() {
        chip = session(cards.issue("C2", "TARO", CardKind.PIN_LESS));
        assertThat(sendAll(SELECT_JPKI, select(0x0018))).isEqualTo("6A82");
        assertThat(send(TRIES)).isEqualTo("6986");
    }

    @Test
    void aReaderOfTheAuthorityIsAdmittedInsteadOfAPin() throws Exception {
        CertificateAuthority.Issued reader = authority.issue("01", NOW);
        for (byte mode : new byte[] {1, 2}) {
            chip = session(card);
            assertThat(prove(reader, mode, mode)).isEqualTo("9000");
            assertThat(sendAll(select(0x0017), "802A00800101")).endsWith("9000");
        }
    }

    private String prove(CertificateAuthority.Issued reader, byte signed, byte said)
            throws Exception {
        sendAll(SELECT_JPKI, select(0x0016));
        String challenge = send("0084000010");
        assertThat(challenge).hasSize(36).endsWith("9000");
        String shown = send("002A00AE" + extended(reader.certificate().getEncoded()));
        if (!shown.equals("9000")) {
            return shown;
        }
        return send(authenticate(reader, challenge.substring(0, 32), signed, said));
    }

    private static String authenticate(
            CertificateAuthority.Issued reader, String challenge, byte signed, byte said)
            throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(reader.key());
        signature.update(HEX.parseHex(challenge));
        signature.update(signed);
        byte[] proof = signature.sign();
        return "00820000%02X%02X".formatted(proof.length + 1, said) + HEX.formatHex(proof);
    }

    private static String extended(byte[] content) {
        return "00%04X".formatted(content.length) + HEX.formatHex(content);
    }

    @Test
    void aReaderOfAnotherAuthorityIsNotAdmitted() throws Exception {
        ReaderAuthority other = ReaderAuthority.in(folder.resolve("other"), NOW);
        assertThat(prove(other.issue("01", NOW), (byte) 1, (byte) 1)).isEqualTo("6982");
        assertThat(send("002A00AE0101")).as("no certificate").isEqualTo("6A80");
        CertificateAuthority.Issued reader = authority.issue("01", NOW);
        CertificateAuthority.Issued mixed =
                new CertificateAuthority.Issued(other.issue("01", NOW).key(), reader.certificate());
        chip = session(card);
        assertThat(prove(mixed, (byte) 1, (byte) 1)).as("another's key").isEqualTo("6300");
    }

    @Test
    void theAuthoritysOwnCertificateIsNoReaders() throws Exception {
        CertificateAuthority made = CertificateAuthority.make("self", new SecureRandom(), NOW);
        chip = new CardChip(card, made.certificate(), new SecureRandom());
        assertThat(
                        prove(
                                new CertificateAuthority.Issued(made.key(), made.certificate()),
                                (byte) 1,
                                (byte) 1))
                .isEqualTo("6982");
    }

    @Test
    void aProofCountsForItsModeAndItsChallengeOnly() throws Exception {
        CertificateAuthority.Issued reader = authority.issue("01", NOW);
        assertThat(prove(reader, (byte) 2, (byte) 1))
                .as("signed VISUAL, said FACE")
                .isEqualTo("6300");
        assertThat(prove(reader, (byte) 3, (byte) 3)).as("no mode").isEqualTo("6A80");
        sendAll(SELECT_JPKI, select(0x0016));
        String challenge = send("0084000010").substring(0, 32);
        send("002A00AE" + extended(reader.certificate().getEncoded()));
        String proof = authenticate(reader, challenge, (byte) 1, (byte) 1);
        assertThat(send(proof)).isEqualTo("9000");
        assertThat(send(proof)).as("its challenge is used up").isEqualTo("6985");
        assertThat(send("0084000010")).isNotEqualTo(challenge + "9000");
        assertThat(send(proof)).as("another challenge").isEqualTo("6300");
        assertThat(sendAll(select(0x0017), "802A00800101"))
                .as("and it admits no more")
                .isEqualTo("6982");
    }

    @Test
    void lengthsThatDoNotAddUpAreRefused() {
        send(SELECT_JPKI);
        assertThat(send("00A402")).isEqualTo("6700");
        assertThat(send("00A4020C0300")).isEqualTo("6700");
        assertThat(send("00A4020C0100")).as("a file has two bytes").isEqualTo("6700");
        assertThat(send("00A4020C00000300")).as("extended").isEqualTo("6700");
        sendAll(select(0x000A));
        assertThat(send("00B00000")).as("nothing expected").isEqualTo("6700");
        assertThat(sendAll(select(0x0016), "008400000F")).isEqualTo("6700");
        assertThat(sendAll(select(0x0018), PIN, select(0x0017), "802A0080"))
                .as("nothing to sign")
                .isEqualTo("6700");
        assertThat(send("802A0080F5" + "00".repeat(245) + "00")).endsWith("9000");
        assertThat(send("802A0080F6" + "00".repeat(246) + "00")).isEqualTo("6700");
    }

    @Test
    void whatIsUnknownIsSaidToBe() {
        assertThat(send("00A4040C0AD392F000260100000002")).as("application").isEqualTo("6A82");
        assertThat(send(select(0x000A))).as("no application yet").isEqualTo("6A82");
        assertThat(send("00B0000000")).as("no file yet").isEqualTo("6986");
        send(SELECT_JPKI);
        assertThat(send(select(0x00FF))).as("file").isEqualTo("6A82");
        assertThat(send("00C0000000")).as("instruction").isEqualTo("6D00");
        assertThat(send("80A4020C020018")).as("instruction of the class").isEqualTo("6D00");
        assertThat(send("A0A4020C020018")).as("class").isEqualTo("6E00");
        assertThat(send("01A4020C020018")).as("channel").isEqualTo("6881");
        assertThat(send("00A4020002000A")).as("parameters").isEqualTo("6A86");
        assertThat(sendAll(select(0x0018), "00200081")).as("parameters").isEqualTo("6A86");
        assertThat(send("00B0000000")).as("a PIN is not read").isEqualTo("6981");
        assertThat(sendAll(select(0x000A), TRIES)).as("a certificate is no PIN").isEqualTo("6981");
        assertThat(send("802A00800101")).as("nor a key").isEqualTo("6985");
        assertThat(send("00B07FFF00")).as("beyond its end").isEqualTo("6B00");
        assertThat(send("00B0800000")).as("short name of a file").isEqualTo("6A86");
        assertThat(sendAll(select(0x0001), "00B0000000")).as("署名用証明書").isEqualTo("6982");
    }
}
