package org.onshi.sandbox;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A drawn face, the same for the same person at any time. For people it is hair, eyes and mouth;
 * the simulated camera tells people apart by the weave of their clothes, which it reads out of the
 * pixels, at any size and in changed light. No real person's picture is ever needed.
 */
final class Portrait {
    static final int WIDTH = 120;
    static final int HEIGHT = 150;

    /** Largest picture taken: more would only cost memory. */
    static final int SIDE_PIXELS_MAX = 2_048;

    private static final int COLUMNS = 12;
    private static final int ROWS = 4;
    private static final double WEAVE_TOP = 0.76;

    /** The first two cells are always dark and light: the measure for the others. */
    private static final int MEASURES = 2;

    private static final int CONTRAST_MIN = 30;

    /** Threads that may be misread; two people differ in about 23 of 46. */
    private static final int MISREAD_MAX = 5;

    private static final int[] SKINS = {0xF6D7BE, 0xEFC8A8, 0xE3B58F, 0xD4A078};
    private static final int[] HAIRS = {0x1F1A17, 0x3A2A20, 0x5B4331, 0x7A7672, 0xC9C5BF};
    private static final int[] CLOTHES = {0x17375E, 0x4A1F3D, 0x1E4D2B, 0x5A3A12, 0x3B3B3B};
    private static final int[] BACKGROUNDS = {0xDCE6EF, 0xE6E9DF, 0xEFE6DC, 0xE3E3EE};
    private static final int EYE = 0x2A211C;
    private static final int LIP = 0xB25A55;

    private final long threads;

    private Portrait(long threads) {
        this.threads = threads;
    }

    /** The picture of a person, PNG. */
    static byte[] of(String person) {
        byte[] hash = hash(person);
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Face face = new Face(hash);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.setRGB(x, y, face.colour((x + 0.5) / WIDTH, (y + 0.5) / HEIGHT));
            }
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(picture, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who is to be seen; empty when it is no such picture. */
    static Optional<Portrait> in(byte[] png) {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                boolean fits =
                        width >= COLUMNS * 3
                                && height >= COLUMNS * 3
                                && width <= SIDE_PIXELS_MAX
                                && height <= SIDE_PIXELS_MAX;
                return fits ? seen(reader.read(0)) : Optional.empty();
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException notAPicture) {
            return Optional.empty();
        }
    }

    /** Whether both show the same person. */
    boolean shows(Portrait other) {
        return Long.bitCount(threads ^ other.threads) <= MISREAD_MAX;
    }

    private static Optional<Portrait> seen(BufferedImage picture) {
        int dark = light(picture, 0);
        int light = light(picture, 1);
        if (light - dark < CONTRAST_MIN) {
            return Optional.empty();
        }
        long threads = 0;
        for (int cell = MEASURES; cell < COLUMNS * ROWS; cell++) {
            if (light(picture, cell) > (dark + light) / 2) {
                threads |= 1L << cell;
            }
        }
        return Optional.of(new Portrait(threads));
    }

    /** How light the middle of a cell is, 0 to 255. */
    private static int light(BufferedImage picture, int cell) {
        double left = (double) (cell % COLUMNS) / COLUMNS;
        double height = (1 - WEAVE_TOP) / ROWS;
        int row = cell / COLUMNS;
        double top = WEAVE_TOP + row * height;
        int fromX = (int) ((left + 0.3 / COLUMNS) * picture.getWidth());
        int toX = Math.max(fromX + 1, (int) ((left + 0.7 / COLUMNS) * picture.getWidth()));
        int fromY = (int) ((top + 0.3 * height) * picture.getHeight());
        int toY = Math.max(fromY + 1, (int) ((top + 0.7 * height) * picture.getHeight()));
        long sum = 0;
        for (int y = fromY; y < toY; y++) {
            for (int x = fromX; x < toX; x++) {
                int rgb = picture.getRGB(x, y);
                sum += (2 * ((rgb >> 16) & 0xFF) + 5 * ((rgb >> 8) & 0xFF) + (rgb & 0xFF)) / 8;
            }
        }
        return Math.toIntExact(sum / ((long) (toX - fromX) * (toY - fromY)));
    }

