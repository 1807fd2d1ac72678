package org.onshi.server.documents;

import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;

/** A document as the tree the renderer reads; built node by node, so that no text is markup. */
final class Markup {
    private final org.w3c.dom.Document tree;
    private final Typeface typeface;

    private Markup(Typeface typeface) {
        this.typeface = typeface;
        try {
            this.tree =
                    DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("the JDK's own parser has no settings", impossible);
        }
    }

    static org.w3c.dom.Document of(Document document, String style, Typeface typeface) {
        return new Markup(typeface).write(document, style);
    }

    private org.w3c.dom.Document write(Document document, String style) {
        Element html = tree.createElement("html");
        tree.appendChild(html);
        html.setAttribute("lang", document.language());
        html.setAttribute("xml:lang", document.language());
        Element head = add(html, "head");
        text(add(head, "title"), document.title());
        text(add(head, "style"), style);
        Element bookmarks = add(head, "bookmarks");
        Element body = add(html, "body");
        text(add(body, "div", "header"), document.header());
        text(add(body, "div", "footer"), document.footer());
        heading(body, 1, document.title(), 0);
        bookmark(bookmarks, document.title(), 0);
        int number = 1;
        for (Document.Block block : document.blocks()) {
            if (block instanceof Document.Heading heading) {
                heading(body, heading.level(), heading.text(), number);
                bookmark(bookmarks, heading.text(), number);
                number++;
            } else {
                write(body, block);
            }
        }
        return tree;
    }

    private void write(Element body, Document.Block block) {
        switch (block) {
            case Document.Heading heading ->
                    throw new IllegalStateException("headings are numbered by their caller");
            case Document.Paragraph paragraph -> text(add(body, "p"), paragraph.text());
            case Document.Table table -> table(body, table);
            case Document.Charts charts -> charts.charts().forEach(it -> chart(body, it));
        }
        if (block instanceof Document.Charts) {
            add(body, "div", "after-charts");
        }
    }

    private void heading(Element body, int level, String text, int number) {
        Element heading = add(body, "h" + level);
        heading.setAttribute("id", "h" + number);
        text(heading, text);
    }

    private void bookmark(Element bookmarks, String text, int number) {
        Element bookmark = add(bookmarks, "bookmark");
        bookmark.setAttribute("name", typeface.render(text));
        bookmark.setAttribute("href", "#h" + number);
    }

    private void table(Element body, Document.Table table) {
        Element element = add(body, "table");
        text(add(element, "caption"), table.caption());
        Element head = add(add(element, "thead"), "tr");
        List<Document.Column> columns = table.columns();
        for (Document.Column column : columns) {
            Element cell = add(head, "th", side(column));
            cell.setAttribute("scope", "col");
            cell.setAttribute("style", "width: " + column.widthPercent() + "%");
            text(cell, column.header());
        }
        Element rows = add(element, "tbody");
        for (Document.Row row : table.rows()) {
            Element line = add(rows, "tr");
            for (int i = 0; i < columns.size(); i++) {
                Document.Cell cell = row.cells().get(i);
                Element box = add(line, i == 0 ? "th" : "td", side(columns.get(i)));
                if (i == 0) {
                    box.setAttribute("scope", "row");
                }
                text(cell.strong() ? add(box, "strong") : box, cell.text());
            }
        }
    }

    private static String side(Document.Column column) {
        return switch (column.side()) {
            case START -> "start";
            case END -> "end";
        };
    }

    private void chart(Element body, Document.LineChart chart) {
        Element box = add(body, "div", "chart");
        text(add(box, "p", "chart-title"), chart.title());
        Element drawing = add(box, "object");
        drawing.setAttribute("type", ChartDrawing.TYPE);
        drawing.setAttribute("alt", typeface.render(chart.spoken()));
        drawing.setAttribute(
                ChartDrawing.POINTS,
                chart.points().stream()
                        .map(point -> (point.strong() ? "!" : "") + point.value())
                        .collect(Collectors.joining(" ")));
        text(add(box, "p", "chart-below"), chart.below());
    }

    private Element add(Element parent, String name) {
        Element element = tree.createElement(name);
        parent.appendChild(element);
        return element;
    }

    private Element add(Element parent, String name, String kind) {
        Element element = add(parent, name);
        element.setAttribute("class", kind);
        return element;
    }

    private void text(Element element, String text) {
        String known = element.getTagName().equals("style") ? text : typeface.render(text);
        element.appendChild(tree.createTextNode(known));
    }
}
