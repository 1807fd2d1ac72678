package org.onshi.server.letters;

/** What a letter is about. */
public enum LetterKind {
    /** 登録されている内容の確認 (requirements C-07): wants an answer. */
    CONFIRMATION("登録内容の確認のお願い"),
    /** The same once more, where none came. */
    REMINDER("登録内容の確認のお願い（再度のお知らせ）"),
    /** 自分の情報が他の人のものとして閲覧されたこと (requirements J-09). */
    SEEN_BY_OTHERS("あなたの情報が誤って閲覧されたことについて"),
    /** 未登録のお知らせ (requirements B-14): asks for the individual number. */
    UNREGISTERED("マイナンバーの登録のお願い（未登録のお知らせ）"),
    /** 登録が終わったこと (requirements C-06). */
    REGISTERED("資格の登録が終わったことのお知らせ");

    private final String title;

    LetterKind(String title) {
        this.title = title;
    }

    /** Its title, in Japanese. */
    String title() {
        return title;
    }
}
