package org.onshi.kernel;

import java.util.Optional;

/**
 * 一部負担金割合 in percent.
 *
 * @param value 10, 20 or 30
 */
public record CopayPercent(int value) {
    public CopayPercent {
        if (value != 10 && value != 20 && value != 30) {
            throw new MalformedValue("copay percent must be 10, 20 or 30");
        }
    }

    /** Reads "10" as files write it and "010" as messages write it. */
    public static Optional<CopayPercent> of(String text) {
        return switch (text) {
            case "10", "010" -> Optional.of(new CopayPercent(10));
            case "20", "020" -> Optional.of(new CopayPercent(20));
            case "30", "030" -> Optional.of(new CopayPercent(30));
            default -> Optional.empty();
        };
    }

    /** Three digits, "010" for 1割. */
    public String wire() {
        return "0" + value;
    }

    /** As printed: 1割. */
    public String label() {
        return value / 10 + "割";
    }
}
