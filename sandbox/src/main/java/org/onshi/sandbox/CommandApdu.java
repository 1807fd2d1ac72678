package org.onshi.sandbox;

import java.util.Arrays;

/** A command of ISO/IEC 7816-4, short or extended. */
final class CommandApdu {
    /** Header, length of three bytes, 64 KiB, expected length. */
    static final int BYTES_MAX = 4 + 3 + 65_535 + 2;

    private static final int HEADER = 4;
    private static final int SHORT_EXPECTED_MAX = 256;
    private static final int EXTENDED_EXPECTED_MAX = 65_536;

    private final byte[] bytes;
    private final int contentAt;
    private final int contentLength;
    private final int expected;

    private CommandApdu(byte[] bytes, int contentAt, int contentLength, int expected) {
        this.bytes = bytes;
        this.contentAt = contentAt;
        this.contentLength = contentLength;
        this.expected = expected;
    }

    /**
     * Reads a command.
     *
     * @throws StatusWord 6700 when its lengths do not add up
     */
    static CommandApdu of(byte[] bytes) throws StatusWord {
        int length = bytes.length;
        if (length < HEADER || length > BYTES_MAX) {
            throw new StatusWord(StatusWord.WRONG_LENGTH);
        }
        if (length == HEADER) {
            return new CommandApdu(bytes, HEADER, 0, 0);
        }
        int first = bytes[HEADER] & 0xFF;
        if (length == HEADER + 1) {
            return new CommandApdu(bytes, length, 0, first == 0 ? SHORT_EXPECTED_MAX : first);
        }
        if (first == 0) {
            return extended(bytes);
        }
        int end = HEADER + 1 + first;
        if (length == end) {
            return new CommandApdu(bytes, HEADER + 1, first, 0);
        }
        if (length == end + 1) {
            int expected = bytes[end] & 0xFF;
            return new CommandApdu(
                    bytes, HEADER + 1, first, expected == 0 ? SHORT_EXPECTED_MAX : expected);
        }
        throw new StatusWord(StatusWord.WRONG_LENGTH);
    }

    private static CommandApdu extended(byte[] bytes) throws StatusWord {
        int head = HEADER + 3;
        if (bytes.length < head) {
            throw new StatusWord(StatusWord.WRONG_LENGTH);
        }
        int given = twoBytes(bytes, HEADER + 1);
        if (bytes.length == head) {
            return new CommandApdu(bytes, head, 0, given == 0 ? EXTENDED_EXPECTED_MAX : given);
        }
        int end = head + given;
        if (given > 0 && bytes.length == end) {
            return new CommandApdu(bytes, head, given, 0);
        }
        if (given > 0 && bytes.length == end + 2) {
            int expected = twoBytes(bytes, end);
            return new CommandApdu(
                    bytes, head, given, expected == 0 ? EXTENDED_EXPECTED_MAX : expected);
        }
        throw new StatusWord(StatusWord.WRONG_LENGTH);
    }

    private static int twoBytes(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }

    int cla() {
        return bytes[0] & 0xFF;
    }

    int ins() {
        return bytes[1] & 0xFF;
    }

    /** P1 and P2 as one number. */
    int parameters() {
        return twoBytes(bytes, 2);
    }

    int contentLength() {
        return contentLength;
    }

    /** A copy, which whoever asked for it wipes where it is secret. */
    byte[] content() {
        return Arrays.copyOfRange(bytes, contentAt, contentAt + contentLength);
    }

    /** Most bytes the answer may have; 0 when none are expected. */
    int expected() {
        return expected;
    }
}
