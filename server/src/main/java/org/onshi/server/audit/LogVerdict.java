package org.onshi.server.audit;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What the verification of the log found. */
public sealed interface LogVerdict {
    /** 0 when the log holds, 1 when it does not. */
    default int exitCode() {
        return switch (this) {
            case Holds holds -> 0;
            case Broken broken -> 1;
        };
    }

    /** One line for people, in Japanese and English. */
    String message();

    /**
     * Every entry is where and what it was when it was signed.
     *
     * @param entries in the log
     * @param checkpoints verified, each as a file and in the database
     * @param root of the tree, hexadecimal
     */
    record Holds(long entries, long checkpoints, String root) implements LogVerdict {
        @Override
        public String message() {
            return "監査ログに不整合はありません（項目 %d 件、署名 %d 件、根 %s）。 / The audit log holds (%d entries, %d checkpoints, root %s)."
                    .formatted(entries, checkpoints, root, entries, checkpoints, root);
        }
    }

    /**
     * The first break.
     *
     * @param kind what is wrong
     * @param leafIndex the place in the log, from 0, where it is at a place
     * @param entryId the entry found at that place, where there is one
     * @param detail what exactly, in English
     */
    record Broken(Kind kind, OptionalLong leafIndex, Optional<UUID> entryId, String detail)
            implements LogVerdict {
        @Override
        public String message() {
            String place = leafIndex.isPresent() ? "#" + leafIndex.getAsLong() : "-";
            String entry = entryId.map(UUID::toString).orElse("-");
            return "監査ログの最初の不整合: %s（位置 %s、項目 %s）。 / First break of the audit log: %s (place %s, entry %s): %s"
                    .formatted(kind.japanese(), place, entry, kind, place, entry, detail);
        }
    }

    /** Kinds of breaks. */
    enum Kind {
        /** The content of an entry is not what was signed. */
        EDITED_BODY("項目の内容が書き換えられています"),
        /** A column beside the content says something else than the content. */
        EDITED_COLUMN("項目の検索用の列が書き換えられています"),
        /** No entry stands at a place inside the log. */
        DELETED("項目が削除されています"),
        /** An entry stands at another's place. */
        SWAPPED("項目の順序が入れ替えられています"),
        /** Two entries claim one place. */
        DUPLICATE_PLACE("同じ位置に複数の項目があります"),
        /** The last entries are missing. */
        TRUNCATED("末尾の項目が失われています"),
        /** Entries have places beyond the end of the tree. */
        BEYOND_END("木の末尾より後ろに項目があります"),
        /** Entries up to a checkpoint do not give its root, though each fits its stored hash. */
        REWRITTEN("署名された時点までの項目が、保存されたハッシュごと書き換えられています"),
        /** A stored hash is not that of its entry, which is what was signed. */
        STORED_HASH("保存されたハッシュが書き換えられています"),
        /** The stored state of the tree is not that of its entries. */
        STORED_TREE("保存された木の状態が書き換えられています"),
        /** A checkpoint is not signed by the key, or is another than its copy. */
        FORGED_CHECKPOINT("署名が正しくありません"),
        /** A checkpoint is missing on disk or in the database. */
        MISSING_CHECKPOINT("署名が失われています"),
        /** Entries wait longer for their place than allowed. */
        WAITING("位置の決まらない項目が残っています");

        private final String japanese;

        Kind(String japanese) {
            this.japanese = japanese;
        }

        String japanese() {
            return japanese;
        }
    }
}
