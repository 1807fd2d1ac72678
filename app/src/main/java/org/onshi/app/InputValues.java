package org.onshi.app;

import java.util.List;
import picocli.CommandLine;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Values of {@code --input}: one JSON object of strings. What stands there wins over the command
 * line, which others on the machine can read.
 */
final class InputValues {
    private final JsonNode values;

    private InputValues(JsonNode values) {
        this.values = values;
    }

    /**
     * Reads them; wrong usage (exit 2) when it is no JSON, or names anything else. A misspelt name
     * would otherwise ask another question than the one meant.
     *
     * @param input a file, or - for standard input
     * @param names the ones known
     */
    static InputValues read(String input, CommandLine command, List<String> names) {
        JsonNode values;
        try {
            values = DoorClient.JSON.readTree(Input.text(input));
        } catch (JacksonException e) {
            throw new CommandLine.ParameterException(command, "--input: JSON ではありません / no JSON", e);
        }
        for (String name : values.propertyNames()) {
            if (!names.contains(name) || !values.path(name).isString()) {
                throw new CommandLine.ParameterException(
                        command,
                        "--input: "
                                + Bilingual.say(
                                        name + " は使えないか、文字列ではありません。使える名前: ",
                                        name + " is no name known, or no string; names: ")
                                + String.join(", ", names));
            }
        }
        return new InputValues(values);
    }

    /** The value of that name, or else what the command line says, which may be null. */
    String or(String name, String otherwise) {
        JsonNode value = values.path(name);
        return value.isString() ? value.asString() : otherwise;
    }
}
