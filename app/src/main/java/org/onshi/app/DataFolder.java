package org.onshi.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The folder of a demo, as contracts.md §2 lays it out. Folders are made 0700 and files 0600: they
 * hold keys and personal data.
 *
 * @param root the folder itself, absolute
 */
record DataFolder(Path root) {
    private static final boolean POSIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");

    DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * {@code data/demo} of the tree that {@code ./onshi} stands in, whatever the current folder.
     */
    static DataFolder standard() {
        return new DataFolder(Path.of(System.getProperty("onshi.root", ".")).resolve("data/demo"));
    }

    Path oqs() {
        return root.resolve("OQS");
    }

    /** The folder link of a terminal; the first one's is {@link #oqs()}. */
    Path oqs(TerminalPlace terminal) {
        return root.resolve("OQS" + TerminalPlace.suffix(terminal.number()));
    }

    Path requests() {
        return oqs().resolve("req");
    }

    Path responses() {
        return oqs().resolve("res");
    }

    Path urls() {
        return root.resolve("urls.txt");
    }

    Path description() {
        return root.resolve("demo.json");
    }

    Path run() {
        return root.resolve("run");
    }

    Path clock() {
        return run().resolve("clock");
    }

    /**
     * The moment the clock was first told to start at, so that the same command may be given again.
     */
    Path clockStart() {
        return run().resolve("clock-start");
    }

    Path pid(String name) {
        return run().resolve(name + ".pid");
    }

    Path configuration(String name) {
        return run().resolve(name + ".properties");
    }

    Path keys() {
        return root.resolve("keys");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    Path checkpoints() {
        return root.resolve("audit/checkpoints");
    }

    Path town() {
        return root.resolve("town.csv");
    }

    Path database() {
        return root.resolve("postgres");
    }

    Path sandbox() {
        return root.resolve("sandbox");
    }

    /** Stands once the town is wholly registered; a load that was killed is done again. */
    Path loaded() {
        return run().resolve("town-loaded");
    }

    /** Stands once the town's claims and checkups are loaded. */
    Path medicalInformationLoaded() {
        return run().resolve("medical-information-loaded");
    }

    void create() {
        try {
            Path parent = root.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            for (Path folder :
                    List.of(
                            root,
                            run(),
                            keys(),
                            logs(),
                            root.resolve("audit"),
                            checkpoints(),
                            sandbox())) {
                createPrivate(folder);
            }
        } catch (IOException e) {
            throw new CommandFault(
                    root + " を作れません（" + e.getMessage() + "）。書き込めるフォルダを --data で指定してください。",
                    "Cannot create " + root + "; name a writable folder with --data.",
                    e);
        }
    }

    /** Makes the folder link of a terminal. */
    void createOqs(TerminalPlace terminal) {
        Path folder = oqs(terminal);
        try {
            for (Path made :
                    List.of(
                            folder,
                            folder.resolve("req"),
                            folder.resolve("res"),
                            folder.resolve("face"))) {
                createPrivate(made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (POSIX) {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    /** Writes a file whole or not at all, readable by its owner alone. */
    static void writePrivate(Path file, String content) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            if (POSIX) {
                Files.createFile(
                        fresh,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(fresh, content);
            try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an empty file readable by its owner alone; keeps one that exists. */
    static void createPrivateFile(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        if (POSIX) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    /** Closes a file that somebody else made to all but its owner. */
    static void closeToOthers(Path file) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
