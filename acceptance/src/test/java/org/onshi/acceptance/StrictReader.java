package org.onshi.acceptance;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Foretells the outcome of any request file, with the JDK's DOM parser, charset decoders of its own
 * choosing and {@link TownOracle}; by the words of the interface and none of the product's code.
 *
 * <p>A foretelling is the set of outcomes that the contract allows, as a rule one: {@link
 * #RETURNED}, {@link #REFUSED}, {@link #TAKEN}, or a verdict "1" to "5". It has more than one only
 * where the contract leaves a choice, as for full-width digits in a date: read or refused, but
 * never read as something else.
 */
final class StrictReader {
    /** Not a message: the request file back beside an {@code .err}. */
    static final String RETURNED = "returned";

    /** A message with a bad field: an answer with ProcessingResultStatus 2 and no verdict. */
    static final String REFUSED = "refused";

    /** A bulk request received: an answer with a reception number. */
    static final String TAKEN = "taken";

    private static final int BYTES_MAX = 4 << 20;
    private static final int DEPTH_MAX = 32;
    private static final int ELEMENTS_MAX = 150_000;
    private static final int CELL_CHARACTERS_MAX = 38;

    /** Shorter than any limit of identifiers that are echoed and mean nothing. */
    private static final int ECHO_CHARACTERS_SAFE = 64;

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
    private static final LocalDate FIRST_DAY = LocalDate.of(1868, 1, 1);
    private static final Pattern ENCODING =
            Pattern.compile(
                    "^<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");
    private static final Pattern ENCODING_OF_NO_NAME =
            Pattern.compile("^<\\?xml\\s[^>]*?encoding\\s*=");
    private static final Pattern OTHER_VERSION =
            Pattern.compile("^<\\?xml\\s+version\\s*=\\s*[\"'](?!1\\.0[\"'])");

    private final List<TownCsv> town;
    private final String facility;

    StrictReader(List<TownCsv> town, String facility) {
        this.town = town;
        this.facility = facility;
    }

    /**
     * What the parser makes of a file.
     *
     * @param root empty when it is no message
     * @param certain whether every reader of the contract must see it so; else it may be returned
     * @param large so near the limit that, written as JSON, it may be over it
     */
    private record Reading(Optional<Element> root, boolean certain, boolean large) {
        static final Reading NONE = new Reading(Optional.empty(), true, false);
    }

    /** Outcomes of a request about one person. */
    Set<String> single(byte[] file) {
        return outcome(
                file,
                root -> {
                    Judgement judgement = new Judgement();
                    Optional<Day> day = header(root, judgement);
                    Optional<Element> search =
                            judgement
                                    .only(root, "MessageBody")
                                    .flatMap(body ->
                                            judgement.only(body, "QualificationConfirmSearchInfo"));
                    if (search.isEmpty()) {
                        return Set.of(REFUSED);
                    }
                    return judgement.allows(person(search.get(), day, judgement));
                });
    }

    /** Outcomes of the upload of a bulk request. */
    Set<String> bulk(byte[] file) {
        return outcome(
                file,
                root -> {
                    Judgement judgement = new Judgement();
                    header(root, judgement);
                    Optional<Element> body = judgement.only(root, "MessageBody");
                    if (body.isEmpty() || searches(body.get()).isEmpty()) {
                        return Set.of(REFUSED);
                    }
                    return judgement.allows(Set.of(TAKEN));
                });
    }

    /** Outcomes of every person of a bulk request that was taken, in its order. */
    List<Set<String>> bulkPersons(byte[] file) {
        Element root = read(file).root().orElseThrow();
        Optional<Day> day = header(root, new Judgement());
        Element body = new Judgement().only(root, "MessageBody").orElseThrow();
        List<Set<String>> persons = new ArrayList<>();
        for (Element search : searches(body)) {
            Judgement judgement = new Judgement();
            persons.add(judgement.allows(person(search, day, judgement)));
        }
        return persons;
    }

    /** Outcomes of a request that cannot be served whatever it says, once it can be read. */
    Set<String> unserved(byte[] file) {
        return outcome(file, _ -> Set.of(REFUSED));
    }

    /** Text of ArbitraryFileIdentifier, which an answer must repeat; empty when there is none. */
    Optional<String> fileIdentifier(byte[] file) {
        return read(file)
                .root()
                .flatMap(root -> children(root, "MessageHeader").stream().findFirst())
                .flatMap(header -> children(header, "ArbitraryFileIdentifier").stream().findFirst())
                .filter(leaf -> elements(leaf).isEmpty())
                .map(Node::getTextContent);
    }

    private interface Judge {
        Set<String> judge(Element root);
    }

    private static Set<String> outcome(byte[] file, Judge judge) {
        Reading reading = read(file);
        Set<String> allowed = new TreeSet<>();
        if (reading.root().isEmpty()) {
            allowed.add(RETURNED);
            return allowed;
        }
        allowed.addAll(judge.judge(reading.root().get()));
        if (!reading.certain()) {
            allowed.add(RETURNED);
        }
        if (!reading.certain() || reading.large()) {
            allowed.add(REFUSED);
        }
        return allowed;
    }

    private record Day(LocalDate date) {}

    private Optional<Day> header(Element root, Judgement judgement) {
        Optional<Element> header = judgement.only(root, "MessageHeader");
        if (header.isEmpty()) {
            return Optional.empty();
        }
        Optional<Day> day =
                judgement.date(header.get(), "QualificationConfirmationDate").map(Day::new);
        judgement
                .needed(header.get(), "MedicalInstitutionCode")
                .ifPresent(text -> judgement.same(text, half(text), code -> code.equals(facility)));
        judgement.echoed(header.get(), "ArbitraryFileIdentifier");
        return day;
    }

    private Set<String> person(Element search, Optional<Day> day, Judgement judgement) {
        Optional<String> insurer =
                judgement
                        .needed(search, "InsurerNumber")
                        .flatMap(text -> insurerNumber(text, judgement));
        String symbol = judgement.cell(search, "InsuredCardSymbol").orElse("");
        Optional<String> number = judgement.cell(search, "InsuredIdentificationNumber");
        if (number.isEmpty()) {
            judgement.bad = true;
        }
        String branch =
                judgement
                        .plain(search, "InsuredBranchNumber")
                        .map(text -> {
                            String digits = half(text);
                            judgement.same(
                                    text.strip(),
                                    digits,
                                    code -> code.isEmpty() || code.matches("[0-9]{1,2}"));
                            return digits.length() == 1 ? "0" + digits : digits;
                        })
                        .orElse("");
        Optional<LocalDate> birthDate = judgement.date(search, "Birthdate");
        judgement
                .plain(search, "LimitApplicationCertificateRelatedConsFlg")
                .ifPresent(text -> judgement.same(text, half(text), flag -> flag.matches("[01]")));
        judgement.echoed(search, "ArbitraryIdentifier");
        if (judgement.bad || day.isEmpty()) {
            return Set.of(REFUSED);
        }
        Set<String> verdicts = new TreeSet<>();
        for (boolean loose : new boolean[] {false, true}) {
            String asked = loose ? loosely(number.get()) : number.get();
            if (asked.isEmpty()) {
                verdicts.add(REFUSED); // nothing but invisible characters
                continue;
            }
            TownCsv row =
                    new TownCsv(
                            "",
                            "",
                            "",
                            birthDate.orElseThrow(),
                            "",
                            insurer.orElseThrow(),
                            loose ? loosely(symbol) : symbol,
                            asked,
                            branch,
                            Optional.empty(),
                            Optional.empty(),
                            "",
                            false);
            verdicts.add(TownOracle.verdict(town, row, branch, day.get().date()));
        }
        return verdicts;
    }

    /** Padded with spaces or zeros, six or eight digits; what else a number may be is a doubt. */
    private static Optional<String> insurerNumber(String text, Judgement judgement) {
        String digits = half(text);
        if (!digits.matches("[0-9]{1,8}")) {
            judgement.bad = true;
            return Optional.empty();
        }
        judgement.doubtful |=
                !text.strip().equals(digits)
                        || text.length() > 8
                        || (digits.length() != 6 && digits.length() != 8);
        return Optional.of(
                digits.length() == 8 && digits.startsWith("00") ? digits.substring(2) : digits);
    }

    /** Without what nobody sees: the contract says neither that it distinguishes nor that not. */
    private static String loosely(String text) {
        return text.replaceAll("[\\p{Cf}\\p{Z}\\p{Mn}\\p{Me}\\u3164\\uFFA0\\u115F\\u1160]", "")
                .replaceAll("[\\u2500\\u2043]", "-");
    }

    /** Full-width ASCII and the wide space folded, then stripped. */
    private static String half(String text) {
        StringBuilder folded = new StringBuilder();
        text.codePoints()
                .map(c -> c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c == 0x3000 ? ' ' : c)
                .forEach(folded::appendCodePoint);
        return folded.toString().strip();
    }

    /** What is wrong with a message, and what may or may not be. */
    private static final class Judgement {
        private boolean bad;
        private boolean doubtful;

        Set<String> allows(Set<String> outcomes) {
            if (bad) {
                return Set.of(REFUSED);
            }
            Set<String> allowed = new TreeSet<>(outcomes);
            if (doubtful) {
                allowed.add(REFUSED);
            }
            return allowed;
        }

        Optional<Element> only(Element parent, String name) {
            List<Element> found = children(parent, name);
            bad |= found.size() != 1;
            return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
        }

        /** The text of a leaf; a repeated or branching one, or one with controls, is bad. */
        Optional<String> plain(Element parent, String name) {
            List<Element> found = children(parent, name);
            if (found.size() > 1) {
                bad = true;
                return Optional.empty();
            }
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (!elements(found.getFirst()).isEmpty()) {
                bad = true;
                return Optional.empty();
            }
            String text = found.getFirst().getTextContent();
            bad |= text.strip().chars().anyMatch(Character::isISOControl);
            return text.isBlank() ? Optional.empty() : Optional.of(text);
        }

        Optional<String> needed(Element parent, String name) {
            Optional<String> text = plain(parent, name);
            bad |= text.isEmpty();
            return text;
        }

        /** Symbol or number. */
        Optional<String> cell(Element parent, String name) {
            Optional<String> text = plain(parent, name);
            text.ifPresent(raw -> {
                bad |= raw.strip().length() > CELL_CHARACTERS_MAX;
                doubtful |= raw.length() > CELL_CHARACTERS_MAX;
            });
            return text.map(String::strip);
        }

        Optional<LocalDate> date(Element parent, String name) {
            Optional<String> text = needed(parent, name);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            String digits = half(text.get());
            try {
                if (!digits.matches("[0-9]{8}")) {
                    throw new DateTimeException("not eight digits");
                }
                LocalDate date = LocalDate.parse(digits, DAY);
                doubtful |= !text.get().equals(digits) || date.isBefore(FIRST_DAY);
                return Optional.of(date);
            } catch (DateTimeException none) {
                bad = true;
                return Optional.empty();
            }
        }

        /** A code that must hold; written in another width or padded, it may be refused. */
        void same(String written, String code, Predicate<String> holds) {
            bad |= !holds.test(code);
            doubtful |= !written.equals(code);
        }

        /** What is only repeated: its limits and line breaks are nobody's contract. */
        void echoed(Element parent, String name) {
            boolean badBefore = bad;
            Optional<String> text = plain(parent, name);
            boolean broken =
                    children(parent, name).size() > 1
                            || children(parent, name).stream()
                                    .anyMatch(leaf -> !elements(leaf).isEmpty());
            if (!broken) {
                doubtful |= bad && !badBefore;
                bad = badBefore;
            }
            doubtful |= text.filter(raw -> raw.length() > ECHO_CHARACTERS_SAFE).isPresent();
        }
    }

    private static List<Element> searches(Element body) {
        return children(body, "QualificationConfirmSearchInfo");
    }

    private static List<Element> children(Element parent, String name) {
        return elements(parent).stream().filter(child -> local(child).equals(name)).toList();
    }

    private static List<Element> elements(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private static String local(Element element) {
        return element.getLocalName() == null ? element.getNodeName() : element.getLocalName();
    }

    private static Reading read(byte[] file) {
        Optional<Decoded> decoded = decoded(file);
        if (file.length > BYTES_MAX || decoded.isEmpty()) {
            return Reading.NONE;
        }
        String text = decoded.get().text();
        boolean certain = decoded.get().named() && !OTHER_VERSION.matcher(text).find();
        Optional<Document> document = parsed(text, true);
        if (document.isEmpty()) {
            // a prefix of no namespace: well-formed, and not to every parser
            document = parsed(text, false);
            certain = false;
        }
        if (document.isEmpty()) {
            return Reading.NONE;
        }
        Element root = document.get().getDocumentElement();
        int depth = depth(root, 1);
        int count = root.getElementsByTagName("*").getLength() + 1;
        if (!local(root).equals("XmlMsg") || depth > DEPTH_MAX || count > ELEMENTS_MAX) {
            return Reading.NONE;
        }
        certain &= depth <= DEPTH_MAX / 2 && count <= ELEMENTS_MAX / 4 && !text.contains("xmlns");
        return new Reading(Optional.of(root), certain, file.length > BYTES_MAX / 4);
    }

    /** How deep the elements go; looks no deeper than one past the limit. */
    private static int depth(Element element, int depth) {
        int deepest = depth;
        if (depth <= DEPTH_MAX) {
            for (Element child : elements(element)) {
                deepest = Math.max(deepest, depth(child, depth + 1));
            }
        }
        return deepest;
    }

    private static Optional<Document> parsed(String text, boolean namespaces) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(namespaces);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return Optional.of(builder.parse(new InputSource(new StringReader(text))));
        } catch (SAXException | IOException notWellFormed) {
            return Optional.empty();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The characters of a file.
     *
     * @param named whether its encoding goes by one of the two names of the interface
     */
    private record Decoded(String text, boolean named) {}

    private static Optional<Decoded> decoded(byte[] file) {
        boolean mark =
                file.length >= 3
                        && file[0] == (byte) 0xEF
                        && file[1] == (byte) 0xBB
                        && file[2] == (byte) 0xBF;
        int start = mark ? 3 : 0;
        String head =
                new String(
                        file,
                        start,
                        Math.min(file.length - start, 1000),
                        StandardCharsets.ISO_8859_1);
        Charset charset = StandardCharsets.UTF_8;
        boolean named = true;
        Matcher declared = ENCODING.matcher(head);
        if (declared.find()) {
            String name = declared.group(1).toLowerCase(Locale.ROOT);
            named = name.equals("utf-8") || name.equals("shift_jis");
            if (Set.of(
                            "shift_jis",
                            "shift-jis",
                            "sjis",
                            "x-sjis",
                            "windows-31j",
                            "cswindows31j",
                            "cp932",
                            "ms932")
                    .contains(name)) {
                charset = ReceiptComputer.SHIFT_JIS;
            } else if (!name.equals("utf-8") && !name.equals("utf8")) {
                return Optional.empty();
            }
        }
        if (!declared.reset().find() && ENCODING_OF_NO_NAME.matcher(head).find()) {
            return Optional.empty(); // not well-formed, though DOM does not mind in characters
        }
        if (mark && !charset.equals(StandardCharsets.UTF_8)) {
            return Optional.empty();
        }
        try {
            String text =
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(file, start, file.length - start))
                            .toString();
            return Optional.of(new Decoded(text, named));
        } catch (CharacterCodingException notOfThatEncoding) {
            return Optional.empty();
        }
    }
}
