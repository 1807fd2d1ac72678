package org.onshi.server.identity;

/** How the holder of the card was recognised (requirements ); all have equal rights. */
public enum PresenceMode {
    /** 顔認証, by the reader. */
    FACE,
    /** 暗証番号, by the card. */
    PIN,
    /** 目視, by a clerk who is named. */
    VISUAL
}
