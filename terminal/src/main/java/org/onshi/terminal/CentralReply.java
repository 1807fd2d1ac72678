package org.onshi.terminal;

/** What came of asking the central system. */
sealed interface CentralReply {
    /**
     * It answered with a message.
     *
     * @param json the body, UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
    record Answered(byte[] json) implements CentralReply {
        @Override
        public String toString() {
            return "Answered[" + json.length + " bytes]";
        }
    }

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
