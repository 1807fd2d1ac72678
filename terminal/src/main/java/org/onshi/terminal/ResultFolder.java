package org.onshi.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.UUID;
import org.onshi.terminal.FolderAnswer.ResultFile;

/**
 * {@code res/}: answers are created in place, written and closed, never renamed into it, since
 * receipt computers that react to folder events miss a rename (interface.md §1.4 item 6). An answer
 * of the same name that nobody has fetched yet goes to the trash folder first: truncating it would
 * raise no event of creation, and an answer is not destroyed.
 */
final class ResultFolder {
    private final Path res;
    private final Path trash;

    ResultFolder(Path res, Path trash) {
        this.res = res;
        this.trash = trash;
    }

    Path file(String name) {
        return res.resolve(name);
    }

    /** Writes a file that this run has not tried to write before. */
    void create(ResultFile file) throws IOException {
        Path path = file(file.name());
        try {
            write(path, file.content());
        } catch (FileAlreadyExistsException e) {
            toTrash(path);
            write(path, file.content());
        }
    }

    /**
     * Writes a file that may stand there already, in full or in half: an identical one is left
     * alone, a half of it is replaced, anything else is an answer to another request.
     */
    void restore(ResultFile file) throws IOException {
        Path path = file(file.name());
        switch (standing(path, file.content())) {
            case IDENTICAL -> {
                return;
            }
            case HALF -> Files.deleteIfExists(path);
            case OTHER -> toTrash(path);
            case NONE -> {}
        }
        write(path, file.content());
    }

    /**
     * Moves a request that cannot be copied back to the receipt computer; nothing when it was moved
     * before.
     */
    void moveBack(TakenRequest request) throws IOException {
        if (!Files.exists(request.file(), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path path = file(request.fileName());
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            toTrash(path);
        }
        Files.move(request.file(), path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Puts a written file on the disk for good; nothing to do when it was fetched. */
    void settle(String name) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(false);
        } catch (NoSuchFileException e) {
            // fetched: nothing of ours is left to lose
        }
    }

    void forceNames() throws IOException {
        OqsFolders.force(res);
    }

    void toTrash(Path file) throws IOException {
        Files.createDirectories(trash);
        // the name stays readable; the number keeps two of one name apart
        Path target =
                trash.resolve(
                        UUID.randomUUID().toString().substring(0, 8) + "." + file.getFileName());
        try {
            Files.move(file, target);
        } catch (NoSuchFileException e) {
            // fetched in this moment
        }
    }

    Path trash() {
        return trash;
    }

    private static void write(Path path, byte[] content) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (channel) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            deleteHalf(path, e);
            throw e;
        }
    }

    /** No answer stays half written, on a full disk neither. */
    private static void deleteHalf(Path path, IOException because) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private enum Standing {
        NONE,
        IDENTICAL,
        HALF,
        OTHER
    }

    private static Standing standing(Path path, byte[] content) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Standing.NONE;
        }
        if (!attributes.isRegularFile() || attributes.size() > content.length) {
            return Standing.OTHER;
        }
        byte[] found;
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            found = in.readNBytes(content.length);
        } catch (NoSuchFileException e) {
            return Standing.NONE;
        }
        if (Arrays.equals(found, content)) {
            return Standing.IDENTICAL;
        }
        boolean half = Arrays.equals(found, 0, found.length, content, 0, found.length);
        return half ? Standing.HALF : Standing.OTHER;
    }
}
