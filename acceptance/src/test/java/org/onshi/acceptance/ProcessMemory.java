package org.onshi.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a JVM of the demo holds, after it has collected its garbage.
 *
 * <p>The resident set alone says little of a JVM: pages of the heap stay resident once they were
 * touched, whether anything lives in them or not, and a heap that was not full before grows by
 * itself. Hence the two parts are taken apart: what lives in the heap as the JVM counts it after a
 * full collection, and what is resident outside the heap's addresses (threads, code, metadata,
 * buffers) as the kernel counts it. Their sum is {@link #heldKib}: a leak of either kind grows it,
 * and neither garbage nor the heap's sizing does.
 *
 * @param residentKib VmRSS, all in all
 * @param liveKib used in the heap after a full collection
 * @param outsideKib resident outside the heap
 */
record ProcessMemory(long residentKib, long liveKib, long outsideKib) {
    private static final Pattern GENERATION =
            Pattern.compile(
                    "total \\d+K, used (\\d+)K \\[0x([0-9a-f]+), 0x[0-9a-f]+, 0x([0-9a-f]+)\\)");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-[0-9a-f]+ .*");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    static ProcessMemory of(ProcessHandle process) {
        jcmd(process, "GC.run");
        List<MatchResult> generations =
                GENERATION.matcher(jcmd(process, "GC.heap_info")).results().toList();
        if (generations.isEmpty()) {
            throw new IllegalStateException("the heap's generations are not in GC.heap_info");
        }
        long live = 0;
        long heapStart = Long.MAX_VALUE;
        long heapEnd = 0;
        for (MatchResult generation : generations) {
            live += Long.parseLong(generation.group(1));
            heapStart = Math.min(heapStart, Long.parseUnsignedLong(generation.group(2), 16));
            heapEnd = Math.max(heapEnd, Long.parseUnsignedLong(generation.group(3), 16));
        }
        long resident = 0;
        long inHeap = 0;
        boolean heap = false;
        for (String line : lines("/proc/" + process.pid() + "/smaps")) {
            var mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                long start = Long.parseUnsignedLong(mapping.group(1), 16);
                heap = start >= heapStart && start < heapEnd;
            } else if (line.startsWith("Rss:")) {
                long kib = number(line);
                resident += kib;
                inHeap += heap ? kib : 0;
            }
        }
        return new ProcessMemory(resident, live, resident - inHeap);
    }

    /** What lives in the heap and what is resident outside of it. */
    long heldKib() {
        return liveKib + outsideKib;
    }

    @Override
    public String toString() {
        return "%d MiB held (%d live in the heap, %d outside), %d MiB resident"
                .formatted(heldKib() >> 10, liveKib >> 10, outsideKib >> 10, residentKib >> 10);
    }

    private static long number(String line) {
        return NUMBER.matcher(line)
                .results()
                .findFirst()
                .map(found -> Long.parseLong(found.group()))
                .orElseThrow();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jcmd(ProcessHandle process, String command) {
        try {
            Process jcmd =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                            .toString(),
                                    String.valueOf(process.pid()),
                                    command)
                            .redirectErrorStream(true)
                            .start();
            jcmd.getOutputStream().close();
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (jcmd.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + command + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
