package org.onshi.acceptance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.onshi.acceptance.ReceiptComputer.Question;
import org.onshi.acceptance.ReceiptComputer.Shape;

/**
 * Hostile and broken request files: correct ones of the town, changed as accidents and attackers
 * change them. The same seed and number always give the same file.
 */
final class HostileXml {
    private static final Pattern LEAF =
            Pattern.compile("<([A-Za-z]+)(\\s*)>([^<]*)</([A-Za-z]+)(\\s*)>");
    private static final String SEARCH = "QualificationConfirmSearchInfo";
    private static final List<String> HEADER_LEAVES =
            List.of(
                    "QualificationConfirmationDate",
                    "MedicalInstitutionCode",
                    "ArbitraryFileIdentifier");
    private static final List<String> SEARCH_LEAVES =
            List.of(
                    "InsurerNumber",
                    "InsuredCardSymbol",
                    "InsuredIdentificationNumber",
                    "InsuredBranchNumber",
                    "Birthdate",
                    "LimitApplicationCertificateRelatedConsFlg");
    private static final List<String> DATES =
            List.of(
                    "20250231",
                    "20250229",
                    "20241301",
                    "20250100",
                    "00000000",
                    "99999999",
                    "2025o610",
                    "R0706100",
                    "令和7年6月10日",
                    "2025-06-10",
                    "２０２５０６１０",
                    "٢٠٢٥٠٦١٠",
                    "-2025061",
                    "+2025061",
                    "202506101",
                    "2025061",
                    " 20250610 ",
                    "20250610\u0000",
                    "20250610&#10;",
                    "18671231",
                    "18680101",
                    "00010101",
                    "99991231",
                    "20990101",
                    "20160229",
                    "1e8",
                    "",
                    "   ",
                    "null");
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "　",
                    "0",
                    "000000",
                    "-1",
                    "-100001",
                    "😀",
                    "𠮷野家",
                    "12345678901234567890",
                    "01234567890123456789012345678901234567",
                    "012345678901234567890123456789012345678",
                    "' OR '1'='1",
                    "'; DROP TABLE registry.coverage; --",
                    "${jndi:ldap://127.0.0.1/a}",
                    "{{7*7}}",
                    "../../../etc/passwd",
                    "%s%s%n",
                    "&lt;script&gt;alert(1)&lt;/script&gt;",
                    "<script>",
                    "<![CDATA[100001]]>",
                    "<!-- -->",
                    "<?p?>",
                    "]]>",
                    "&amp;",
                    "&unknown;",
                    "&#0;",
                    "&#8;",
                    "&#x1F;",
                    "&#x7F;",
                    "&#x85;",
                    "&#xD800;",
                    "&#xFFFE;",
                    "&#x1F600;",
                    "&#x110000;",
                    "&#9;1",
                    "1&#10;2",
                    "\u0001",
                    "\u001B[31m",
                    "a\u0000b",
                    "\u200B",
                    "\u202E100001",
                    "e\u0301",
                    "ﾊﾟ",
                    "①",
                    "㈱",
                    "●",
                    "77777777",
                    "99999999",
                    "１２３４５６",
                    "0x1F",
                    "1.0",
                    "NaN",
                    "true",
                    "null",
                    "-",
                    "ー",
                    "−",
                    "\uFFFD",
                    "\uFEFF");

    /** How a file is changed. Each says in its name what is wrong with it. */
    enum Kind {
        UNCHANGED,
        BITS_FLIPPED,
        TRUNCATED,
        BYTES_DELETED,
        BYTES_INSERTED,
        BYTES_REPEATED,
        SLICES_SWAPPED,
        CONTROLS_INSERTED,
        CHARACTERS_REPLACED,
        TAG_RENAMED,
        TAGS_SWAPPED,
        ELEMENT_REPEATED,
        ELEMENT_MISSING,
        ELEMENT_MOVED,
        TEXT_WRAPPED,
        ROOT_REPLACED,
        ROOT_REPEATED,
        NESTED_DEEP,
        UNKNOWN_ELEMENTS,
        ANSWER_SMUGGLED,
        MARKUP_INSERTED,
        DOCTYPE,
        NAMESPACES,
        DECLARATION_REPLACED,
        OTHER_ENCODING,
        MARK_OF_ENCODING,
        VALUE_OF_DATE,
        VALUE_OF_FIELD,
        VALUE_LONG,
        INSURER_NUMBER,
        OTHER_WIDTH,
        OTHER_FACILITY,
        NOT_XML,
        ZEROS_AT_END,
        FAMILY_NOT_SERVED,
        BULK,
        BULK_RESULT,
        HUGE
    }

    /** Kinds that are drawn by chance; the others come in turn. */
    private static final List<Kind> CHEAP =
            List.copyOf(
                    EnumSet.complementOf(
                            EnumSet.of(
                                    Kind.FAMILY_NOT_SERVED,
                                    Kind.BULK,
                                    Kind.BULK_RESULT,
                                    Kind.HUGE)));

    private static final List<Shape> SHAPES = List.of(Shape.values());

    /** Kinds whose files cost megabytes: one of these in so many. */
    private static final int HUGE_EVERY = 220;

    private static final int BULK_EVERY = 27;
    private static final int BULK_RESULT_EVERY = 80;

    private final ReceiptComputer receiptComputer;
    private final List<TownCsv> town;
    private final String ownFacility;
    private final String otherFacility;
    private final LocalDate today;
    private final long seed;

    HostileXml(
            ReceiptComputer receiptComputer,
            List<TownCsv> town,
            String ownFacility,
            String otherFacility,
            LocalDate today,
            long seed) {
        this.receiptComputer = receiptComputer;
        this.town = town;
        this.ownFacility = ownFacility;
        this.otherFacility = otherFacility;
        this.today = today;
        this.seed = seed;
    }

    /** One file for {@code req/}. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record HostileFile(int number, Kind kind, String family, byte[] content) {
        @Override
        public String toString() {
            return "case " + number + " " + kind + " (" + content.length + " bytes)";
        }
    }

    HostileFile file(int number) {
        Random random = new Random(seed * 1_000_003 + number);
        random.nextLong(); // the first values of neighbouring seeds are alike
        Kind kind = kind(number, random);
        Shape shape = pick(SHAPES, random);
        String identifier = "hostile-" + seed + "-" + number;
        if (kind == Kind.BULK) {
            return new HostileFile(
                    number, kind, "OQSmuquc01req", bulk(shape, identifier, number, random));
        }
        if (kind == Kind.BULK_RESULT) {
            byte[] asked = text(bulkResult(identifier), StandardCharsets.UTF_8);
            return new HostileFile(
                    number,
                    kind,
                    "OQSmuquc02req",
                    changed(anyCheap(random), asked, Shape.ODD_SPACES, random));
        }
        byte[] good = receiptComputer.request(question(random), shape, identifier);
        if (kind == Kind.FAMILY_NOT_SERVED) {
            String family =
                    pick(
                            List.of(
                                    "CIPsiquc01req",
                                    "OQSsihvq01req",
                                    "OQSsiurl01req",
                                    "PMHsimsm01req"),
                            random);
            return new HostileFile(
                    number, kind, family, changed(anyCheap(random), good, shape, random));
        }
        return new HostileFile(number, kind, "OQSsiquc01req", changed(kind, good, shape, random));
    }

    private static Kind kind(int number, Random random) {
        if (number % HUGE_EVERY == HUGE_EVERY - 1) {
            return Kind.HUGE;
        }
        if (number % BULK_EVERY == BULK_EVERY - 1) {
            return Kind.BULK;
        }
        if (number % BULK_RESULT_EVERY == BULK_RESULT_EVERY - 1) {
            return Kind.BULK_RESULT;
        }
        if (number % BULK_RESULT_EVERY == BULK_RESULT_EVERY / 2) {
            return Kind.FAMILY_NOT_SERVED;
        }
        return anyCheap(random);
    }

    private static Kind anyCheap(Random random) {
        return pick(CHEAP, random);
    }

    private Question question(Random random) {
        TownCsv row = pick(town, random);
        LocalDate day = today.minusDays(random.nextInt(4) == 0 ? random.nextInt(900) : 0);
        Question question = Question.of(row, day);
        return random.nextInt(10) == 0 ? question.withoutBranch() : question;
    }

    private byte[] changed(Kind kind, byte[] good, Shape shape, Random random) {
        Charset charset =
                shape == Shape.COMPACT ? ReceiptComputer.SHIFT_JIS : StandardCharsets.UTF_8;
        String xml = new String(good, charset);
        return switch (kind) {
            case UNCHANGED, BULK, BULK_RESULT, FAMILY_NOT_SERVED -> good;
            case BITS_FLIPPED -> bitsFlipped(good, random);
            case TRUNCATED -> Arrays.copyOf(good, random.nextInt(good.length));
            case BYTES_DELETED -> deleted(good, random);
            case BYTES_INSERTED -> inserted(good, bytes(random, 1 + random.nextInt(6)), random);
            case BYTES_REPEATED -> repeated(good, random);
            case SLICES_SWAPPED -> swapped(good, random);
            case CONTROLS_INSERTED -> {
                byte[] control = {
                    pick(List.of((byte) 0, (byte) 1, (byte) 8, (byte) 0x1B, (byte) 0x7F), random)
                };
                yield inserted(good, control, random);
            }
            case CHARACTERS_REPLACED -> replaced(good, random);
            case HUGE -> huge(xml, charset, random);
            case OTHER_ENCODING -> otherEncoding(xml, random);
            case MARK_OF_ENCODING -> marked(good, random);
            case NOT_XML -> notXml(random);
            case ZEROS_AT_END -> Arrays.copyOf(good, good.length + 1 + random.nextInt(5000));
            default -> text(changedText(kind, xml, random), charset);
        };
    }

    private String changedText(Kind kind, String xml, Random random) {
        return switch (kind) {
            case TAG_RENAMED -> tagRenamed(xml, random);
            case TAGS_SWAPPED -> tagsSwapped(xml, random);
            case ELEMENT_REPEATED -> elementRepeated(xml, random);
            case ELEMENT_MISSING -> elementMissing(xml, random);
            case ELEMENT_MOVED -> elementMoved(xml, random);
            case TEXT_WRAPPED ->
                    withValue(xml, anyLeaf(random), old -> "<Inner>" + old + "</Inner>");
            case ROOT_REPLACED ->
                    xml.replace(
                            "XmlMsg",
                            pick(
                                    List.of(
                                            "xmlMsg", "XMLMSG", "XmlMsg2", "Message", "html",
                                            "メッセージ"),
                                    random));
            case ROOT_REPEATED ->
                    random.nextBoolean()
                            ? xml + xml.substring(xml.indexOf("<XmlMsg>"))
                            : xml
                                    + pick(
                                            List.of("x", "<a/>", "<!-- end -->", "&amp;", "]]>"),
                                            random);
            case NESTED_DEEP -> {
                int depth = pick(List.of(3, 8, 11, 40, 100, 1000, 20_000), random);
                yield before(xml, tail(random), "<a>".repeat(depth) + "</a>".repeat(depth));
            }
            case UNKNOWN_ELEMENTS -> before(xml, tail(random), unknown(random));
            case ANSWER_SMUGGLED -> before(xml, tail(random), smuggled(random));
            case MARKUP_INSERTED -> atTextBoundary(xml, markup(random), random);
            case DOCTYPE -> doctype(xml, random);
            case NAMESPACES -> namespaces(xml, random);
            case DECLARATION_REPLACED -> declaration(random) + withoutDeclaration(xml);
            case VALUE_OF_DATE -> {
                String date = pick(DATES, random);
                yield withValue(
                        xml,
                        random.nextBoolean() ? "Birthdate" : "QualificationConfirmationDate",
                        _ -> date);
            }
            case VALUE_OF_FIELD -> {
                String value = pick(TEXTS, random);
                yield withValue(xml, anyLeaf(random), _ -> value);
            }
            case VALUE_LONG -> {
                String value = pick(List.of("9", "あ", "0 ", "x-"), random);
                int times = pick(List.of(20, 39, 300, 2000, 60_000), random);
                yield withValue(xml, anyLeaf(random), _ -> value.repeat(times));
            }
            case INSURER_NUMBER ->
                    withValue(xml, "InsurerNumber", old -> insurerNumber(old, random));
            case OTHER_WIDTH -> withValue(xml, anyLeaf(random), old -> otherWidth(old, random));
            case OTHER_FACILITY -> {
                String code =
                        pick(
                                List.of(
                                        otherFacility,
                                        wide(otherFacility),
                                        " " + otherFacility,
                                        "　" + otherFacility,
                                        otherFacility
                                                + "</MedicalInstitutionCode>"
                                                + "<MedicalInstitutionCode>"
                                                + ownFacility,
                                        wide(ownFacility),
                                        ownFacility + "0",
                                        ownFacility.substring(1),
                                        "0".repeat(10)),
                                random);
                yield withValue(xml, "MedicalInstitutionCode", _ -> code);
            }
            default -> throw new IllegalStateException("not a change of text: " + kind);
        };
    }

    private byte[] bulk(Shape shape, String identifier, int number, Random random) {
        Charset charset =
                shape == Shape.COMPACT ? ReceiptComputer.SHIFT_JIS : StandardCharsets.UTF_8;
        boolean breakPersons = random.nextInt(3) > 0;
        String whole =
                new String(receiptComputer.request(question(random), shape, identifier), charset);
        StringBuilder persons = new StringBuilder();
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            String person =
                    new String(
                            receiptComputer.request(question(random), shape, identifier), charset);
            if (breakPersons && random.nextBoolean()) {
                String value = random.nextBoolean() ? pick(DATES, random) : pick(TEXTS, random);
                // well-formed, else the file as a whole is returned and shows nothing new
                String plain = value.replaceAll("[\\x00-\\x1F<&]", "?").replace("]]>", "");
                person = withValue(person, pick(SEARCH_LEAVES, random), _ -> plain);
            }
            persons.append(search(person));
        }
        String xml = whole.replace(search(whole), persons.toString());
        if (number % 2 == 0) {
            return text(xml, charset);
        }
        return changed(anyCheap(random), text(xml, charset), shape, random);
    }

    private String bulkResult(String identifier) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><XmlMsg><MessageHeader>"
                + "<MedicalInstitutionCode>"
                + ownFacility
                + "</MedicalInstitutionCode><ArbitraryFileIdentifier>"
                + identifier
                + "</ArbitraryFileIdentifier></MessageHeader><MessageBody><ReceptionNumber>no-such-"
                + identifier
                + "</ReceptionNumber></MessageBody></XmlMsg>";
    }

    /** The element of the person, tags included. */
    private static String search(String xml) {
        int start = xml.indexOf("<" + SEARCH);
        int end = xml.indexOf("</" + SEARCH, start);
        return xml.substring(start, xml.indexOf('>', end) + 1);
    }

    private static byte[] bitsFlipped(byte[] good, Random random) {
        byte[] out = good.clone();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return out;
    }

    private static byte[] deleted(byte[] good, Random random) {
        int from = random.nextInt(good.length);
        int to = Math.min(good.length, from + 1 + random.nextInt(random.nextBoolean() ? 3 : 120));
        return joined(slice(good, 0, from), slice(good, to, good.length));
    }

    private static byte[] inserted(byte[] good, byte[] more, Random random) {
        int at = random.nextInt(good.length + 1);
        return joined(slice(good, 0, at), more, slice(good, at, good.length));
    }

    private static byte[] repeated(byte[] good, Random random) {
        int from = random.nextInt(good.length);
        int to = Math.min(good.length, from + 1 + random.nextInt(200));
        return joined(slice(good, 0, to), slice(good, from, good.length));
    }

    private static byte[] swapped(byte[] good, Random random) {
        int[] cuts = random.ints(4, 0, good.length).sorted().toArray();
        return joined(
                slice(good, 0, cuts[0]),
                slice(good, cuts[2], cuts[3]),
                slice(good, cuts[1], cuts[2]),
                slice(good, cuts[0], cuts[1]),
                slice(good, cuts[3], good.length));
    }

    /** One printable character for another, so that most stay readable and say something else. */
    private static byte[] replaced(byte[] good, Random random) {
        byte[] out = good.clone();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            out[random.nextInt(out.length)] = (byte) (0x20 + random.nextInt(0x5F));
        }
        return out;
    }

    private static byte[] huge(String xml, Charset charset, Random random) {
        String filled =
                switch (random.nextInt(7)) {
                    case 0 -> before(xml, "</MessageBody", element("Pad", 5 << 20));
                    case 1 -> before(xml, "</MessageBody", element("Pad", 3 << 20));
                    case 2 -> before(xml, "</MessageBody", "<a/>".repeat(200_000));
                    case 3 -> before(xml, "</MessageHeader", "<UnknownList/>".repeat(30_000));
                    case 4 -> xml + " ".repeat(3 << 20);
                    case 5 -> "x".repeat(5 << 20);
                    default -> xml.replace("<XmlMsg>", "<XmlMsg " + "a".repeat(2 << 20) + "='1'>");
                };
        return text(filled, charset);
    }

    private static byte[] otherEncoding(String xml, Random random) {
        Charset charset =
                Charset.forName(
                        pick(
                                List.of(
                                        "UTF-16",
                                        "UTF-16LE",
                                        "UTF-16BE",
                                        "UTF-32",
                                        "EUC-JP",
                                        "ISO-2022-JP",
                                        "windows-31j",
                                        "UTF-8",
                                        "IBM037"),
                                random));
        return text(xml, charset);
    }

    private static byte[] marked(byte[] good, Random random) {
        byte[] utf8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
        return switch (random.nextInt(5)) {
            case 0 -> joined(utf8, good);
            case 1 -> joined(utf8, utf8, good);
            case 2 -> joined(new byte[] {(byte) 0xFE, (byte) 0xFF}, good);
            case 3 -> joined(new byte[] {(byte) 0xFF, (byte) 0xFE}, good);
            default -> joined(slice(utf8, 0, 2), good);
        };
    }

    private static byte[] notXml(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new byte[0];
            case 1 -> text(" \r\n\t ".repeat(1 + random.nextInt(100)), StandardCharsets.UTF_8);
            case 2 -> bytes(random, 1 + random.nextInt(3000));
            case 3 -> new byte[1 + random.nextInt(3000)];
            case 4 -> text("{\"XmlMsg\":{\"MessageHeader\":{}}}", StandardCharsets.UTF_8);
            case 5 -> text("insurer_number,number\r\n01130012,1\r\n", StandardCharsets.UTF_8);
            case 6 -> text("<!DOCTYPE html><html><body>x</body></html>", StandardCharsets.UTF_8);
            default -> joined(new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0}, bytes(random, 200));
        };
    }

    private static String tagRenamed(String xml, Random random) {
        List<Integer> tags = new ArrayList<>();
        for (int at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at + 1)) {
            tags.add(at);
        }
        int tag = pick(tags, random);
        return switch (random.nextInt(3)) {
            // one tag only, so that start and end differ
            case 0 -> xml.substring(0, tag + 2) + "x" + xml.substring(tag + 2);
            case 1 -> {
                String name = anyLeaf(random);
                yield xml.replace(name, name.toLowerCase(Locale.ROOT));
            }
            default ->
                    xml.replace(anyLeaf(random), pick(List.of("Unknown", "項目", "a.b-c_1"), random));
        };
    }

    private static String tagsSwapped(String xml, Random random) {
        String one = anyLeaf(random);
        String other = anyLeaf(random);
        return xml.replace(one, "\u0000").replace(other, one).replace("\u0000", other);
    }

    private static String elementRepeated(String xml, Random random) {
        if (random.nextInt(6) == 0 && xml.contains("</" + SEARCH)) {
            return xml.replace(search(xml), search(xml) + search(xml));
        }
        return leaf(xml, anyLeaf(random))
                .map(leaf ->
                        xml.substring(0, leaf.end()) + leaf.group() + xml.substring(leaf.end()))
                .orElse(xml);
    }

    private static String elementMissing(String xml, Random random) {
        if (random.nextInt(6) == 0 && xml.contains("</" + SEARCH)) {
            return xml.replace(search(xml), "");
        }
        return leaf(xml, anyLeaf(random))
                .map(leaf -> xml.substring(0, leaf.start()) + xml.substring(leaf.end()))
                .orElse(xml);
    }

    /** Out of the header into the body, or the other way. */
    private static String elementMoved(String xml, Random random) {
        String name = anyLeaf(random);
        String target = HEADER_LEAVES.contains(name) ? "</" + SEARCH : "</MessageHeader";
        return leaf(xml, name)
                .map(leaf ->
                        before(
                                xml.substring(0, leaf.start()) + xml.substring(leaf.end()),
                                target,
                                leaf.group()))
                .orElse(xml);
    }

    private static String unknown(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> "<Unknown>x</Unknown>";
            case 1 -> "<ResultList><Item>1</Item><Item>2</Item></ResultList>";
            case 2 -> "<AList/><AList/><AList><b>1</b>text<b>2</b></AList>";
            case 3 -> "<a><b>1</b></a><c/><a><b>2</b></a><c>x</c>";
            case 4 -> "<BulkConfirmUnit/><BulkConfirmUnit>1</BulkConfirmUnit>";
            case 5 -> "<x y='1' z=\"&lt;&#65;\"/>";
            case 6 -> "<" + "n".repeat(1 + random.nextInt(990)) + "/>";
            default -> "<u/>".repeat(1 + random.nextInt(3000));
        };
    }

    /** Elements of answers: they are nothing in a request, and must not look like its answer. */
    private static String smuggled(Random random) {
        return pick(
                List.of(
                        "<QualificationValidity>1</QualificationValidity>",
                        "<ProcessingResultStatus>1</ProcessingResultStatus>",
                        "<SegmentOfResult>1</SegmentOfResult>",
                        "<ReceptionNumber>1</ReceptionNumber>",
                        "<ResultList><ResultOfQualificationConfirmation><Name>x</Name>"
                                + "</ResultOfQualificationConfirmation></ResultList>",
                        "<CharacterCodeIdentifier>1</CharacterCodeIdentifier>"),
                random);
    }

    private static String markup(Random random) {
        return pick(
                List.of(
                        "<!-- a comment -->",
                        "<!-- a -- b -->",
                        "<!--",
                        "<?target data?>",
                        "<?xml version='1.0'?>",
                        "<![CDATA[ ]]>",
                        "<![CDATA[",
                        "&#32;",
                        "&#x41;",
                        "&lt;",
                        "&foo;",
                        "&",
                        "<",
                        ">",
                        "]]>",
                        "<a",
                        "</a>",
                        "<a b=1/>",
                        "<a b='1' b='2'/>",
                        "\uFFFE",
                        "\r",
                        "\u2028"),
                random);
    }

    private static String doctype(String xml, Random random) {
        StringBuilder bomb = new StringBuilder("<!ENTITY a0 'ha'>");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a")
                    .append(i)
                    .append(" '")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        String subset =
                switch (random.nextInt(8)) {
                    case 0 -> "XmlMsg [" + bomb + "]";
                    case 1 -> "XmlMsg [<!ENTITY a29 '" + "A".repeat(100_000) + "'>]";
                    case 2 -> "XmlMsg [<!ENTITY a29 SYSTEM 'file:///etc/passwd'>]";
                    case 3 -> "XmlMsg [<!ENTITY a29 SYSTEM 'http://127.0.0.1:9/x'>]";
                    case 4 -> "XmlMsg [<!ENTITY % p SYSTEM 'file:///dev/random'> %p;]";
                    case 5 -> "XmlMsg SYSTEM 'file:///etc/hosts'";
                    case 6 -> "XmlMsg [<!ENTITY a29 '&a29;'>]";
                    default -> "XmlMsg";
                };
        String doctype = "<!DOCTYPE " + subset + ">";
        String use = random.nextBoolean() ? "&a29;" : "";
        return switch (random.nextInt(4)) {
            case 0 -> xml.replace("<XmlMsg>", "<!-- first -->" + doctype + "<XmlMsg>" + use);
            case 1 -> xml.replace("<XmlMsg>", "<XmlMsg>" + doctype + use);
            default ->
                    withValue(
                            xml.replace("<XmlMsg>", doctype + "<XmlMsg>"),
                            anyLeaf(random),
                            old -> use.isEmpty() ? old : use);
        };
    }

    private static String namespaces(String xml, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> xml.replace("<XmlMsg>", "<XmlMsg xmlns=\"urn:other\">");
            case 1 ->
                    xml.replace("<XmlMsg>", "<o:XmlMsg xmlns:o=\"urn:other\">")
                            .replace("</XmlMsg>", "</o:XmlMsg>");
            case 2 -> xml.replace("XmlMsg>", "o:XmlMsg>");
            default -> xml.replace("<XmlMsg>", "<XmlMsg xsi:noNamespaceSchemaLocation=\"a.xsd\">");
        };
    }

    private static String declaration(Random random) {
        return pick(
                List.of(
                        "",
                        "<?xml version=\"1.0\"?>",
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                        "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>",
                        "<?xml version='1.0' encoding='shift_jis' standalone='yes'?>",
                        "<?xml version=\"1.0\" encoding=\"windows-31j\"?>",
                        "<?xml version=\"1.0\" encoding=\"EUC-JP\"?>",
                        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
                        "<?xml version=\"1.0\" encoding=\"UTF-7\"?>",
                        "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>",
                        "<?xml version=\"1.0\" encoding=\"no-such\"?>",
                        "<?xml version=\"1.0\" encoding=\"\"?>",
                        "<?xml version=\"1.1\" encoding=\"UTF-8\"?>",
                        "<?xml version=\"2.0\" encoding=\"UTF-8\"?>",
                        "<?xml encoding=\"UTF-8\"?>",
                        "<?XML version=\"1.0\"?>",
                        " <?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                        "<?xml version=\"1.0\" standalone=\"no\" encoding=\"UTF-8\"?>",
                        "<?xml version=\"1.0\" encoding=\"UTF-8\">",
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                                + "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"),
                random);
    }

    private static String withoutDeclaration(String xml) {
        return xml.substring(xml.indexOf("?>") + 2);
    }

    private static String insurerNumber(String old, Random random) {
        String digits = old.isBlank() ? "01130012" : old.strip();
        return pick(
                List.of(
                        digits + "0",
                        "0" + digits,
                        digits.substring(1),
                        digits.substring(0, digits.length() - 1)
                                + (digits.charAt(digits.length() - 1) == '9' ? '0' : '9'),
                        "0".repeat(20),
                        "12345678901234567890",
                        "-" + digits,
                        "+" + digits,
                        wide(digits),
                        "       " + digits,
                        digits + "   ",
                        digits.substring(0, 3) + " " + digits.substring(3),
                        "77777777",
                        "99999999",
                        "OII30OI2",
                        "0b111",
                        ""),
                random);
    }

    private static String otherWidth(String old, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> wide(old);
            case 1 -> "000" + old;
            case 2 -> old.toLowerCase(Locale.ROOT);
            case 3 -> old.replace('-', 'ー').replace('・', '･');
            default -> old.isEmpty() ? old : old.charAt(0) + "\u200B" + old.substring(1);
        };
    }

    private static String wide(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .map(c -> c > 0x20 && c < 0x7F && c != '&' && c != ';' ? c + 0xFEE0 : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private interface Change {
        String of(String old);
    }

    /** The text of the first leaf of that name replaced; put in where the shape leaves it out. */
    private static String withValue(String xml, String name, Change change) {
        Optional<MatchResult> found = leaf(xml, name);
        if (found.isEmpty()) {
            String where = HEADER_LEAVES.contains(name) ? "</MessageHeader" : "</" + SEARCH;
            return before(xml, where, "<" + name + ">" + change.of("") + "</" + name + ">");
        }
        MatchResult leaf = found.get();
        return xml.substring(0, leaf.start(3))
                + change.of(leaf.group(3))
                + xml.substring(leaf.end(3));
    }

    private static Optional<MatchResult> leaf(String xml, String name) {
        return LEAF.matcher(xml)
                .results()
                .filter(leaf -> leaf.group(1).equals(name) && leaf.group(4).equals(name))
                .findFirst();
    }

    private static String atTextBoundary(String xml, String more, Random random) {
        List<Integer> ends = new ArrayList<>();
        for (int at = xml.indexOf('>'); at >= 0; at = xml.indexOf('>', at + 1)) {
            ends.add(at + 1);
        }
        int at = pick(ends, random);
        return xml.substring(0, at) + more + xml.substring(at);
    }

    private static String before(String xml, String mark, String more) {
        int at = xml.indexOf(mark);
        return at < 0 ? xml : xml.substring(0, at) + more + xml.substring(at);
    }

    private static String tail(Random random) {
        return pick(List.of("</MessageHeader", "</MessageBody", "</" + SEARCH, "</XmlMsg"), random);
    }

    private static String element(String name, int characters) {
        return "<" + name + ">" + "p".repeat(characters) + "</" + name + ">";
    }

    private static String anyLeaf(Random random) {
        int at = random.nextInt(HEADER_LEAVES.size() + SEARCH_LEAVES.size());
        return at < HEADER_LEAVES.size()
                ? HEADER_LEAVES.get(at)
                : SEARCH_LEAVES.get(at - HEADER_LEAVES.size());
    }

    private static byte[] text(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private static byte[] bytes(Random random, int count) {
        byte[] out = new byte[count];
        random.nextBytes(out);
        return out;
    }

    private static byte[] slice(byte[] from, int start, int end) {
        return Arrays.copyOfRange(from, start, end);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
