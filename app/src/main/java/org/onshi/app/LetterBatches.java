package org.onshi.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Letters to be printed, batch after batch into files, each acknowledged when its file is on disk.
 * A batch has one file name: had again it takes the place of the one before.
 */
final class LetterBatches {
    private static final String BATCHES = "/operator/letter-batches";

    private final DoorClient operator;
    private final Path folder;
    private final PrintWriter out;

    LetterBatches(DoorClient operator, Path folder, PrintWriter out) {
        this.operator = operator;
        this.folder = folder;
        this.out = out;
    }

    /**
     * Takes everything that waits.
     *
     * @throws CommandFault while a batch is not acknowledged: its file may have got lost
     */
    void print() {
        List<String> open = operator.get(BATCHES).lines().skip(1).toList();
        if (!open.isEmpty()) {
            throw new CommandFault(
                    "届いたかわからない束が "
                            + open.size()
                            + " つあります。ファイルがなければ --again 束の番号 で受け取り直し、あれば --arrived 束の番号 で受領してください："
                            + String.join(" ", open),
                    open.size()
                            + " batches may not have arrived. Without a file take one with --again"
                            + " BATCH, with one acknowledge it with --arrived BATCH.");
        }
        Optional<UUID> batch = take("/operator/letters/print");
        if (batch.isEmpty()) {
            out.println("印刷を待つ通知はありません。 / No letter waits.");
        }
        while (batch.isPresent()) {
            batch = take("/operator/letters/print");
        }
    }

    void again(UUID batch) {
        take(BATCHES + "/" + batch + "/file");
    }

    void arrived(UUID batch) {
        operator.postText(BATCHES + "/" + batch + "/acknowledgement", "application/json", "");
        out.println("受領しました。 / Acknowledged: " + batch);
    }

    private Optional<UUID> take(String path) {
        try {
            Files.createDirectories(folder);
            Path arriving = Files.createTempFile(folder, "letters-", ".part");
            try {
                Optional<UUID> batch =
                        operator.postForFile(path, arriving, "Onshi-Print-Batch")
                                .map(UUID::fromString);
                if (batch.isPresent()) {
                    keep(arriving, folder.resolve("letters-" + batch.get() + ".zip"));
                    arrived(batch.get());
                }
                return batch;
            } finally {
                Files.deleteIfExists(arriving);
            }
        } catch (IOException e) {
            throw new CommandFault(
                    "フォルダー " + folder + " に書けません。", "Cannot write into " + folder + ".", e);
        }
    }

    /** On disk before it is acknowledged. */
    private void keep(Path arriving, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(arriving, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(arriving, file, StandardCopyOption.REPLACE_EXISTING);
        out.println(file);
    }
}
