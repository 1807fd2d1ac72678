package org.onshi.terminal;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A facility of the test: its folders, its settings, and what its receipt computer writes. */
final class Facility {
    final Path root;
    final Path req;
    final Path res;
    final Path taken;
    private final Map<String, String> settings = new LinkedHashMap<>();

    Facility(Path root, String url) {
        this.root = root;
        this.req = root.resolve("OQS/req");
        this.res = root.resolve("OQS/res");
        this.taken = root.resolve("work/taken");
        settings.put("facility-code", TestKeys.FACILITY);
        settings.put("id", "01");
        settings.put("url", url);
        settings.put("keystore", root.resolve("terminal.p12").toString());
        settings.put("keystore-password-file", root.resolve("password.txt").toString());
        settings.put("truststore", root.resolve("ca.pem").toString());
        settings.put("oqs-folder", root.resolve("OQS").toString());
        settings.put("work-folder", root.resolve("work").toString());
        settings.put("silence-seconds", "2");
    }

    Facility with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    Terminal start() {
        return Terminal.start(
                TerminalSettings.of(settings),
                () -> {
                    throw new IllegalStateException("a part of the terminal died");
                });
    }

    Path writeConfiguration() throws IOException {
        StringBuilder text = new StringBuilder();
        settings.forEach((key, value) ->
                text.append("terminal.").append(key).append('=').append(value).append('\n'));
        return Files.writeString(root.resolve("terminal.properties"), text);
    }

    static String request(String identifier) {
        return request(identifier, "UTF-8");
    }

    static String request(String identifier, String encoding) {
        return """
        <?xml version="1.0" encoding="%s" standalone="no"?>
        <XmlMsg>
          <MessageHeader>
            <QualificationConfirmationDate>20261121</QualificationConfirmationDate>
            <MedicalInstitutionCode>%s</MedicalInstitutionCode>
            <ArbitraryFileIdentifier>%s</ArbitraryFileIdentifier>
          </MessageHeader>
          <MessageBody>
            <QualificationConfirmSearchInfo>
              <InsurerNumber>01130012</InsurerNumber>
              <InsuredCardSymbol>あ１２</InsuredCardSymbol>
              <InsuredIdentificationNumber>7</InsuredIdentificationNumber>
              <InsuredBranchNumber></InsuredBranchNumber>
              <Birthdate>19800102</Birthdate>
              <LimitApplicationCertificateRelatedConsFlg>0</LimitApplicationCertificateRelatedConsFlg>
            </QualificationConfirmSearchInfo>
          </MessageBody>
        </XmlMsg>
        """
                .formatted(encoding, TestKeys.FACILITY, identifier);
    }

    void drop(String name, String content) throws IOException {
        drop(name, content, StandardCharsets.UTF_8);
    }

    void drop(String name, String content, Charset charset) throws IOException {
        Files.write(req.resolve(name), content.getBytes(charset));
    }

    String awaitResult(String name) throws IOException, InterruptedException {
        return new String(awaitBytes(name), StandardCharsets.UTF_8);
    }

    byte[] awaitBytes(String name) throws IOException, InterruptedException {
        Path file = res.resolve(name);
        await(() -> Files.isRegularFile(file) && Files.size(file) > 0, Duration.ofSeconds(15));
        byte[] before = {};
        while (true) { // as real clients do: until two readings are the same
            byte[] now = Files.readAllBytes(file);
            if (now.length > 0 && now.length == before.length) {
                return now;
            }
            before = now;
            Thread.sleep(5);
        }
    }

    interface Condition {
        boolean holds() throws IOException;
    }

    static void await(Condition condition, Duration patience)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + patience + " in vain");
            }
            Thread.sleep(2);
        }
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return List.copyOf(
                    new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()));
        }
    }
}
