package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is what is read, for any content; only ● may stand in for what is lacking. */
class MessageLawsTest {
    private static final int ROUNDS = 300;
    private static final int NAMES = 10_000;
    private static final int NAMES_A_MESSAGE = 50;

    /** Of JIS X 0208 and of the additions of windows-31j, as names have them. */
    private static final int[] CARRIED =
            "山田佐藤齋齊渡邊邉斉辺花子太郎一ー　アイカサタナハマヤラワンヴヶ凜髙﨑德彅黑晴瀨".codePoints().toArray();

    /** Of JIS X 0213 and Unicode alone. */
    private static final int[] LACKING = "𠮷丂乇𡈽𣘺槗俱嚙".codePoints().toArray();

    private static final String ALPHABET =
            "aZ09 <>&'\"]]>　ー～〜－−‖あア亜ｱﾞ髙﨑①㈱黑𠮷😀é\u00A5葛\uDB40\uDD00é\t\n\r●";
    private static final Set<ResultField> SUBSTITUTED =
            Set.of(
                    ResultField.NAME,
                    ResultField.OTHER_NAME,
                    ResultField.NAME_KANA,
                    ResultField.OTHER_NAME_KANA,
                    ResultField.HEAD_NAME,
                    ResultField.ADDRESS,
                    ResultField.INSURER_NAME);

