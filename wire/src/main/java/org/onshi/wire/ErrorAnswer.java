package org.onshi.wire;

import java.time.LocalDateTime;

/**
 * The answer to a readable request of any family when it cannot be served: SegmentOfResult 9 with
 * code and message, in the form of its family (contracts.md §4, error routing).
 */
public final class ErrorAnswer {
    private ErrorAnswer() {}

    /** The message for a request of this family. */
    public static Element of(
            MessageFamily family, RequestEcho echo, LocalDateTime at, FaultCode code) {
        return switch (family) {
            case ELIGIBILITY, HOME_VISIT, ONLINE_CARE ->
                    EligibilityResult.failed(echo, at, code).toElement();
            case BULK_ELIGIBILITY_RESULT -> BulkResult.failed(echo, at, code).toElement();
            case BULK_ELIGIBILITY -> BulkReception.failed(echo, at, code).toElement();
            case MEDICATION, CHECKUP -> withResultCode(echo, at, code);
            default -> BulkReception.failed(echo, at, code).toElement();
        };
    }

    /** 薬剤 and 特定健診 answers say it in ResultCode and MessageContents (interface.md §2.7, §2.8). */
    private static Element withResultCode(RequestEcho echo, LocalDateTime at, FaultCode code) {
        Element header =
                ResultHeader.answering(echo, at, ResultHeader.FAILED).failing(code).element();
        return Element.of(
                Element.ROOT,
                header.with(Element.leaf("ResultCode", ResultHeader.FAILED))
                        .with(Element.leaf("MessageContents", Notice.of(code, "").message())),
                Element.of(Names.BODY));
    }
}
