package org.onshi.server.audit;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code onshi.audit.*}.
 *
 * @param keyFile Ed25519 key that signs checkpoints, PKCS#8 PEM
 * @param checkpoints folder of this server's checkpoints; not on the database's disk, if possible
 * @param origin name of the log; the name in {@code audit.pub}
 * @param newCheckpointFolder whether an empty folder is a new one (a second server, a moved folder)
 *     and is filled from the database; for one start only, since an empty folder is otherwise the
 *     sign that somebody emptied it
 * @param interval between two rounds of the sequencer; well under a second
 */
@ConfigurationProperties("onshi.audit")
record AuditSettings(
        Path keyFile,
        Path checkpoints,
        @DefaultValue("onshi.local/audit") String origin,
        @DefaultValue("false") boolean newCheckpointFolder,
        @DefaultValue("400ms") Duration interval) {
    AuditSettings {
        if (keyFile == null || checkpoints == null) {
            throw new IllegalArgumentException(
                    "onshi.audit.key-file と onshi.audit.checkpoints を設定してください。 / Set"
                            + " onshi.audit.key-file and onshi.audit.checkpoints.");
        }
    }
}
