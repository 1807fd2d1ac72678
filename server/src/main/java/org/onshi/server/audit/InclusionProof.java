package org.onshi.server.audit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What a receipt needs to show, without the server, that an entry stands in the log.
 *
 * @param entry the entry's bytes as text: canonical JSON
 * @param leafIndex its place, from 0
 * @param path hashes from the leaf to the root (RFC 6962, 2.1.1), base64
 * @param checkpoint the signed checkpoint the path leads to (C2SP tlog-checkpoint)
 */
public record InclusionProof(String entry, long leafIndex, List<String> path, String checkpoint) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    static InclusionProof of(
            byte[] body, long leafIndex, List<Merkle.Hash> path, String checkpoint) {
        return new InclusionProof(
                new String(body, StandardCharsets.UTF_8),
                leafIndex,
                path.stream().map(hash -> Base64.getEncoder().encodeToString(hash.raw())).toList(),
                checkpoint);
    }

    /** Whether the entry stands, at its place, in the log that this key signs. */
    public boolean holds(AuditKey.Public key) {
        try {
            Checkpoint signed = Checkpoint.open(checkpoint, key);
            return Merkle.included(
                    Merkle.leaf(entry.getBytes(StandardCharsets.UTF_8)),
                    leafIndex,
                    signed.size(),
                    path.stream()
                            .map(hash -> new Merkle.Hash(Base64.getDecoder().decode(hash)))
                            .toList(),
                    signed.root());
        } catch (SignedNote.Forged | IllegalArgumentException forged) {
            return false;
        }
    }
}
