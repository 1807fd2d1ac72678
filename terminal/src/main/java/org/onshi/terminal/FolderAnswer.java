package org.onshi.terminal;

import java.util.List;
import java.util.UUID;

/**
 * The answer to one request as the files it consists of, in the order in which they appear in
 * {@code res/}.
 *
 * @param key the request it answers
 * @param files one file as a rule; a refused request comes back as {@code .err} and the request
 *     itself
 * @param movesRequestBack the request file is moved to {@code res/} after the files: too large, or
 *     not readable for us, so that it cannot be written anew
 * @param kind what is counted
 */
record FolderAnswer(UUID key, List<ResultFile> files, boolean movesRequestBack, Kind kind) {
    enum Kind {
        /** What the central system said. */
        ANSWERED((byte) 'A'),
        /** Answered by the terminal with an error: outage, refusal, family not served. */
        FAILED((byte) 'F'),
        /** Request file back with {@code .err}. */
        RETURNED((byte) 'R');

        private final byte mark;

        Kind(byte mark) {
            this.mark = mark;
        }

        /** As the journal writes it. */
        byte mark() {
            return mark;
        }

        static Kind of(byte mark) {
            for (Kind kind : values()) {
                if (kind.mark == mark) {
                    return kind;
                }
            }
            throw new IllegalStateException("the journal holds a kind of answer we do not know");
        }
    }

    /** One file for {@code res/}. The bytes are not copied; whoever makes one gives them up. */
    @SuppressWarnings(
            "ArrayRecordComponent") // compared by nobody; a copy of a bulk answer costs 40 MB
    record ResultFile(String name, byte[] content) {
        @Override
        public String toString() {
            return "ResultFile[" + content.length + " bytes]";
        }
    }

    FolderAnswer {
        files = List.copyOf(files);
    }

    long bytes() {
        long bytes = 0;
        for (ResultFile file : files) {
            bytes += file.content().length;
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "FolderAnswer[" + key + "]";
    }
}
