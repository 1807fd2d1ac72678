package org.onshi.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of one PostgreSQL version.
 *
 * @param binaryFolder the folder that holds {@code postgres} and {@code initdb}
 */
public record PostgresBinaries(Path binaryFolder) {
    /**
     * System property that names another PostgreSQL's program folder, e.g. {@code
     * /usr/lib/postgresql/15/bin}.
     */
    public static final String CHOSEN_PROPERTY = "onshi.postgres.bin";

    /** System property that names another folder for what is unpacked once. */
    public static final String CACHE_PROPERTY = "onshi.cache";

    private static final String COMPLETE_MARK = ".complete";
    private static final Object UNPACKING = new Object();

    public PostgresBinaries {
        binaryFolder = binaryFolder.toAbsolutePath().normalize();
    }

    /**
     * The embedded version, or the one that {@value #CHOSEN_PROPERTY} names, so that the same tests
     * run on both.
     *
     * @throws PostgresFault when there is none for this system
     */
    public static PostgresBinaries chosen() {
        String named = System.getProperty(CHOSEN_PROPERTY, "");
        return named.isBlank() ? embedded() : at(Path.of(named));
    }

    /**
     * The programs of an installed PostgreSQL.
     *
     * @throws PostgresFault when the folder has no {@code postgres} and {@code initdb}
     */
    public static PostgresBinaries at(Path binaryFolder) {
        PostgresBinaries found = new PostgresBinaries(binaryFolder);
        if (!Files.isExecutable(found.program("postgres"))
                || !Files.isExecutable(found.program("initdb"))) {
            throw new PostgresFault(
                    "PostgreSQL の実行ファイルが %s にありません。-D%s を直してください。 / No postgres and initdb in %s; correct -D%s."
                            .formatted(
                                    binaryFolder, CHOSEN_PROPERTY, binaryFolder, CHOSEN_PROPERTY));
        }
        return found;
    }

    /**
     * The version on the class path, unpacked once per user into a cache folder. Several processes
     * may ask at once: one unpacks, the others wait, and an unpacking that was killed leaves
     * nothing that looks complete.
     *
     * @throws PostgresFault when the class path has none for this system, or no folder is writable
     */
    public static PostgresBinaries embedded() {
        synchronized (UNPACKING) {
            String archive = archiveName();
            try {
                Path cache = cacheFolder();
                Path unpacked =
                        cache.resolve("postgres-" + contentDigest(archive).substring(0, 16));
                if (!Files.exists(unpacked.resolve(COMPLETE_MARK))) {
                    unpackAlone(archive, cache, unpacked);
                }
                return at(unpacked.resolve("bin"));
            } catch (IOException e) {
                throw new PostgresFault(
                        "同梱の PostgreSQL を展開できません（%s）。空き容量と -D%s の書き込み権を確かめてください。 / Cannot unpack PostgreSQL; check free space and -D%s."
                                .formatted(e.getMessage(), CACHE_PROPERTY, CACHE_PROPERTY),
                        e);
            }
        }
    }

    /** The major version, e.g. 18, as the program itself says. */
    public int majorVersion() {
        String said = Commands.output(List.of(program("postgres").toString(), "--version"));
        String digits = said.replaceFirst("^\\D*(\\d+).*$", "$1").trim();
        if (!digits.matches("[0-9]{1,3}")) {
            throw new PostgresFault(
                    "%s の版が分かりません。 / Cannot tell the version of %s."
                            .formatted(binaryFolder, binaryFolder));
        }
        return Integer.parseInt(digits);
    }

    Path program(String name) {
        String suffix = onWindows() ? ".exe" : "";
        return binaryFolder.resolve(name + suffix);
    }

