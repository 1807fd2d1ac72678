package org.onshi.app;

import java.util.Locale;
import java.util.Map;

/** Messages in Japanese and English, by the user's wish ({@code LANG}). */
final class Bilingual {
    private static final boolean ENGLISH_ONLY = wish(System.getenv()).startsWith("en");

    private Bilingual() {}

    /** English alone where {@code LANG} asks for it, else Japanese first. */
    static String say(String japanese, String english) {
        return ENGLISH_ONLY ? english : japanese + " / " + english;
    }

    /** The script sets {@code ONSHI_LANG}, since it may have to give Java a UTF-8 locale. */
    private static String wish(Map<String, String> environment) {
        for (String name : new String[] {"ONSHI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                return value.toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }
}
