package org.onshi.sandbox;

/** A card's "no" (facts §4.1, ISO/IEC 7816-4), on its way out of a command. */
final class StatusWord extends Exception {
    static final int OK = 0x9000;

    /** A proof that is wrong and is not counted. */
    static final int WRONG = 0x6300;

    /** A wrong PIN; the tries left stand in the last digit. */
    static final int WRONG_PIN = 0x63C0;

    static final int WRONG_LENGTH = 0x6700;
    static final int CHANNEL_NOT_SERVED = 0x6881;
    static final int NO_FILE_OF_THIS_KIND = 0x6981;
    static final int NOT_ADMITTED = 0x6982;
    static final int LOCKED = 0x6984;
    static final int OUT_OF_TURN = 0x6985;
    static final int NOTHING_SELECTED = 0x6986;
    static final int CONTENT_WRONG = 0x6A80;
    static final int NOT_FOUND = 0x6A82;
    static final int PARAMETERS_WRONG = 0x6A86;
    static final int OFFSET_WRONG = 0x6B00;
    static final int INSTRUCTION_UNKNOWN = 0x6D00;
    static final int CLASS_UNKNOWN = 0x6E00;

    private static final long serialVersionUID = 1L;

    private final int word;

    StatusWord(int word) {
        super(Integer.toHexString(word), null, false, false);
        this.word = word;
    }

    int word() {
        return word;
    }
}
