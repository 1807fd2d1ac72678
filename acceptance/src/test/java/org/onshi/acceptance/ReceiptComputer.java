package org.onshi.acceptance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A receipt computer as the terminal's folder sees it: writes request files, reads answers with the
 * JDK's own DOM parser, and knows nothing of the product's codecs.
 */
final class ReceiptComputer {
    static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    static final Charset SHIFT_JIS = Charset.forName("windows-31j");
    private static final AtomicInteger SEQUENCE = new AtomicInteger();

    private final Path oqs;
    private final String facility;

    ReceiptComputer(RunningDemo demo) {
        this.oqs = demo.file("OQS");
        this.facility = demo.firstFacility();
    }

    /** How a maker of receipt computers writes one and the same request. */
    enum Shape {
        /** UTF-8, single-quoted declaration, white space in tags, empty branch element. */
        ODD_SPACES(StandardCharsets.UTF_8),
        /** Shift_JIS, one line, absent elements left out, insurer number padded with spaces. */
        COMPACT(SHIFT_JIS),
        /** UTF-8 with byte order mark, insurer number padded with zeros. */
        ZERO_PADDED(StandardCharsets.UTF_8);

        private final Charset charset;

        Shape(Charset charset) {
            this.charset = charset;
        }
    }

    /** What is asked. */
    record Question(
            LocalDate day,
            String insurerNumber,
            String symbol,
            String number,
            String branch,
            LocalDate birthDate,
            boolean limitConsent) {
        static Question of(TownCsv row, LocalDate day) {
            return new Question(
                    day,
                    row.insurerNumber(),
                    row.symbol(),
                    row.number(),
                    row.branch(),
                    row.birthDate(),
                    true);
        }

        Question withoutBranch() {
            return new Question(day, insurerNumber, symbol, number, "", birthDate, limitConsent);
        }
    }

    String uniqueName(String family) {
        return family + "_20250610" + String.format("%06d", SEQUENCE.incrementAndGet()) + ".xml";
    }

    byte[] request(Question asked, Shape shape, String fileIdentifier) {
        return request(asked, shape, fileIdentifier, facility);
    }

    byte[] request(Question asked, Shape shape, String fileIdentifier, String facilityCode) {
        // a receipt computer that writes Shift_JIS never holds what Shift_JIS lacks
        if (!shape.charset.newEncoder().canEncode(asked.symbol() + asked.number())) {
            return request(asked, Shape.ODD_SPACES, fileIdentifier, facilityCode);
        }
        String xml =
                switch (shape) {
                    case ODD_SPACES ->
                            """
                            <?xml version='1.0' encoding='UTF-8' standalone='no'?>
                            <XmlMsg>
                            <MessageHeader>
                                <QualificationConfirmationDate>%s</QualificationConfirmationDate>
                                <MedicalInstitutionCode>%s</MedicalInstitutionCode>
                                <ArbitraryFileIdentifier >%s</ArbitraryFileIdentifier >
                            </MessageHeader>
                            <MessageBody>
                                <QualificationConfirmSearchInfo >
                                    <InsurerNumber>%8s</InsurerNumber>
                                    <InsuredCardSymbol>%s</InsuredCardSymbol>
                                    <InsuredIdentificationNumber>%s</InsuredIdentificationNumber>
                                    <InsuredBranchNumber>%s</InsuredBranchNumber>
                                    <Birthdate>%s</Birthdate>
                                    <LimitApplicationCertificateRelatedConsFlg>%s</LimitApplicationCertificateRelatedConsFlg>
                                </QualificationConfirmSearchInfo> </MessageBody>
                            </XmlMsg>
                            """
                                    .formatted(
                                            asked.day().format(DAY),
                                            facilityCode,
                                            fileIdentifier,
                                            asked.insurerNumber(),
                                            escape(asked.symbol()),
                                            escape(asked.number()),
                                            asked.branch(),
                                            asked.birthDate().format(DAY),
                                            asked.limitConsent() ? "1" : "0");
                    case COMPACT ->
                            compact(
                                    "<?xml version=\"1.0\" encoding=\"Shift_JIS\""
                                            + " standalone=\"no\"?>",
                                    asked,
                                    String.format("%8s", asked.insurerNumber()),
                                    fileIdentifier,
                                    facilityCode);
                    case ZERO_PADDED ->
                            "\uFEFF"
                                    + compact(
                                            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                                            asked,
                                            String.format("%8s", asked.insurerNumber())
                                                    .replace(' ', '0'),
                                            fileIdentifier,
                                            facilityCode);
                };
        return xml.getBytes(shape.charset);
    }

