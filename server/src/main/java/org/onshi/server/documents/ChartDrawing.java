package org.onshi.server.documents;

import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.render.RenderingContext;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/** Draws a line chart as lines and circles; what it says in words stands around it. */
final class ChartDrawing implements FSObjectDrawer, FSObjectDrawerFactory {
    static final String TYPE = "application/x-line-chart";
    static final String POINTS = "data-points";

    private static final String STRONG = "!";

    /** Part of the height left free above and below the line. */
    private static final double MARGIN = 0.18;

    private static final Color LINE = new Color(0x1A1A1C);
    private static final Color GROUND = new Color(0xB4B4B7);

    @Override
    public FSObjectDrawer createDrawer(Element element) {
        return isReplacedObject(element) ? this : null;
    }

    @Override
    public boolean isReplacedObject(Element element) {
        return element.getTagName().equals("object") && element.getAttribute("type").equals(TYPE);
    }

    @Override
    public Map<Shape, String> drawObject(
            Element element,
            double x,
            double y,
            double width,
            double height,
            OutputDevice device,
            RenderingContext context,
            int dotsPerPixel) {
        List<String> points = Arrays.asList(element.getAttribute(POINTS).split(" ", -1));
        device.drawWithGraphics(
                (float) x,
                (float) y,
                (float) width / dotsPerPixel,
                (float) height / dotsPerPixel,
                graphics -> draw(graphics, points, width / dotsPerPixel, height / dotsPerPixel));
        return Map.of();
    }

    private static void draw(
            Graphics2D graphics, List<String> points, double width, double height) {
        double[] values =
                points.stream()
                        .mapToDouble(it -> Double.parseDouble(it.replace(STRONG, "")))
                        .toArray();
        double least = Arrays.stream(values).min().orElse(0);
        double most = Arrays.stream(values).max().orElse(0);
        double step = width / values.length;
        graphics.setColor(GROUND);
        graphics.setStroke(new BasicStroke(0.6f));
        graphics.draw(new Line2D.Double(0, height - 0.5, width, height - 0.5));
        graphics.setColor(LINE);
        graphics.setStroke(new BasicStroke(1.2f));
        Path2D line = new Path2D.Double();
        for (int i = 0; i < values.length; i++) {
            double x = (i + 0.5) * step;
            double y = place(values[i], least, most, height);
            if (i == 0) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
        }
        if (values.length > 1) {
            graphics.draw(line);
        }
        for (int i = 0; i < values.length; i++) {
            boolean strong = points.get(i).startsWith(STRONG);
            double radius = strong ? 3.4 : 2.0;
            Shape circle =
                    new Ellipse2D.Double(
                            (i + 0.5) * step - radius,
                            place(values[i], least, most, height) - radius,
                            2 * radius,
                            2 * radius);
            graphics.setColor(strong ? LINE : Color.WHITE);
            graphics.fill(circle);
            graphics.setColor(LINE);
            graphics.draw(circle);
        }
    }

    private static double place(double value, double least, double most, double height) {
        if (most <= least) {
            return height / 2;
        }
        double free = height * MARGIN;
        return height - free - (value - least) / (most - least) * (height - 2 * free);
    }
}
