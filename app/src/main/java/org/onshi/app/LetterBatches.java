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
     * Takes everything that waits, and tells which batches nobody has acknowledged: a file may have
     * got lost, or somebody else be just printing it.
     */
    void print() {
        tellOpen(operator.get(BATCHES).lines().skip(1).toList());
        Optional<UUID> batch = take("/operator/letters/print");
        if (batch.isEmpty()) {
            out.println("印刷を待つ通知はありません。 / No letter waits.");
        }
        while (batch.isPresent()) {
            batch = take("/operator/letters/print");
        }
    }

    private void tellOpen(List<String> open) {
        if (open.isEmpty()) {
            return;
        }
        out.println(
                "受領されていない束が "
                        + open.size()
                        + " つあります（ほかの人が印刷しているところかもしれません）。 / Batches that nobody has acknowledged"
                        + " (somebody else may be printing them):");
        for (String one : open) {
            String[] cells = one.split(",", -1);
            out.println(
                    "  %s  %s から / since, %s 通 / letters, %s 回 / handed out"
                            .formatted((Object[]) cells));
        }
        out.println(
                "ファイルがなければ --again 束の番号 で受け取り直し、あれば --arrived 束の番号 で受領してください。 / Take a lost one"
                        + " again with --again BATCH; acknowledge one whose file is there with"
                        + " --arrived BATCH.");
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
