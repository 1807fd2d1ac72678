package org.onshi.server.audit;

import java.util.Base64;

/**
 * The state of the log at one moment (C2SP tlog-checkpoint).
 *
 * @param origin name of the log
 * @param size number of entries
 * @param root of the tree of these entries
 */
record Checkpoint(String origin, long size, Merkle.Hash root) {
    String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.raw()) + "\n";
    }

    /** Opens a signed checkpoint of the log whose key this is; extension lines are ignored. */
    static Checkpoint open(String note, AuditKey.Public key) throws SignedNote.Forged {
        String[] lines = SignedNote.open(note, key).split("\n", -1);
        if (lines.length < 4
                || !lines[0].equals(key.name())
                || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new SignedNote.Forged("not a checkpoint of " + key.name());
        }
        try {
            return new Checkpoint(
                    lines[0],
                    Long.parseLong(lines[1]),
                    new Merkle.Hash(Base64.getDecoder().decode(lines[2])));
        } catch (IllegalArgumentException malformed) {
            throw new SignedNote.Forged("the root of the checkpoint is malformed");
        }
    }
}
