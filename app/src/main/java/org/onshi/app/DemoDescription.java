package org.onshi.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code demo.json}: what programs need to find a demo (contracts.md §2).
 *
 * @param urls name to URL, the same as {@code urls.txt}
 * @param facilities facility codes; the first one has the demo's terminal
 * @param insurers insurer numbers
 * @param jdbc the inspector's connection, who may read every schema but the vault
 * @param clock the demo's time when it was started, ISO 8601 in Japanese time
 * @param terminals the terminals with their readers and screens, the first one first
 */
record DemoDescription(
        Map<String, String> urls,
        List<String> facilities,
        List<String> insurers,
        Jdbc jdbc,
        String clock,
        List<Terminal> terminals) {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    DemoDescription {
        // order is kept: it is the order in which people read urls.txt
        urls = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(urls));
        facilities = List.copyOf(facilities);
        insurers = List.copyOf(insurers);
        // a demo that an earlier version started names none
        terminals = terminals == null ? List.of() : List.copyOf(terminals);
    }

    /**
     * A terminal and what stands around it.
     *
     * @param facility code of the facility it stands in
     * @param oqsFolder root of its folder link, absolute
     * @param reader URL of its simulated reader
     * @param patientScreen URL of the patient's screen
     * @param counterScreen URL of the clerk's screen
     */
    record Terminal(
            String facility,
            String oqsFolder,
            String reader,
            String patientScreen,
            String counterScreen) {}

    /** A database connection. */
    record Jdbc(String url, String user, String password) {
        @Override
        public String toString() {
            return "Jdbc[" + url + "]";
        }
    }

    static DemoDescription read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), DemoDescription.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonException e) {
            throw new CommandFault(
                    file + " を読めません。デモを起動し直してください。",
                    "Cannot read " + file + "; start the demo again.",
                    e);
        }
    }

    void write(DataFolder folder) {
        StringBuilder lines = new StringBuilder();
        urls.forEach((name, url) -> lines.append(name).append('=').append(url).append('\n'));
        DataFolder.writePrivate(folder.urls(), lines.toString());
        DataFolder.writePrivate(folder.description(), JSON.writeValueAsString(this) + "\n");
    }

    String url(String name) {
        String url = urls.get(name);
        if (url == null) {
            throw new CommandFault(
                    "demo.json に " + name + " がありません。", "demo.json names no " + name + ".");
        }
        return url;
    }
}
