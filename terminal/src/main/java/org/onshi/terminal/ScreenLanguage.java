package org.onshi.terminal;

import java.util.Arrays;
import java.util.Optional;

/** Languages of the patient's screen. */
enum ScreenLanguage {
    JA("ja", "日本語"),
    EN("en", "English"),
    ZH("zh", "中文"),
    KO("ko", "한국어"),
    PT("pt", "Português"),
    VI("vi", "Tiếng Việt");

    private final String tag;
    private final String ownName;

    ScreenLanguage(String tag, String ownName) {
        this.tag = tag;
        this.ownName = ownName;
    }

    /** The language with this tag. */
    static Optional<ScreenLanguage> of(String tag) {
        return Arrays.stream(values()).filter(one -> one.tag.equals(tag)).findFirst();
    }

    /** BCP 47, for the attribute {@code lang}. */
    String tag() {
        return tag;
    }

    /** As its speakers write it. */
    String ownName() {
        return ownName;
    }
}
