package org.onshi.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file named on the command line, or standard input for {@code -}. */
final class Input {
    private Input() {}

    static String text(String file) {
        if (file.equals("-")) {
            try {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        try {
            return Files.readString(readable(Path.of(file)));
        } catch (CharacterCodingException e) {
            throw new CommandFault(
                    file + " は UTF-8 ではありません。", file + " is not UTF-8; save it so.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path readable(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new CommandFault(
                    file + " を読めません。パスと権限を確かめてください。",
                    "Cannot read " + file + "; check its path and permissions.");
        }
        return file;
    }
}
