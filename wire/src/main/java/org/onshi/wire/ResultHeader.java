package org.onshi.wire;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * MessageHeader of an answer (interface.md §2.2, §2.3).
 *
 * @param processedAt ProcessExecutionTime, Japanese time, to the second
 * @param confirmationDate the day asked about, as the request wrote it
 * @param facilityCode who asked, as the request wrote it
 * @param fileIdentifier ArbitraryFileIdentifier, echoed
 * @param receptionNumber of a bulk result, echoed
 * @param referenceClassification 1 by card, 2 by number
 * @param segment SegmentOfResult
 * @param error ErrorCode and ErrorMessage, only when the segment is not 1
 * @param counts of a bulk result
 * @param encoding CharacterCodeIdentifier; the writer sets it to what it writes
 */
public record ResultHeader(
        Optional<LocalDateTime> processedAt,
        Optional<String> confirmationDate,
        Optional<String> facilityCode,
        Optional<Echoed> fileIdentifier,
        Optional<Echoed> receptionNumber,
        Optional<String> referenceClassification,
        String segment,
        Optional<Notice> error,
        Optional<BulkCounts> counts,
        TextEncoding encoding) {
    /** SegmentOfResult: 正常終了. */
    public static final String NORMAL = "1";

    /** SegmentOfResult: 処理中. */
    public static final String RUNNING = "2";

    /** SegmentOfResult: 異常終了. */
    public static final String FAILED = "9";

    /** ReferenceClassification: マイナンバーカード. */
    public static final String BY_CARD = "1";

    /** ReferenceClassification: 被保険者証情報. */
    public static final String BY_NUMBER = "2";

    /** The header that answers this request. */
    static ResultHeader answering(RequestEcho echo, LocalDateTime at, String segment) {
        return new ResultHeader(
                Optional.of(at),
                echo.confirmationDate(),
                echo.facilityCode(),
                echo.fileIdentifier(),
                echo.receptionNumber(),
                Optional.empty(),
                segment,
                Optional.empty(),
                Optional.empty(),
                TextEncoding.UTF_8);
    }

    ResultHeader by(String classification) {
        return new ResultHeader(
                processedAt,
                confirmationDate,
                facilityCode,
                fileIdentifier,
                receptionNumber,
                Optional.of(classification),
                segment,
                error,
                counts,
                encoding);
    }

    ResultHeader failing(FaultCode code) {
        return new ResultHeader(
                processedAt,
                confirmationDate,
                facilityCode,
                fileIdentifier,
                receptionNumber,
                referenceClassification,
                segment,
                Optional.of(Notice.of(code, "")),
                counts,
                encoding);
    }

    ResultHeader counting(BulkCounts found) {
        return new ResultHeader(
                processedAt,
                confirmationDate,
                facilityCode,
                fileIdentifier,
                receptionNumber,
                referenceClassification,
                segment,
                error,
                Optional.of(found),
                encoding);
    }

    static ResultHeader of(Element root) {
        Element header = root.first(Names.HEADER).orElse(Element.of(Names.HEADER));
        return new ResultHeader(
                header.textAt(Names.EXECUTION_TIME).flatMap(WireTime::of),
                header.textAt(Names.CONFIRMATION_DATE),
                header.textAt(Names.FACILITY_CODE),
                header.first(Names.FILE_IDENTIFIER).map(Echoed::of),
                header.first(Names.RECEPTION_NUMBER).map(Echoed::of),
                header.textAt(Names.REFERENCE_CLASSIFICATION),
                header.textAt(Names.SEGMENT).orElse(""),
                header.textAt(Names.ERROR_CODE)
                        .map(code ->
                                new Notice(code, header.textAt(Names.ERROR_MESSAGE).orElse(""))),
                BulkCounts.of(header),
                header.textAt(Names.CHARACTER_CODE)
                        .flatMap(TextEncoding::of)
                        .orElse(TextEncoding.UTF_8));
    }

    Element element() {
        List<Element> children = new ArrayList<>();
        processedAt.ifPresent(at -> leaf(children, Names.EXECUTION_TIME, WireTime.text(at)));
        confirmationDate.ifPresent(text -> leaf(children, Names.CONFIRMATION_DATE, text));
        facilityCode.ifPresent(text -> leaf(children, Names.FACILITY_CODE, text));
        fileIdentifier.ifPresent(echoed -> children.add(echoed.element(Names.FILE_IDENTIFIER)));
        receptionNumber.ifPresent(echoed -> children.add(echoed.element(Names.RECEPTION_NUMBER)));
        referenceClassification.ifPresent(
                text -> leaf(children, Names.REFERENCE_CLASSIFICATION, text));
        leaf(children, Names.SEGMENT, segment);
        error.ifPresent(notice -> {
            leaf(children, Names.ERROR_CODE, notice.code());
            leaf(children, Names.ERROR_MESSAGE, notice.message());
        });
        counts.ifPresent(count -> count.addTo(children));
        leaf(children, Names.CHARACTER_CODE, encoding.wire());
        return Element.of(Names.HEADER, children);
    }

    private static void leaf(List<Element> into, String name, String text) {
        if (!text.isBlank()) {
            into.add(Element.leaf(name, text));
        }
    }

    /** What happened, not to whom. */
    @Override
    public String toString() {
        return "ResultHeader[segment " + segment + "]";
    }
}
