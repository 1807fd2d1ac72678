package org.onshi.terminal;

/** How presence is proven (本人確認の方法, requirements ). */
enum IdentificationMode {
    /** 顔認証: the reader compares the face. */
    FACE,
    /** 暗証番号. */
    PIN,
    /** 目視: a clerk compares the card's photo and the person. */
    VISUAL
}