    private static byte[] hash(String person) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(("portrait " + person).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        }
    }

    /** What a person looks like, each feature from a byte of the hash. */
    private static final class Face {
        private final byte[] hash;
        private final double width;
        private final double eyes;
        private final double eyeSize;
        private final double mouth;
        private final double fringe;
        private final boolean longHair;
        private final boolean glasses;

        Face(byte[] hash) {
            this.hash = hash;
            this.width = 0.22 + 0.05 * part(10);
            this.eyes = 0.085 + 0.025 * part(11);
            this.eyeSize = 0.018 + 0.008 * part(12);
            this.mouth = 0.05 + 0.04 * part(13);
            this.fringe = 0.27 + 0.07 * part(14);
            this.longHair = part(15) > 0.5;
            this.glasses = part(16) > 0.7;
        }

        private double part(int at) {
            return (hash[at] & 0xFF) / 255.0;
        }

        private int one(int at, int[] of) {
            return of[(hash[at] & 0xFF) % of.length];
        }

        int colour(double x, double y) {
            if (y >= WEAVE_TOP) {
                return cloth(x, y);
            }
            double fromMiddle = Math.abs(x - 0.5);
            if (within(fromMiddle, y, 0, 0.42, width, 0.26) && y > fringe + 0.1 * fromMiddle) {
                return features(x, fromMiddle, y);
            }
            boolean crown = y < 0.45 && within(fromMiddle, y, 0, 0.38, width + 0.06, 0.28);
            boolean hangs = longHair && y >= 0.38 && y < 0.72 && fromMiddle < width + 0.06;
            boolean neck = fromMiddle < 0.09 && y > 0.6;
            if (neck) {
                return shade(one(17, SKINS), 0.92);
            }
            return crown || hangs ? one(18, HAIRS) : one(19, BACKGROUNDS);
        }

        private int features(double x, double fromMiddle, double y) {
            if (within(fromMiddle, y, eyes, 0.43, eyeSize, eyeSize * 0.8)) {
                return EYE;
            }
            boolean brow = Math.abs(fromMiddle - eyes) < 0.045 && Math.abs(y - 0.375) < 0.008;
            if (brow) {
                return one(18, HAIRS);
            }
            double ring = Math.hypot(fromMiddle - eyes, (y - 0.43) * 1.25);
            boolean frame = Math.abs(ring - 0.062) < 0.007;
            boolean bridge = fromMiddle < eyes - 0.062 && Math.abs(y - 0.425) < 0.006;
            if (glasses && (frame || bridge)) {
                return 0x333333;
            }
            if (Math.abs(x - 0.512) < 0.008 && y > 0.46 && y < 0.52) {
                return shade(one(17, SKINS), 0.85);
            }
            double smile = 0.575 - 6 * part(20) * fromMiddle * fromMiddle;
            return fromMiddle < mouth && Math.abs(y - smile) < 0.009 ? LIP : one(17, SKINS);
        }

        private int cloth(double x, double y) {
            int column = Math.min(COLUMNS - 1, (int) (x * COLUMNS));
            int row = Math.min(ROWS - 1, (int) ((y - WEAVE_TOP) / (1 - WEAVE_TOP) * ROWS));
            int cell = row * COLUMNS + column;
            boolean light = cell < MEASURES ? cell == 1 : (hash[cell / 8] >> (cell % 8) & 1) == 1;
            int base = one(21, CLOTHES);
            return light ? mixed(base, 0xFFFFFF, 0.55) : base;
        }

        private static boolean within(
                double x,
                double y,
                double middleX,
                double middleY,
                double radiusX,
                double radiusY) {
            double right = (x - middleX) / radiusX;
            double down = (y - middleY) / radiusY;
            return right * right + down * down < 1;
        }

        private static int shade(int colour, double by) {
            return mixed(colour, 0, 1 - by);
        }

        private static int mixed(int one, int other, double share) {
            int mixed = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                double of = (one >> shift & 0xFF) * (1 - share) + (other >> shift & 0xFF) * share;
                mixed |= (int) Math.round(of) << shift;
            }
            return mixed;
        }
    }
}
