package org.onshi.server.documents;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be printed.
 *
 * @param title of the file, and its first heading
 * @param language BCP 47, e.g. {@code ja}
 * @param createdAt what the file says about itself; nothing else in it depends on when it is made
 * @param header at the top of every page
 * @param footer at the bottom of every page, beside the page's number
 * @param blocks in reading order
 */
public record Document(
        String title,
        String language,
        Instant createdAt,
        String header,
        String footer,
        List<Block> blocks) {
    /** Rows of all tables of a document; some hundred pages. */
    public static final int ROWS_MAX = 3_000;

    /** Characters of a document. */
    public static final int CHARACTERS_MAX = 500_000;

    /** Points of a chart. */
    public static final int POINTS_MAX = 20;

    /**
     * @throws IllegalArgumentException over a limit; whoever builds a document cuts it where its
     *     reader is told
     */
    public Document {
        blocks = List.copyOf(blocks);
        int rows =
                blocks.stream()
                        .mapToInt(it -> it instanceof Table table ? table.rows().size() : 1)
                        .sum();
        long characters = blocks.stream().flatMap(Block::texts).mapToLong(String::length).sum();
        if (rows > ROWS_MAX || characters > CHARACTERS_MAX) {
            throw new IllegalArgumentException("a document is larger than is printed");
        }
    }

    /** One part of a document, below another. */
    public sealed interface Block {
        /** All that is written in it. */
        Stream<String> texts();
    }

    /**
     * A heading, and a bookmark.
     *
     * @param level 2 or 3; the title is the only one of level 1
     */
    public record Heading(int level, String text) implements Block {
        public Heading {
            if (level != 2 && level != 3) {
                throw new IllegalArgumentException("a heading has level 2 or 3");
            }
        }

        @Override
        public Stream<String> texts() {
            return Stream.of(text);
        }

        @Override
        public String toString() {
            return "Heading[" + level + "]";
        }
    }

    /** A paragraph. */
    public record Paragraph(String text) implements Block {
        @Override
        public Stream<String> texts() {
            return Stream.of(text);
        }

        @Override
        public String toString() {
            return "Paragraph[…]";
        }
    }

    /**
     * A table.
     *
     * @param caption above it
     * @param columns the first one heads the rows
     * @param rows each as wide as there are columns
     */
    public record Table(String caption, List<Column> columns, List<Row> rows) implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            int width = columns.size();
            if (width == 0 || rows.stream().anyMatch(row -> row.cells().size() != width)) {
                throw new IllegalArgumentException("every row has a cell for every column");
            }
        }

        @Override
        public Stream<String> texts() {
            return Stream.concat(
                    Stream.concat(Stream.of(caption), columns.stream().map(Column::header)),
                    rows.stream().flatMap(row -> row.cells().stream()).map(Cell::text));
        }

        @Override
        public String toString() {
            return "Table[" + rows.size() + "]";
        }
    }

    /** To which side of its column a text keeps. */
    public enum Side {
        /** Where lines begin. */
        START,
        /** Where lines end, as numbers do. */
        END
    }

    /**
     * A column.
     *
     * @param widthPercent of the table
     */
    public record Column(String header, int widthPercent, Side side) {}

    /** A row. */
    public record Row(List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }

        @Override
        public String toString() {
            return "Row[" + cells.size() + "]";
        }
    }

    /**
     * A cell.
     *
     * @param text what stands in it, a sign or word that marks it included: strength alone says
     *     nothing to somebody who hears it
     * @param strong whether it stands out
     */
    public record Cell(String text, boolean strong) {
        /** One that does not stand out. */
        public static Cell plain(String text) {
            return new Cell(text, false);
        }

        @Override
        public String toString() {
            return "Cell[…]";
        }
    }

    /** Charts side by side. */
    public record Charts(List<LineChart> charts) implements Block {
        public Charts {
            charts = List.copyOf(charts);
        }

        @Override
        public Stream<String> texts() {
            return charts.stream()
                    .flatMap(chart -> Stream.of(chart.title(), chart.spoken(), chart.below()));
        }

        @Override
        public String toString() {
            return "Charts[" + charts.size() + "]";
        }
    }

    /**
     * A line through values; an addition to a table that says the same in figures.
     *
     * @param title above it
     * @param spoken what it shows, for whoever cannot see it
     * @param below below it, e.g. first and last year
     * @param points from left to right, at least one
     */
    public record LineChart(String title, String spoken, String below, List<Point> points) {
        public LineChart {
            points = List.copyOf(points);
            if (points.isEmpty() || points.size() > POINTS_MAX) {
                throw new IllegalArgumentException("a chart has 1 to " + POINTS_MAX + " points");
            }
        }

        @Override
        public String toString() {
            return "LineChart[" + points.size() + "]";
        }
    }

    /**
     * A value of a chart.
     *
     * @param value finite
     * @param strong whether it stands out; drawn larger and filled
     */
    public record Point(double value, boolean strong) {
        public Point {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a point has a place");
            }
        }
    }

    /** What is printed is a person's as a rule. */
    @Override
    public String toString() {
        return "Document[" + blocks.size() + " blocks]";
    }
}
