package org.onshi.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The source tree, as the tests that read it see it. */
final class Tree {
    static final Path ROOT =
            Path.of(System.getProperty("onshi.root", "..")).toAbsolutePath().normalize();
    private static final Set<String> NOT_SOURCE =
            Set.of("target", ".git", "data", "node_modules", ".idea", ".vscode");

    private Tree() {}

    /** One file: its path below the root with forward slashes, and its text. */
    record Source(String path, String text) {
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        boolean under(String prefix) {
            return path.startsWith(prefix);
        }

        boolean isMain() {
            return path.contains("/src/main/");
        }
    }

    static List<Source> files(Predicate<String> byPath) {
        try (Stream<Path> walk = Files.walk(ROOT)) {
            return walk.filter(Files::isRegularFile)
                    .filter(Tree::isSource)
                    .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                    .filter(byPath)
                    .sorted()
                    .map(path -> new Source(path, read(ROOT.resolve(path))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Source> java() {
        return files(path -> path.endsWith(".java"));
    }

    private static boolean isSource(Path file) {
        for (Path part : ROOT.relativize(file)) {
            if (NOT_SOURCE.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
