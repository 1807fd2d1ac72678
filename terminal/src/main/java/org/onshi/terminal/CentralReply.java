package org.onshi.terminal;

import org.onshi.wire.Element;

/** What came of asking the central system. */
sealed interface CentralReply {
    /** It answered with this message. */
    record Answered(Element message) implements CentralReply {}

    /** It answered with a PDF file, kept as it came. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Printed(byte[] document) implements CentralReply {
        @Override
        public String toString() {
            return "Printed[" + document.length + " bytes]";
        }
    }

    /** It answered with something that is no message, or is larger than an answer may be. */
    record Unreadable() implements CentralReply {}

    /**
     * It refused this request and would refuse it again.
     *
     * @param code of the problem
     * @param message Japanese, then English
     */
    record Refused(String code, String message) implements CentralReply {}

    /** Nothing was heard within the time of the request. */
    record Silent() implements CentralReply {}
}
