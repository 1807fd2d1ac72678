package org.onshi.terminal;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.MalformedValue;
import org.onshi.wire.TextEncoding;

/**
 * What one terminal is told by its configuration file ({@code terminal.*}). An unknown key is
 * refused by name: a limit written wrongly must not be ignored.
 *
 * @param facility the facility the terminal stands in
 * @param terminalId its number within the facility, as in its certificate
 * @param centralSystem root of the facility door, https
 * @param keystore PKCS#12 file with the terminal's key and certificate
 * @param keystorePasswordFile file with the password of the keystore
 * @param truststore PEM file of the certificate authorities the central system may show
 * @param oqsFolder root of the folder link, with {@code req}, {@code res}, {@code face} below
 * @param workFolder the terminal's own; on the same file system, since requests are taken by
 *     renaming
 * @param trashFolder where answers go that nobody fetched
 * @param clockFile offset shared by the processes of a demo, if any
 * @param singleEncoding encoding of answers to single requests
 * @param bulkEncoding encoding of answers to bulk requests
 * @param bulkZip whether results of a bulk request are packed into a zip
 * @param staleAnswers what happens to answers nobody fetched
 * @param responseStay age at which an answer nobody fetched counts as forgotten
 * @param trashStay age at which a forgotten answer is deleted for good
 * @param limits all limits
 * @param visits cards and screens; absent when the terminal has no reader
 */
