package org.onshi.server.registry;

/** What an insurer says of a file that takes many ratios or limit classes away (facts §7). */
public enum ClearingWord {
    /** 有効期間の終了: they have ended. */
    ENDED(true),
    /** 判定替え・更新: new ones follow, or none applies any more. */
    REDETERMINED(true),
    /** 元の記録と照合した: compared with the insurer's own record. */
    RECORD_COMPARED(true),
    /** 誤り: the file is withdrawn. */
    MISTAKE(false);

    private final boolean meant;

    ClearingWord(boolean meant) {
        this.meant = meant;
    }

    /** Whether the file goes on. */
    public boolean isMeant() {
        return meant;
    }
}
