package org.onshi.kernel;

/** Half and full width of the ASCII range and the space; kana are {@link Kana}'s. */
public final class Width {
    private static final int OFFSET = 'Ａ' - 'A';

    private Width() {}

    /**
     * Full-width ASCII (U+FF01 to U+FF5E) and the ideographic space become ASCII; everything else
     * stays.
     */
    public static String half(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '！' && c <= '～') {
                out.append((char) (c - OFFSET));
            } else {
                out.append(c == '　' ? ' ' : c);
            }
        }
        return out.toString();
    }

    /** Printable ASCII becomes full width; everything else stays. */
    public static String full(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '!' && c <= '~') {
                out.append((char) (c + OFFSET));
            } else {
                out.append(c == ' ' ? '　' : c);
            }
        }
        return out.toString();
    }
}