    static boolean onWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static String archiveName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String os =
                system.startsWith("windows")
                        ? "windows"
                        : system.startsWith("mac") ? "darwin" : "linux";
        String cpu = processor.equals("aarch64") || processor.equals("arm64") ? "arm_64" : "x86_64";
        String archive = "/postgres-" + os + "-" + cpu + ".txz";
        if (PostgresBinaries.class.getResource(archive) == null) {
            throw new PostgresFault(
                    "この環境（%s %s）の PostgreSQL は同梱されていません。PostgreSQL 15 以上を入れ、-D%s=<bin> を指定してください。 / No embedded PostgreSQL for this system; install PostgreSQL 15 or newer and set -D%s."
                            .formatted(system, processor, CHOSEN_PROPERTY, CHOSEN_PROPERTY));
        }
        return archive;
    }

    private static Path cacheFolder() throws IOException {
        String named = System.getProperty(CACHE_PROPERTY, "");
        if (!named.isBlank()) {
            return Files.createDirectories(Path.of(named));
        }
        for (Path candidate : cacheCandidates()) {
            try {
                Path folder = Files.createDirectories(candidate);
                if (Files.isWritable(folder)) {
                    if (isRoot()) {
                        Folders.openForReading(folder);
                    }
                    return folder;
                }
            } catch (IOException e) {
                // a user without a writable home (a service account): the next candidate serves
                System.getLogger(PostgresBinaries.class.getName())
                        .log(System.Logger.Level.DEBUG, "no cache folder at " + candidate, e);
            }
        }
        // The user's name in the folder's name and its owner check keep one user from running
        // another's programs.
        Path folder =
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "onshi-cache-" + System.getProperty("user.name"));
        Files.createDirectories(folder);
        if (!Files.isWritable(folder) || !ownedByThisUser(folder)) {
            throw new IOException("not writable, or of another user: " + folder);
        }
        return folder;
    }

    private static boolean ownedByThisUser(Path folder) throws IOException {
        return onWindows()
                || ((Number) Files.getAttribute(folder, "unix:uid")).intValue()
                        == Launcher.currentUid();
    }

    /**
     * Root's programs lie outside root's closed home, because another uid may have to run them (see
     * Launcher).
     */
    private static List<Path> cacheCandidates() {
        List<Path> candidates = new ArrayList<>();
        if (isRoot()) {
            candidates.add(Path.of("/var/cache/onshi"));
        }
        // HOME before the account's home, as shells do
        for (String home : new String[] {System.getenv("HOME"), System.getProperty("user.home")}) {
            if (home != null && !home.isBlank()) {
                candidates.add(Path.of(home, ".cache", "onshi"));
            }
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (!isRoot() && xdg != null && !xdg.isBlank()) {
            candidates.addFirst(Path.of(xdg, "onshi"));
        }
        return candidates;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static String contentDigest(String archive) throws IOException {
        try (InputStream content = open(archive)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream digested = new DigestInputStream(content, sha256)) {
                digested.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void unpackAlone(String archive, Path cache, Path unpacked) throws IOException {
        try (FileChannel lockFile =
                        FileChannel.open(
                                cache.resolve("unpacking.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = lockFile.lock()) {
            if (!lock.isValid() || Files.exists(unpacked.resolve(COMPLETE_MARK))) {
                return;
            }
            try (Stream<Path> leftovers = Files.list(cache)) {
                for (Path leftover : leftovers.filter(PostgresBinaries::isHalfUnpacked).toList()) {
                    Folders.delete(leftover);
                }
            }
            Folders.delete(unpacked);
            Path fresh = Files.createTempDirectory(cache, "unpacking-");
            unpack(archive, fresh);
            Files.createFile(fresh.resolve(COMPLETE_MARK));
            try (Stream<Path> below = Files.walk(fresh)) {
                for (Path folder : below.filter(Files::isDirectory).toList()) {
                    Folders.openForReading(folder);
                }
            }
            try {
                Files.move(fresh, unpacked, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, unpacked);
            }
        }
    }

    private static boolean isHalfUnpacked(Path path) {
        return path.getFileName().toString().startsWith("unpacking-") && Files.isDirectory(path);
    }

    private static InputStream open(String archive) throws IOException {
        InputStream content = PostgresBinaries.class.getResourceAsStream(archive);
        if (content == null) {
            throw new IOException("missing on the class path: " + archive);
        }
        return content;
    }

    private static void unpack(String archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(
                        new BufferedInputStream(
                                new XZCompressorInputStream(
                                        new BufferedInputStream(open(archive)))))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                    continue;
                }
                Files.copy(tar, file);
                if (!onWindows()) {
                    // whatever the umask: another uid than ours may have to run it (see Launcher)
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            file,
                            PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
