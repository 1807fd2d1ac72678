package org.onshi.terminal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The folders of one terminal: the link with the receipt computer ({@code req}, {@code res}, {@code
 * face}) and its own ({@code taken}, {@code answers}). Holds the lock that keeps a second terminal
 * off the same folders.
 */
final class OqsFolders implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OqsFolders.class.getName());

    private final Path req;
    private final Path res;
    private final Path face;
    private final Path taken;
    private final Path answers;
    private final Path work;
    private final FileChannel lockFile;

    private OqsFolders(Path oqs, Path work, FileChannel lockFile) {
        this.req = oqs.resolve("req");
        this.res = oqs.resolve("res");
        this.face = oqs.resolve("face");
        this.work = work;
        this.taken = work.resolve("taken");
        this.answers = work.resolve("answers");
        this.lockFile = lockFile;
    }

    /**
     * Makes what is missing.
     *
     * @throws SettingsFault when the folders cannot be used as set
     */
    static OqsFolders open(Path oqs, Path work) {
        try {
            Files.createDirectories(oqs.resolve("req"));
            Files.createDirectories(oqs.resolve("res"));
            Files.createDirectories(oqs.resolve("face"));
            createPrivate(work);
            createPrivate(work.resolve("taken"));
            createPrivate(work.resolve("answers"));
            FileChannel lockFile = lock(work.resolve("lock"));
            OqsFolders folders = new OqsFolders(oqs, work, lockFile);
            try {
                folders.proveThatTakingIsOneStep();
            } catch (IOException | SettingsFault e) {
                lockFile.close();
                throw e;
            }
            return folders;
        } catch (IOException e) {
            throw new SettingsFault(
                    "フォルダーを使えません。存在と書き込み権限を確認してください: "
                            + oqs
                            + ", "
                            + work
                            + " ("
                            + e.getClass().getSimpleName()
                            + ") / The folders cannot be used; check that they exist and may be"
                            + " written.");
        }
    }

    /** Requests and answers are personal data: nobody but the terminal reads its work folder. */
    private static void createPrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            try {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            } catch (IOException | UnsupportedOperationException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "作業フォルダーの権限を絞れません。共有の設定で他の人が読めないようにしてください。 / The work folder cannot"
                                + " be made private; see that the share lets nobody else read it.");
            }
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new SettingsFault(
                    "同じ作業フォルダーを別の資格確認端末が使っています。先に止めるか terminal.work-folder を変えてください。 /"
                            + " Another terminal uses this work folder; stop it first or change"
                            + " terminal.work-folder.");
        }
        return channel;
    }

    private void proveThatTakingIsOneStep() throws IOException {
        String name = ".onshi-" + UUID.randomUUID() + ".tmp";
        Path here = req.resolve(name);
        Path there = taken.resolve(name);
        Files.createFile(here);
        try {
            Files.move(here, there, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new SettingsFault(
                    "terminal.work-folder は terminal.oqs-folder と同じファイルシステムになければなりません。設定を外すと OQS"
                        + " フォルダーの中に置かれます。 / terminal.work-folder must be on the file system of"
                        + " terminal.oqs-folder; leave it away to have it inside the OQS folder.");
        } finally {
            Files.deleteIfExists(here);
            Files.deleteIfExists(there);
        }
    }

    Path req() {
        return req;
    }

    Path res() {
        return res;
    }

    /** Results of cards. */
    Path face() {
        return face;
    }

    /** Requests taken and not settled. */
    Path taken() {
        return taken;
    }

    /** Segments of the answer journal. */
    Path answers() {
        return answers;
    }

    /** Counts for whoever looks after the terminal. */
    Path status() {
        return work.resolve("status.json");
    }

    /** Makes renames and removals in a folder survive a power cut. */
    static void force(Path folder) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return; // a folder cannot be opened on Windows; NTFS journals its names itself
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Requests left by an earlier run, in the order in which they were taken. */
    List<TakenRequest> leftTaken() throws IOException {
        long now = System.nanoTime();
        List<TakenRequest> left = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(taken)) {
            for (Path file : files) {
                TakenRequest.find(file, now).ifPresent(left::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        left.sort(Comparator.comparingLong(TakenRequest::sequence));
        return left;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