    private static String compact(
            String declaration,
            Question asked,
            String insurerNumber,
            String fileIdentifier,
            String facilityCode) {
        return declaration
                + "<XmlMsg><MessageHeader>"
                + element("QualificationConfirmationDate", asked.day().format(DAY))
                + element("MedicalInstitutionCode", facilityCode)
                + element("ArbitraryFileIdentifier", fileIdentifier)
                + "</MessageHeader><MessageBody><QualificationConfirmSearchInfo>"
                + element("InsurerNumber", insurerNumber)
                + searched(asked)
                + "</QualificationConfirmSearchInfo></MessageBody></XmlMsg>";
    }

    /** OQSmuquc01req of these people, who are named p_0, p_1, … in their order. */
    byte[] bulkRequest(LocalDate day, List<Question> people, String fileIdentifier) {
        StringBuilder xml =
                new StringBuilder(
                                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><XmlMsg><MessageHeader>")
                        .append(element("QualificationConfirmationDate", day.format(DAY)))
                        .append(element("MedicalInstitutionCode", facility))
                        .append(element("ArbitraryFileIdentifier", fileIdentifier))
                        .append("</MessageHeader><MessageBody>");
        for (int i = 0; i < people.size(); i++) {
            Question asked = people.get(i);
            xml.append("<QualificationConfirmSearchInfo>")
                    .append(element("InsurerNumber", String.format("%8s", asked.insurerNumber())))
                    .append(searched(asked))
                    .append(element("ArbitraryIdentifier", "p_" + i))
                    .append("</QualificationConfirmSearchInfo>");
        }
        return xml.append("</MessageBody></XmlMsg>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String searched(Question asked) {
        return element("InsuredCardSymbol", escape(asked.symbol()))
                + element("InsuredIdentificationNumber", escape(asked.number()))
                + element("InsuredBranchNumber", asked.branch())
                + element("Birthdate", asked.birthDate().format(DAY))
                + element(
                        "LimitApplicationCertificateRelatedConsFlg",
                        asked.limitConsent() ? "1" : "0");
    }

    private static String element(String name, String text) {
        return text.isEmpty() ? "" : "<" + name + ">" + text + "</" + name + ">";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /** Writes a request file in place, as most receipt computers do. */
    void drop(String name, byte[] content) {
        try {
            Files.write(oqs.resolve("req").resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path answerFile(String requestName) {
        return oqs.resolve("res").resolve(requestName.replace("req_", "res_"));
    }

    Path errorFile(String requestName) {
        return oqs.resolve("res").resolve(requestName.replaceFirst("\\.xml$", ".err"));
    }

    /** Asks and takes the answer away, as a receipt computer does. */
    Answer ask(Question asked, Shape shape) {
        return put(asked, shape).get();
    }

    /** Asks, and leaves the answer in the folder until it is taken away. */
    Supplier<Answer> put(Question asked, Shape shape) {
        String name = uniqueName("OQSsiquc01req");
        String identifier = "id-" + name.hashCode();
        drop(name, request(asked, shape, identifier));
        return () -> {
            Answer answer = take(name, Duration.ofSeconds(30));
            if (!answer.text()
                    .contains(
                            "<ArbitraryFileIdentifier>"
                                    + identifier
                                    + "</ArbitraryFileIdentifier>")) {
                throw new AssertionError("the file identifier was not echoed byte for byte");
            }
            return answer;
        };
    }

    /** Drops a bulk inquiry and takes its reception away. */
    Answer bulk(byte[] request) {
        String name = uniqueName("OQSmuquc01req");
        drop(name, request);
        return take(name, Duration.ofSeconds(30));
    }

    /** Asks once for the result of a bulk inquiry; 処理中 is an answer too. */
    Answer bulkResult(String receptionNumber) {
        String name = uniqueName("OQSmuquc02req");
        drop(
                name,
                ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><XmlMsg><MessageHeader>"
                                + element("MedicalInstitutionCode", facility)
                                + "</MessageHeader><MessageBody>"
                                + element("ReceptionNumber", receptionNumber)
                                + "</MessageBody></XmlMsg>")
                        .getBytes(StandardCharsets.UTF_8));
        return take(name, Duration.ofSeconds(30));
    }

    /** Asks for it until it is 処理中 no more, or the time is over. */
    Answer bulkResult(String receptionNumber, Duration within) {
        AtomicReference<Answer> last = new AtomicReference<>();
        RunningDemo.holdsWithin(
                within,
                () -> {
                    last.set(bulkResult(receptionNumber));
                    return !last.get().at("MessageHeader", "SegmentOfResult").equals("2");
                });
        return last.get();
    }

    Answer take(String requestName, Duration within) {
        Path file = answerFile(requestName);
        RunningDemo.await("answer to " + requestName, within, () -> parsed(file).isPresent());
        Answer answer = parsed(file).orElseThrow();
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer;
    }

    /** The answer in a file, when it is there and complete. */
    static Optional<Answer> parsed(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            return Optional.of(new Answer(content));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // not there yet, or still being written
        }
    }

    /** One answer file. */
    static final class Answer {
        private final byte[] content;
        private final Document document;

        Answer(byte[] content) {
            this.content = content;
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
                factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
                var builder = factory.newDocumentBuilder();
                builder.setErrorHandler(null);
                this.document = builder.parse(new ByteArrayInputStream(content));
            } catch (SAXException | IOException e) {
                throw new IllegalArgumentException("not a complete answer", e);
            } catch (ParserConfigurationException e) {
                throw new IllegalStateException(e);
            }
        }

        String text() {
            boolean shiftJis =
                    new String(
                                    content,
                                    0,
                                    Math.min(content.length, 80),
                                    StandardCharsets.ISO_8859_1)
                            .contains("Shift_JIS");
            return new String(content, shiftJis ? SHIFT_JIS : StandardCharsets.UTF_8);
        }

        /** Text of the first element of that name anywhere, "" when there is none. */
        String value(String name) {
            NodeList found = document.getElementsByTagName(name);
            return found.getLength() == 0 ? "" : found.item(0).getTextContent();
        }

        /** Text of an element inside the first element {@code parent}, "" when there is none. */
        String value(String parent, String name) {
            NodeList parents = document.getElementsByTagName(parent);
            if (parents.getLength() == 0) {
                return "";
            }
            NodeList found = ((Element) parents.item(0)).getElementsByTagName(name);
            return found.getLength() == 0 ? "" : found.item(0).getTextContent();
        }

        /**
         * Text at the end of a path of direct children from the root on, "" when there is none:
         * where an element may also stand inside what the answer repeats of its request.
         */
        String at(String... path) {
            Element element = document.getDocumentElement();
            for (String step : path) {
                Optional<Element> child = child(element, step);
                if (child.isEmpty()) {
                    return "";
                }
                element = child.get();
            }
            return element.getTextContent();
        }

        private static Optional<Element> child(Element parent, String name) {
            return children(parent, name).stream().findFirst();
        }

        /** The elements of that name directly in MessageBody, such as BulkConfirmUnit. */
        List<Element> inBody(String name) {
            return child(document.getDocumentElement(), "MessageBody")
                    .map(body -> children(body, name))
                    .orElse(List.of());
        }

        /** Text of an element directly in another one, "" when there is none. */
        static String text(Element parent, String name) {
            return child(parent, name).map(Element::getTextContent).orElse("");
        }

        static List<Element> children(Element parent, String name) {
            List<Element> found = new ArrayList<>();
            for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element element && element.getNodeName().equals(name)) {
                    found.add(element);
                }
            }
            return found;
        }

        int count(String name) {
            return document.getElementsByTagName(name).getLength();
        }

        String verdict() {
            return value("QualificationValidity");
        }
    }
}
