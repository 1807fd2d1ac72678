package org.onshi.app;

/** A command cannot do what it was asked: its message says why and what mends it. Exit code 1. */
final class CommandFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFault(String japanese, String english) {
        super(Bilingual.say(japanese, english));
    }

    CommandFault(String japanese, String english, Throwable cause) {
        super(Bilingual.say(japanese, english), cause);
    }
}
