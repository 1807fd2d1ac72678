package org.onshi.app;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data DIR} of the client commands. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "デモのフォルダ（既定 data/demo） / folder of the demo (default data/demo)")
    private Path data;

    DataFolder folder() {
        return data == null ? DataFolder.standard() : new DataFolder(data);
    }

    /**
     * The description of the demo in that folder.
     *
     * @throws CommandFault when none was started there
     */
    DemoDescription demo() {
        DataFolder folder = folder();
        if (!Files.exists(folder.description())) {
            throw new CommandFault(
                    folder.root()
                            + " にデモがありません。先に ./onshi demo --data "
                            + folder.root()
                            + " を起動するか、起動したときの --data を付けてください。",
                    "No demo in "
                            + folder.root()
                            + "; start one first: ./onshi demo --data "
                            + folder.root()
                            + ", or give the --data it was started with");
        }
        return DemoDescription.read(folder.description());
    }
}
