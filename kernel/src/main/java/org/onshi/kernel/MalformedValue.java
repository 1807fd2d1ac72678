package org.onshi.kernel;

/**
 * A value that cannot be one of its type. The message names the field and the rule, never the
 * value: it may end in a log.
 */
public final class MalformedValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, without the value itself
     */
    public MalformedValue(String message) {
        super(message);
    }
}
