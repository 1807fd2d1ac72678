package org.onshi.server.registry;

/** Whether a coverage may be shown in an answer. */
public enum Standing {
    /** Registered and linked to a person; shown unless suspended. */
    ACTIVE("A"),
    /** Stored but not confirmed: never shown, and linked to nobody else's coverages. */
    PENDING("P");

    private final String stored;

    Standing(String stored) {
        this.stored = stored;
    }

    String stored() {
        return stored;
    }

    static Standing ofStored(String stored) {
        return switch (stored) {
            case "A" -> ACTIVE;
            case "P" -> PENDING;
            default -> throw new IllegalStateException("unknown standing in the registry");
        };
    }
}
