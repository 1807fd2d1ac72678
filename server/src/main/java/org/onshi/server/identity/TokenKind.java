package org.onshi.server.identity;

/** What carries the certificate (requirements A-37). */
public enum TokenKind {
    /** マイナンバーカード. */
    CARD,
    /** スマートフォン. */
    PHONE
}
