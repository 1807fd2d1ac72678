package org.onshi.server.insurerdoor;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A history as a drawing: from left to right the days a version holds, from top to bottom when it
 * was known. Days are drawn to scale; recordings are not, since a file records in a second what
 * then stands for years: each has a row of its own.
 */
final class TimeAxes {
    private static final int LEFT = 190;
    private static final int RIGHT = 24;
    private static final int TOP = 56;
    private static final int WIDTH = 1_000;
    private static final int ROW = 64;
    private static final int BOTTOM = 16;
    private static final int TICKS_MAX = 6;
    private static final int LABEL_WIDTH_MIN = 34;

    /** How much of the length the open end is given. */
    private static final double OPEN_SHARE = 0.08;

    private TimeAxes() {}

    /**
     * The drawing.
     *
     * @param versions at least one, in the order of the table beside it
     * @return {@code width}, {@code height}, {@code boxes}, {@code days} and {@code rows}
     */
    static Map<String, Object> draw(List<HistoryDoor.Version> versions) {
        LocalDate first =
                versions.stream()
                        .map(HistoryDoor.Version::segmentFrom)
                        .min(LocalDate::compareTo)
                        .orElseThrow();
        LocalDate last = lastDay(versions, first);
        double scale =
                (WIDTH - LEFT - RIGHT)
                        * (1 - OPEN_SHARE)
                        / Math.max(1, ChronoUnit.DAYS.between(first, last));
        TreeSet<Instant> recordings = new TreeSet<>();
        versions.forEach(version -> {
            recordings.add(version.recordedAt());
            version.invalidatedAt().ifPresent(recordings::add);
        });
        List<Instant> rows = List.copyOf(recordings);
        List<Map<String, Object>> boxes = new ArrayList<>();
        for (int at = 0; at < versions.size(); at++) {
            boxes.add(box(versions.get(at), at + 1, first, scale, rows));
        }
        Map<String, Object> drawing = new HashMap<>();
        drawing.put("width", WIDTH);
        drawing.put("height", TOP + ROW * rows.size() + BOTTOM);
        drawing.put("left", LEFT);
        drawing.put("top", TOP);
        drawing.put("bottom", TOP + ROW * rows.size());
        drawing.put("right", WIDTH - RIGHT);
        drawing.put("boxes", boxes);
        drawing.put("days", days(versions, first, scale));
        drawing.put("rows", rows(rows));
        return drawing;
    }

    private static LocalDate lastDay(List<HistoryDoor.Version> versions, LocalDate first) {
        LocalDate last = first.plusDays(1);
        for (HistoryDoor.Version version : versions) {
            LocalDate end = version.segmentTo().orElse(version.segmentFrom().plusMonths(6));
            last = end.isAfter(last) ? end : last;
        }
        return last;
    }

    private static Map<String, Object> box(
            HistoryDoor.Version version,
            int number,
            LocalDate first,
            double scale,
            List<Instant> rows) {
        int x = x(version.segmentFrom(), first, scale);
        int right = version.segmentTo().map(day -> x(day, first, scale)).orElse(WIDTH - RIGHT);
        int y = TOP + ROW * rows.indexOf(version.recordedAt());
        int bottom = TOP + ROW * version.invalidatedAt().map(rows::indexOf).orElse(rows.size());
        int width = Math.max(4, right - x - 2);
        Map<String, Object> box = new HashMap<>();
        box.put("number", number);
        box.put("x", x);
        box.put("y", y + 2);
        box.put("width", width);
        box.put("height", Math.max(4, bottom - y - 4));
        box.put("labelX", x + width / 2);
        box.put("labelY", y + Math.min(ROW, bottom - y) / 2 + 7);
        box.put("labelled", width >= LABEL_WIDTH_MIN);
        box.put("kind", kind(version));
        return box;
    }

    /** Which look a version has: superseded, pending, suspended or in force. */
    static String kind(HistoryDoor.Version version) {
        if (version.invalidatedAt().isPresent()) {
            return "past";
        }
        if (version.suspended()) {
            return "suspended";
        }
        return version.standing().equals("PENDING") ? "pending" : "now";
    }

    private static int x(LocalDate day, LocalDate first, double scale) {
        return LEFT + (int) Math.round(ChronoUnit.DAYS.between(first, day) * scale);
    }

    /** The days on which something begins or ends, as many as can be read. */
    private static List<Map<String, Object>> days(
            List<HistoryDoor.Version> versions, LocalDate first, double scale) {
        TreeSet<LocalDate> all = new TreeSet<>();
        versions.forEach(version -> {
            all.add(version.segmentFrom());
            version.segmentTo().ifPresent(all::add);
        });
        List<Map<String, Object>> days = new ArrayList<>();
        Optional<Integer> before = Optional.empty();
        for (LocalDate day : all) {
            int x = x(day, first, scale);
            boolean room = before.map(left -> x - left >= (WIDTH - LEFT) / TICKS_MAX).orElse(true);
            if (room) {
                before = Optional.of(x);
            }
            days.add(Map.of("x", x, "label", room ? day.toString() : ""));
        }
        return days;
    }

    private static List<Map<String, Object>> rows(List<Instant> recordings) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int at = 0; at < recordings.size(); at++) {
            rows.add(
                    Map.of(
                            "y", TOP + ROW * at,
                            "labelY", TOP + ROW * at + 20,
                            "label", ConsolePages.time(recordings.get(at))));
        }
        return rows;
    }
}
