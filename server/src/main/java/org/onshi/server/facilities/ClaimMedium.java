package org.onshi.server.facilities;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** How a facility sends its claims; paper exempts from the mandate (requirements H). */
public enum ClaimMedium {
    /** オンライン請求. */
    ONLINE("オンライン"),
    /** 電子媒体. */
    MEDIA("電子媒体"),
    /** 紙. */
    PAPER("紙"),
    /** Not given. */
    UNSET("");

    private final String label;

    ClaimMedium(String label) {
        this.label = label;
    }

    /** By name or Japanese label; empty text is {@link #UNSET}. */
    public static Optional<ClaimMedium> of(String text) {
        String word =
                Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
        return switch (word) {
            case "ONLINE", "オンライン", "オンライン請求" -> Optional.of(ONLINE);
            case "MEDIA", "ELECTRONIC", "電子媒体" -> Optional.of(MEDIA);
            case "PAPER", "紙", "紙媒体", "紙レセプト" -> Optional.of(PAPER);
            case "", "UNSET" -> Optional.of(UNSET);
            default -> Optional.empty();
        };
    }

    /** In Japanese, "" when not given. */
    public String label() {
        return label;
    }
}
