package org.onshi.app;

/** A command cannot do what it was asked: its message says why and what mends it. Exit code 1. */
final class CommandFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    private CommandFault(String message) {
        super(message);
        this.passing = false;
    }

    private CommandFault(String message, Throwable cause) {
        super(message, cause);
        this.passing = true;
    }

    /** A message that carries both languages already, as the doors' faults do. */
    static CommandFault said(String message) {
        return new CommandFault(message);
    }

    /**
     * A failure of the other side that may go by itself: it is starting again, or under load.
     *
     * @param cause null where the other side said so
     */
    static CommandFault passing(String message, Throwable cause) {
        return new CommandFault(message, cause);
    }

    /** Whether it is worth asking again a little later. */
    boolean isPassing() {
        return passing;
    }

    CommandFault(String japanese, String english) {
        super(Bilingual.say(japanese, english));
        this.passing = false;
    }

    CommandFault(String japanese, String english, Throwable cause) {
        super(Bilingual.say(japanese, english), cause);
        this.passing = false;
    }
}
