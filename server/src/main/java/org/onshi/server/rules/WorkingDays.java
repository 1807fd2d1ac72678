package org.onshi.server.rules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * Days that are neither Saturday, Sunday, 国民の祝日・休日 nor one of those from 29 December to 3 January,
 * on which offices are closed (行政機関の休日に関する法律 1条). The holidays are data ({@code
 * rules/holidays.csv}, from the 内閣府 syukujitsu.csv) of whole years: two of them depend on an
 * announcement of February of the year before, so they are not computed, and beyond the table
 * nothing is said.
 */
public final class WorkingDays {
    private static final String RESOURCE = "/rules/holidays.csv";
    private static final String HEADER = "date,name";
    private static final MonthDay CLOSED_FROM = MonthDay.of(12, 29);
    private static final MonthDay CLOSED_TO = MonthDay.of(1, 3);
    private static final WorkingDays PUBLISHED = load();

    private final Set<LocalDate> holidays;
    private final LocalDate first;
    private final LocalDate last;

    private WorkingDays(Set<LocalDate> holidays) {
        this.holidays = holidays;
        this.first = holidays.stream().min(LocalDate::compareTo).orElseThrow().withDayOfYear(1);
        LocalDate greatest = holidays.stream().max(LocalDate::compareTo).orElseThrow();
        this.last = greatest.withDayOfYear(greatest.lengthOfYear());
    }

    /** By the holidays as published. */
    public static WorkingDays published() {
        return PUBLISHED;
    }

    /**
     * Reads holidays of the file's form: {@code date,name}, whole years.
     *
     * @throws IllegalArgumentException when the header is another one or there is no holiday
     * @throws java.time.DateTimeException when a date is none
     */
    static WorkingDays read(List<String> lines) {
        if (lines.size() < 2 || !lines.getFirst().equals(HEADER)) {
            throw new IllegalArgumentException("holidays need rows and the header " + HEADER);
        }
        return new WorkingDays(
                lines.subList(1, lines.size()).stream()
                        .map(line -> LocalDate.parse(line.split(",", 2)[0]))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** The last day that is known to be a working day or not. */
    LocalDate last() {
        return last;
    }

    /**
     * Whether a day lies at most so many working days after another; the first day does not count.
     *
     * @param days 0 or more
     * @throws Fault {@link FaultCode#HOLIDAYS_NOT_LISTED} when that depends on a day outside the
     *     table
     */
    public boolean within(int days, LocalDate from, LocalDate day) {
        int passed = 0;
        // before the table starts the count is a lower bound, which may be enough to tell
        boolean whole = !from.plusDays(1).isBefore(first);
        LocalDate next = whole ? from.plusDays(1) : first;
        while (!next.isAfter(day)) {
            if (next.isAfter(last)) {
                throw new Fault(FaultCode.HOLIDAYS_NOT_LISTED);
            }
            if (working(next)) {
                passed++;
            }
            if (passed > days) {
                return false;
            }
            next = next.plusDays(1);
        }
        if (!whole && day.isAfter(from)) {
            throw new Fault(FaultCode.HOLIDAYS_NOT_LISTED);
        }
        return true;
    }

    /**
     * A day itself when it is a working day, else the next one that is.
     *
     * @throws Fault {@link FaultCode#HOLIDAYS_NOT_LISTED} when that depends on a day outside the
     *     table
     */
    public LocalDate onOrAfter(LocalDate day) {
        LocalDate next = day;
        while (!listed(next) || !working(next)) {
            if (!listed(next)) {
                throw new Fault(FaultCode.HOLIDAYS_NOT_LISTED);
            }
            next = next.plusDays(1);
        }
        return next;
    }

    private boolean listed(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    private static boolean closedAtTheEndOfTheYear(LocalDate day) {
        MonthDay it = MonthDay.from(day);
        return !it.isBefore(CLOSED_FROM) || !it.isAfter(CLOSED_TO);
    }

    private boolean working(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && !closedAtTheEndOfTheYear(day)
                && !holidays.contains(day);
    }

    private static WorkingDays load() {
        try (InputStream in = WorkingDays.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return read(
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .lines()
                            .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
