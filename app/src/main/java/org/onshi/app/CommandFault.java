package org.onshi.app;

/** A command cannot do what it was asked: its message says why and what mends it. Exit code 1. */
final class CommandFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private CommandFault(String message) {
        super(message);
    }

    /** A message that carries both languages already, as the doors' faults do. */
    static CommandFault said(String message) {
        return new CommandFault(message);
    }

    CommandFault(String japanese, String english) {
        super(Bilingual.say(japanese, english));
    }

    CommandFault(String japanese, String english, Throwable cause) {
        super(Bilingual.say(japanese, english), cause);
    }
}
