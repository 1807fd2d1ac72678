package org.onshi.server.accounts;

/** What a person may do in the console. */
public enum AccountRole {
    /** 担当者: work lists, uploads, proposals. */
    CLERK,
    /** 責任者: what a clerk may, and approves what another proposed. */
    SUPERVISOR,
    /** 監査人: reads, changes nothing, sees who did what. */
    AUDITOR,
    /** 運営者: of the operating body; has no page in an insurer's console. */
    OPERATOR,
    /** Left: the account stands, so that its past is known, and logs in no more. */
    NONE;

    /** Whether files are sent and changes proposed. */
    public boolean works() {
        return this == CLERK || this == SUPERVISOR;
    }

    /** Whether what another proposed is approved or refused. */
    public boolean approves() {
        return this == SUPERVISOR;
    }

    /** Whether it is seen who did what. */
    public boolean oversees() {
        return this == AUDITOR || this == SUPERVISOR;
    }
}
