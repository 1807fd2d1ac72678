package org.onshi.terminal;

import java.util.Optional;
import java.util.regex.Pattern;
import org.onshi.wire.MessageFamily;

/** Which files of the folder link are ours, by their names alone. */
final class RequestNames {
    /** File systems and shares agree on these; a name with others is of no family. */
    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]*");

    private static final Pattern RESULT =
            Pattern.compile("([A-Za-z]{5}[a-z]{3}[0-9]{2})(?:req|res)_.*\\.(?i:xml|err|zip|pdf)");

    private RequestNames() {}

    /** The family of a request file that may be taken. */
    static Optional<MessageFamily> find(String fileName) {
        if (fileName.length() > TerminalLimits.NAME_CHARACTERS_MAX
                || !PLAIN.matcher(fileName).matches()) {
            return Optional.empty();
        }
        return MessageFamily.ofRequest(fileName);
    }

    /** Whether the terminal may have written a file of this name into {@code res/}. */
    static boolean isOfTheFolderLink(String fileName) {
        var matcher = RESULT.matcher(fileName);
        if (!matcher.matches()) {
            return false;
        }
        String identifier = matcher.group(1);
        for (MessageFamily family : MessageFamily.values()) {
            if (family.identifier().equals(identifier)) {
                return true;
            }
        }
        return false;
    }
}
