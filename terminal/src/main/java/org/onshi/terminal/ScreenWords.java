package org.onshi.terminal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The words of a screen, from {@code screens/NAME.properties} (UTF-8). */
final class ScreenWords {
    private final Map<String, String> words = new LinkedHashMap<>();

    private ScreenWords(String name) {
        Properties file = new Properties();
        byte[] content = ScreenPages.resource("/screens/" + name + ".properties");
        try {
            file.load(
                    new InputStreamReader(
                            new ByteArrayInputStream(content), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the words " + name + " cannot be read", e);
        }
        file.stringPropertyNames().forEach(key -> words.put(key, file.getProperty(key)));
    }

    static ScreenWords patient(ScreenLanguage language) {
        return new ScreenWords("patient_" + language.tag());
    }

    static ScreenWords counter() {
        return new ScreenWords("counter_ja");
    }

    String get(String key) {
        String word = words.get(key);
        if (word == null) {
            throw new IllegalStateException("no word for " + key);
        }
        return word;
    }

    /** For {@code {name}} in the word. */
    String get(String key, String name, String value) {
        return get(key).replace("{" + name + "}", value);
    }

    boolean has(String key) {
        return words.containsKey(key);
    }

    Map<String, String> all() {
        return words;
    }
}
