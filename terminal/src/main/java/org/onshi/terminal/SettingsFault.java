package org.onshi.terminal;

/** A setting is missing or wrong; the message names the key and the mend, Japanese then English. */
public final class SettingsFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsFault(String message) {
        super(message);
    }
}
