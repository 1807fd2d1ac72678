package org.onshi.bench;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From a file in {@code OQS/req} to its answer in {@code OQS/res}, one file every 20 ms, as a
 * receipt computer that polls the folder sees it. requirements K-03.
 */
final class FolderMeasurement implements Measurement {
    private static final int FILES = 1000;
    private static final int WARM_FILES = 250;
    private static final int WARM_SECONDS_MAX = 120;
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final double OUTLIER_MILLIS = 50;

    @Override
    public String name() {
        return "folder";
    }

    @Override
    public String purpose() {
        return "フォルダ連携の応答時間（要求ファイルから回答ファイルまで） / request file to answer file through the folder";
    }

    @Override
    public Map<String, Number> measure(BenchSettings settings) {
        try (MeasuredDemo demo = MeasuredDemo.start(settings)) {
            List<NamedCsvRecord> town =
                    demo.town().stream()
                            .filter(row -> !row.getField("number").isEmpty())
                            .filter(row -> !row.getField("situation").equals("unregistered"))
                            .limit(FILES)
                            .toList();
            Path oqs = demo.file("OQS");
            demo.warm(WARM_SECONDS_MAX, () -> exchange(demo, town, oqs, WARM_FILES));
            Map<Integer, Long> times = exchange(demo, town, oqs, FILES);
            Latencies latencies = new Latencies();
            times.forEach((file, nanos) -> {
                latencies.add(nanos);
                if (nanos / 1e6 > OUTLIER_MILLIS) {
                    System.err.printf("  外れ値 / outlier: file %d took %.1f ms%n", file, nanos / 1e6);
                }
            });
            Map<String, Number> figures = new LinkedHashMap<>();
            figures.put("files", latencies.size());
            figures.put("p50_ms", latencies.percentileMillis(50));
            figures.put("p99_ms", latencies.percentileMillis(99));
            figures.put("max_ms", latencies.maximumMillis());
            return figures;
        }
    }

    private static Map<Integer, Long> exchange(
            MeasuredDemo demo, List<NamedCsvRecord> town, Path oqs, int files) {
        String run = Long.toString(System.nanoTime(), 36);
        Map<Path, Long> open = new ConcurrentHashMap<>();
        Map<Path, Integer> numbers = new ConcurrentHashMap<>();
        Map<Integer, Long> times = new ConcurrentHashMap<>();
        Thread taker =
                Thread.ofPlatform()
                        .start(() -> {
                            while (times.size() < files
                                    && !Thread.currentThread().isInterrupted()) {
                                take(open, numbers, times);
                                LockSupport.parkNanos(LOOK_NANOS);
                            }
                        });
        long next = System.nanoTime();
        for (int i = 0; i < files; i++) {
            String name = "OQSsiquc01req_%s%06d.xml".formatted(run, i);
            Path answer = oqs.resolve("res").resolve(name.replace("req_", "res_"));
            byte[] request =
                    request(
                            town.get(i % town.size()),
                            demo.firstFacility(),
                            demo.today().replace("-", ""),
                            name);
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            next += EVERY_NANOS;
            numbers.put(answer, i);
            open.put(answer, System.nanoTime());
            drop(oqs.resolve("req").resolve(name), request);
        }
        try {
            if (!taker.join(java.time.Duration.ofNanos(GIVE_UP_NANOS))) {
                taker.interrupt();
                throw new IllegalStateException(
                        (files - times.size()) + " files were not answered within 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return times;
    }

    private static void drop(Path file, byte[] request) {
        try {
            Files.write(file, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void take(
            Map<Path, Long> open, Map<Path, Integer> numbers, Map<Integer, Long> times) {
        open.forEach((answer, dropped) -> {
            try {
                if (Files.exists(answer) && Files.readString(answer).contains("</XmlMsg>")) {
                    times.put(numbers.get(answer), System.nanoTime() - dropped);
                    open.remove(answer);
                    Files.delete(answer);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static byte[] request(
            NamedCsvRecord row, String facility, String day, String identifier) {
        return """
        <?xml version="1.0" encoding="UTF-8" standalone="no"?>
        <XmlMsg><MessageHeader><QualificationConfirmationDate>%s</QualificationConfirmationDate>\
        <MedicalInstitutionCode>%s</MedicalInstitutionCode><ArbitraryFileIdentifier>%s</ArbitraryFileIdentifier>\
        </MessageHeader><MessageBody><QualificationConfirmSearchInfo><InsurerNumber>%8s</InsurerNumber>\
        <InsuredCardSymbol>%s</InsuredCardSymbol><InsuredIdentificationNumber>%s</InsuredIdentificationNumber>\
        <InsuredBranchNumber>%s</InsuredBranchNumber><Birthdate>%s</Birthdate>\
        <LimitApplicationCertificateRelatedConsFlg>0</LimitApplicationCertificateRelatedConsFlg>\
        </QualificationConfirmSearchInfo></MessageBody></XmlMsg>
        """
                .formatted(
                        day,
                        facility,
                        identifier,
                        row.getField("insurer_number"),
                        row.getField("symbol"),
                        row.getField("number"),
                        row.getField("branch"),
                        row.getField("birth_date").replace("-", ""))
                .getBytes(StandardCharsets.UTF_8);
    }
}