record TerminalSettings(
        FacilityCode facility,
        String terminalId,
        URI centralSystem,
        Path keystore,
        Path keystorePasswordFile,
        Path truststore,
        Path oqsFolder,
        Path workFolder,
        Path trashFolder,
        Optional<Path> clockFile,
        TextEncoding singleEncoding,
        TextEncoding bulkEncoding,
        boolean bulkZip,
        StaleAnswers.Treatment staleAnswers,
        Duration responseStay,
        Duration trashStay,
        TerminalLimits limits,
        Optional<VisitSettings> visits) {

    private static final String PREFIX = "terminal.";

    static TerminalSettings read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsFault(
                    "設定ファイルが読めません。パスと文字コード（UTF-8）を確認してください: "
                            + file
                            + " / The configuration file cannot be read; check path and encoding"
                            + " (UTF-8).");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                values.put(name.substring(PREFIX.length()), properties.getProperty(name).strip());
            }
        }
        return of(values);
    }

    /** Keys without their prefix. */
    static TerminalSettings of(Map<String, String> values) {
        Keys keys = new Keys(values);
        Path oqs = keys.path("oqs-folder");
        TerminalSettings settings =
                new TerminalSettings(
                        keys.facility("facility-code"),
                        keys.text("id", "01"),
                        keys.https("url"),
                        keys.path("keystore"),
                        keys.path("keystore-password-file"),
                        keys.path("truststore"),
                        oqs,
                        keys.path("work-folder", oqs.resolve(".terminal")),
                        keys.path("trash-folder", oqs.resolve("trash")),
                        keys.optionalPath("clock-file"),
                        keys.encoding("single-encoding", TextEncoding.UTF_8),
                        keys.encoding("bulk-encoding", TextEncoding.SHIFT_JIS),
                        keys.flag("bulk-zip", false),
                        keys.treatment("stale-answers", StaleAnswers.Treatment.TRASH),
                        Duration.ofMinutes(keys.number("response-stay-minutes", 1440)),
                        Duration.ofDays(keys.number("trash-stay-days", 7)),
                        new TerminalLimits(
                                Duration.ofSeconds(keys.number("silence-seconds", 20)),
                                keys.millis("growth-millis", 2_000),
                                keys.millis("rescan-millis", 1_000),
                                keys.number("requests-in-flight", 16),
                                keys.number("requests-waiting", 512),
                                keys.number("bulk-waiting", 16),
                                keys.number("names-in-look", 100_000),
                                keys.number("request-bytes", 4 * 1024 * 1024),
                                keys.number("request-bytes-together", 4 * 1024 * 1024),
                                keys.number("answer-bytes", 4 * 1024 * 1024),
                                keys.number("bulk-answer-bytes", 32 * 1024 * 1024),
                                keys.millis("connect-timeout-millis", 3_000),
                                keys.millis("answer-timeout-millis", 10_000),
                                keys.millis("bulk-answer-timeout-millis", 20_000),
                                keys.millis("order-wait-millis", 2_000),
                                keys.millis("write-retry-millis", 1_000),
                                keys.millis("settle-delay-millis", 2_000),
                                keys.number("unsettled-answers", 4_096),
                                keys.number("segment-bytes", 16 * 1024 * 1024)),
                        visits(keys));
        keys.refuseOthers();
        return settings;
    }

    private static Optional<VisitSettings> visits(Keys keys) {
        Optional<ReaderPlace> reader = keys.reader("reader");
        Optional<Integer> patientPort = keys.port("patient-port");
        Optional<Integer> counterPort = keys.port("counter-port");
        Duration readerTimeout = keys.millis("reader-timeout-millis", 10_000);
        Duration centralTimeout = keys.millis("visit-timeout-millis", 10_000);
        Duration idle = Duration.ofSeconds(keys.number("visit-idle-seconds", 180));
        Duration warning = Duration.ofSeconds(keys.number("visit-idle-warning-seconds", 60));
        Duration stay = Duration.ofSeconds(keys.number("result-stay-seconds", 600));
        if (reader.isEmpty() && (patientPort.isPresent() || counterPort.isPresent())) {
            throw Keys.wrong("reader", "画面を使うには必要です", "is needed for the screens");
        }
        if (warning.compareTo(idle) >= 0) {
            throw Keys.wrong(
                    "visit-idle-warning-seconds",
                    " visit-idle-seconds より短くなければなりません",
                    "must be below visit-idle-seconds");
        }
        return reader.map(place ->
                new VisitSettings(
                        place,
                        patientPort,
                        counterPort,
                        readerTimeout,
                        centralTimeout,
                        idle,
                        warning,
                        stay));
    }

    /** Reads values by key and remembers which keys exist. */
    private static final class Keys {
        private final Map<String, String> values;
        private final TreeSet<String> known = new TreeSet<>();

        Keys(Map<String, String> values) {
            this.values = values;
        }

        private Optional<String> value(String key) {
            known.add(key);
            return Optional.ofNullable(values.get(key)).filter(text -> !text.isEmpty());
        }

        String text(String key, String otherwise) {
            return value(key).orElse(otherwise);
        }

        private String needed(String key) {
            return value(key)
                    .orElseThrow(() ->
                            new SettingsFault(
                                    "設定 "
                                            + PREFIX
                                            + key
                                            + " がありません。設定ファイルに追加してください。 / Setting "
                                            + PREFIX
                                            + key
                                            + " is missing; add it."));
        }

        private static SettingsFault wrong(String key, String japanese, String english) {
            return new SettingsFault(
                    "設定 "
                            + PREFIX
                            + key
                            + " は"
                            + japanese
                            + "。 / Setting "
                            + PREFIX
                            + key
                            + " "
                            + english
                            + ".");
        }

        FacilityCode facility(String key) {
            try {
                return new FacilityCode(needed(key));
            } catch (MalformedValue e) {
                throw wrong(key, "医療機関コード10桁でなければなりません", "must be a facility code of 10 digits");
            }
        }

        URI https(String key) {
            URI uri;
            try {
                uri = URI.create(needed(key));
            } catch (IllegalArgumentException e) {
                throw wrong(key, "URLでなければなりません", "must be a URL");
            }
            if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
                throw wrong(key, "https://… でなければなりません", "must begin with https://");
            }
            return uri;
        }

        Path path(String key) {
            return Path.of(needed(key)).toAbsolutePath().normalize();
        }

        Path path(String key, Path otherwise) {
            return value(key)
                    .map(text -> Path.of(text).toAbsolutePath().normalize())
                    .orElse(otherwise);
        }

        Optional<Path> optionalPath(String key) {
            return value(key).map(text -> Path.of(text).toAbsolutePath().normalize());
        }

        TextEncoding encoding(String key, TextEncoding otherwise) {
            return switch (value(key).orElse("")) {
                case "" -> otherwise;
                case "UTF-8" -> TextEncoding.UTF_8;
                case "Shift_JIS" -> TextEncoding.SHIFT_JIS;
                default ->
                        throw wrong(
                                key, "UTF-8 か Shift_JIS でなければなりません", "must be UTF-8 or Shift_JIS");
            };
        }

        boolean flag(String key, boolean otherwise) {
            return switch (value(key).orElse("")) {
                case "" -> otherwise;
                case "true" -> true;
                case "false" -> false;
                default -> throw wrong(key, "true か false でなければなりません", "must be true or false");
            };
        }

        StaleAnswers.Treatment treatment(String key, StaleAnswers.Treatment otherwise) {
            return switch (value(key).orElse("")) {
                case "" -> otherwise;
                case "trash" -> StaleAnswers.Treatment.TRASH;
                case "delete" -> StaleAnswers.Treatment.DELETE;
                case "keep" -> StaleAnswers.Treatment.KEEP;
                default ->
                        throw wrong(
                                key, "trash、delete、keep のいずれかです", "must be trash, delete or keep");
            };
        }

        int number(String key, int otherwise) {
            String text = value(key).orElse("");
            if (text.isEmpty()) {
                return otherwise;
            }
            if (!text.matches("[1-9][0-9]{0,8}")) {
                throw wrong(key, "1以上の整数でなければなりません", "must be a whole number from 1");
            }
            return Integer.parseInt(text);
        }

        Optional<ReaderPlace> reader(String key) {
            return value(key)
                    .map(text ->
                            ReaderPlace.of(text)
                                    .orElseThrow(() ->
                                            wrong(
                                                    key,
                                                    "virtual:http://… か pcsc:名前 でなければなりません",
                                                    "must be virtual:http://… or pcsc:NAME")));
        }

        Optional<Integer> port(String key) {
            Optional<Integer> port = value(key).map(text -> number(key, 0));
            if (port.isPresent() && port.get() > 65_535) {
                throw wrong(key, "65535以下でなければなりません", "must be at most 65535");
            }
            return port;
        }

        Duration millis(String key, int otherwise) {
            return Duration.ofMillis(number(key, otherwise));
        }

        void refuseOthers() {
            for (String key : values.keySet()) {
                if (!known.contains(key)) {
                    throw new SettingsFault(
                            "設定 "
                                    + PREFIX
                                    + key
                                    + " は知られていません。使える設定: "
                                    + known
                                    + " / Setting "
                                    + PREFIX
                                    + key
                                    + " is not known; known are the ones listed.");
                }
            }
        }
    }
}
