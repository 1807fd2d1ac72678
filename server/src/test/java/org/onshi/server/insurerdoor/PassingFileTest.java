package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A file that nobody finds, not even after a kill. */
class PassingFileTest {
    private static List<Path> named() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(it -> it.toString().endsWith(".passing")).toList();
        }
    }

    @Test
    void whatWasWrittenIsReadOnceItIsWhole() throws IOException {
        byte[] rows = "見本,".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        try (PassingFile file = PassingFile.create()) {
            try (OutputStream out = file.out()) {
                out.write(rows);
            }
            try (InputStream in = file.in()) {
                assertThat(in.readAllBytes()).isEqualTo(rows);
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void itHasNoNameSoThatAKillLeavesNothingBehind() throws IOException {
        List<Path> before = named();
        try (PassingFile file = PassingFile.create();
                OutputStream out = file.out()) {
            out.write(new byte[100_000]);
            assertThat(named()).isSubsetOf(before);
        }
    }
}