    @ParameterizedTest
    @EnumSource
    void anAnswerIsReadAsItWasWritten(TextEncoding encoding) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            EligibilityResult result = result(random, encoding);
            byte[] file = new XmlMessage(result.toElement(), encoding).bytes();
            XmlMessage read = XmlMessage.read(file);
            assertThat(read.encoding()).isEqualTo(encoding);
            assertThat(EligibilityResult.of(read.root()))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(rendered(result, encoding));
            assertThat(new XmlMessage(read.root(), encoding).bytes())
                    .as("written again, seed %d round %d", seed, round)
                    .isEqualTo(file);
        }
    }

    /**
     * K-09: 10,000 names go out and come back; each character the receipt computer's encoding lacks
     * is one ●, and no other changes.
     */
    @ParameterizedTest
    @EnumSource
    @Tag("K-09")
    void tenThousandNamesComeBackWithOneCircleForEachCharacterThatIsLacking(TextEncoding encoding) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int message = 0; message < NAMES / NAMES_A_MESSAGE; message++) {
            List<ResultOfQualification> written = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < NAMES_A_MESSAGE; i++) {
                StringBuilder name = new StringBuilder("佐");
                StringBuilder carried = new StringBuilder("佐");
                for (int c = 1 + random.nextInt(6); c > 0; c--) {
                    boolean lacking = random.nextInt(5) == 0;
                    int[] from = lacking ? LACKING : CARRIED;
                    int character = from[random.nextInt(from.length)];
                    name.appendCodePoint(character);
                    carried.appendCodePoint(
                            lacking && encoding == TextEncoding.SHIFT_JIS ? '●' : character);
                }
                // a name neither begins nor ends with a space
                written.add(
                        ResultOfQualification.builder()
                                .set(ResultField.NAME, name.append('子').toString())
                                .build());
                expected.add(carried.append('子').toString());
            }
            EligibilityResult result =
                    new EligibilityResult(
                            result(random, encoding).header(),
                            Optional.empty(),
                            Optional.empty(),
                            "1",
                            Optional.empty(),
                            Optional.empty(),
                            written);
            byte[] file = new XmlMessage(result.toElement(), encoding).bytes();
            assertThat(EligibilityResult.of(XmlMessage.read(file).root()).results())
                    .as("seed %d message %d", seed, message)
                    .extracting(it -> it.fields().get(ResultField.NAME))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void jsonCarriesTheVeryTree(TextEncoding encoding) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            EligibilityResult result = result(random, encoding);
            Element root = result.toElement();
            assertThat(JsonMessage.read(JsonMessage.bytes(root)))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(root);
        }
    }

    /** Also elements nobody knows go to the central system and back as they were sent. */
    @Test
    void jsonCarriesAnyTree() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Element root = Element.of("XmlMsg", children(random, 0));
            assertThat(JsonMessage.read(JsonMessage.bytes(root)))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(root);
            assertThat(XmlMessage.read(new XmlMessage(root, TextEncoding.UTF_8).bytes()).root())
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(root);
            // names Shift_JIS has no letters for are left out, the rest stays readable
            XmlMessage.read(new XmlMessage(root, TextEncoding.SHIFT_JIS).bytes());
        }
    }

    private static List<Element> children(Random random, int depth) {
        List<Element> children = new ArrayList<>();
        for (String name : List.of("a", "bList", "任意", "é.-1", "BulkConfirmUnit")) {
            int count = Math.max(0, random.nextInt(5) - 2);
            for (int i = 0; i < count; i++) {
                boolean leaf = depth > 4 || random.nextBoolean();
                children.add(
                        leaf
                                ? Element.leaf(name, random.nextBoolean() ? "" : text(random))
                                : Element.of(name, children(random, depth + 1)));
            }
        }
        return children;
    }

    @ParameterizedTest
    @EnumSource
    void anyIdentifierComesBackCharacterForCharacter(TextEncoding encoding) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String written = writtenText(random, encoding);
            String request =
                    EligibilityMessageTest.REQUEST
                            .formatted(encoding.declaredName())
                            .replace(" a&amp;b&#x31; ", written);
            Element root = XmlMessage.read(request.getBytes(encoding.charset())).root();
            Element answer =
                    EligibilityResult.failed(
                                    RequestEcho.of(JsonMessage.read(JsonMessage.bytes(root))),
                                    GoldenFilesTest.NOW,
                                    FaultCode.CENTRAL_SILENT)
                            .toElement();
            Element restored = RequestEcho.of(root).restore(answer);
            String file =
                    new String(new XmlMessage(restored, encoding).bytes(), encoding.charset());
            assertThat(file)
                    .as("seed %d round %d", seed, round)
                    .contains("<ArbitraryFileIdentifier>" + written + "</ArbitraryFileIdentifier>");
        }
    }

    /** Text as a client may write it: escaped its own way, in characters its encoding has. */
    private static String writtenText(Random random, TextEncoding encoding) {
        String[] pieces = {
            "a", " ", "&amp;", "&#65;", "&#x3042;", "<![CDATA[<x>]]>", "<!-- c -->", "あ", "\"", "①"
        };
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            String piece = pieces[random.nextInt(pieces.length)];
            if (encoding.repertoire().carries(piece)) {
                out.append(piece);
            }
        }
        return out.toString();
    }

    private static String text(Random random) {
        int[] alphabet = ALPHABET.codePoints().toArray();
        StringBuilder out = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            out.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return out.toString();
    }

    private static LocalDate date(Random random) {
        return LocalDate.of(1900, 1, 1).plusDays(random.nextInt(60_000));
    }

    private static LocalDateTime time(Random random) {
        return date(random).atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60));
    }

    private static <T> Optional<T> maybe(Random random, T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private static EligibilityResult result(Random random, TextEncoding encoding) {
        ResultHeader header =
                new ResultHeader(
                        maybe(random, time(random)),
                        maybe(random, "20250401"),
                        maybe(random, "1310000001"),
                        maybe(random, Echoed.of(text(random))),
                        maybe(random, Echoed.of(text(random))),
                        maybe(random, "2"),
                        "1",
                        maybe(random, new Notice("E1", text("E", random, encoding))),
                        maybe(random, new BulkCounts(3, 2, 1)),
                        encoding);
        List<ResultOfQualification> results = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            results.add(one(random));
        }
        return new EligibilityResult(
                header,
                maybe(
                        random,
                        Element.of(
                                "QualificationConfirmSearchInfo",
                                Element.leaf("InsuredCardSymbol", text(random)),
                                Element.leaf("InsuredBranchNumber", ""),
                                Element.leaf("Unknown", text(random)))),
                maybe(random, "1"),
                "1",
                maybe(random, new Notice("E2", text("M", random, encoding))),
                maybe(random, Integer.toString(1 + random.nextInt(9))),
                results);
    }

    private static String text(String prefix, Random random, TextEncoding encoding) {
        return encoding.repertoire().render(prefix + text(random));
    }

    private static ResultOfQualification one(Random random) {
        ResultOfQualification.Builder builder = ResultOfQualification.builder();
        for (ResultField field : ResultField.values()) {
            if (random.nextInt(3) > 0) {
                if (field.kind() == ResultField.Kind.DATE) {
                    builder.set(field, date(random));
                } else {
                    builder.set(field, text(random));
                }
            }
        }
        for (ConsentKind kind : ConsentKind.values()) {
            if (random.nextBoolean()) {
                builder.consent(
                        new ConsentTriple(
                                kind,
                                Integer.toString(random.nextInt(5)),
                                maybe(random, time(random)),
                                maybe(random, time(random))));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            builder.specialDisease(
                    new SpecialDiseaseCertificate(
                            Integer.toString(i),
                            maybe(random, date(random)),
                            maybe(random, date(random)),
                            maybe(random, date(random)),
                            maybe(random, "10000")));
        }
        if (random.nextBoolean()) {
            builder.publicExpense(
                    Element.of(
                            "PublicExpenseResultList",
                            Element.of(
                                    "MedicalTicketInfo",
                                    Element.leaf("StatusOfInfecton", text(random)))));
        }
        return builder.build();
    }

    private static EligibilityResult rendered(EligibilityResult result, TextEncoding encoding) {
        return new EligibilityResult(
                result.header(),
                result.search(),
                result.prescriptionIssue(),
                result.status(),
                result.notice(),
                result.validity(),
                result.results().stream().map(one -> rendered(one, encoding)).toList());
    }

    private static ResultOfQualification rendered(
            ResultOfQualification one, TextEncoding encoding) {
        Map<ResultField, String> fields = new EnumMap<>(ResultField.class);
        one.fields()
                .forEach((field, text) ->
                        fields.put(
                                field,
                                SUBSTITUTED.contains(field)
                                        ? encoding.repertoire().render(text)
                                        : text));
        return new ResultOfQualification(
                fields, one.consents(), one.specialDiseases(), one.publicExpense());
    }
}
