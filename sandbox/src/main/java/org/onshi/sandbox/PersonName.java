package org.onshi.sandbox;

import java.util.List;
import org.onshi.kernel.Sex;

/**
 * 氏名 with its kana in full width, family and given name apart by a full-width space, and 通称 where
 * there is one.
 *
 * @param other 通称 or other name, "" where there is none
 * @param otherKana its kana, "" where there is none
 */
record PersonName(String text, String kana, String other, String otherKana) {
    private static final List<Part> FAMILIES =
            parts(
                    "佐藤 サトウ,鈴木 スズキ,高橋 タカハシ,田中 タナカ,伊藤 イトウ,渡辺 ワタナベ,山本 ヤマモト,中村 ナカムラ,小林 コバヤシ,加藤 カトウ,吉田"
                        + " ヨシダ,山田 ヤマダ,佐々木 ササキ,山口 ヤマグチ,松本 マツモト,井上 イノウエ,木村 キムラ,林 ハヤシ,斎藤 サイトウ,清水"
                        + " シミズ,山崎 ヤマザキ,森 モリ,池田 イケダ,橋本 ハシモト,阿部 アベ,石川 イシカワ,山下 ヤマシタ,中島 ナカジマ,石井 イシイ,小川"
                        + " オガワ,前田 マエダ,岡田 オカダ,長谷川 ハセガワ,藤田 フジタ,後藤 ゴトウ,近藤 コンドウ,村上 ムラカミ,遠藤 エンドウ,青木"
                        + " アオキ,坂本 サカモト,福田 フクダ,太田 オオタ,西村 ニシムラ,藤井 フジイ,金子 カネコ,岡本 オカモト,藤原 フジワラ,中野"
                        + " ナカノ,三浦 ミウラ,原田 ハラダ,中川 ナカガワ,松田 マツダ,竹内 タケウチ,小野 オノ,田村 タムラ,中山 ナカヤマ,和田 ワダ,石田"
                        + " イシダ,森田 モリタ,上田 ウエダ,原 ハラ,内田 ウチダ,柴田 シバタ,酒井 サカイ,宮崎 ミヤザキ,横山 ヨコヤマ,高木 タカギ,安藤"
                        + " アンドウ,宮本 ミヤモト,大野 オオノ,小島 コジマ,谷口 タニグチ,工藤 クドウ,今井 イマイ,高田 タカダ,増田 マスダ,丸山"
                        + " マルヤマ,杉山 スギヤマ,村田 ムラタ,大塚 オオツカ,新井 アライ,平野 ヒラノ,藤本 フジモト,河野 コウノ,上野 ウエノ,野口"
                        + " ノグチ,武田 タケダ,松井 マツイ,千葉 チバ,菅原 スガワラ,岩崎 イワサキ,久保 クボ,木下 キノシタ,佐野 サノ,野村 ノムラ,松尾"
                        + " マツオ,市川 イチカワ,菊地 キクチ,杉本 スギモト,古川 フルカワ,大西 オオニシ,島田 シマダ,水野 ミズノ,桜井 サクライ,渡部"
                        + " ワタナベ,高野 タカノ,吉川 ヨシカワ,山内 ヤマウチ,西田 ニシダ,飯田 イイダ,五十嵐 イガラシ,勅使河原 テシガワラ,長曽我部"
                        + " チョウソカベ,小鳥遊 タカナシ,一 ニノマエ,四月一日 ワタヌキ");

    private static final List<Part> MALE =
            parts(
                    "太一 タイチ,健 ケン,誠 マコト,大輔 ダイスケ,翔太 ショウタ,拓也 タクヤ,直樹 ナオキ,和也 カズヤ,哲也 テツヤ,隆 タカシ,浩 ヒロシ,修"
                        + " オサム,茂 シゲル,実 ミノル,清 キヨシ,正 タダシ,勝 マサル,勇 イサム,博 ヒロシ,豊 ユタカ,蓮 レン,湊 ミナト,樹 イツキ,陽翔"
                        + " ハルト,悠真 ユウマ,大翔 ヒロト,颯太 ソウタ,律 リツ,蒼 アオイ,伊織 イオリ,一郎 イチロウ,次郎 ジロウ,三郎 サブロウ,幸雄"
                        + " ユキオ,義雄 ヨシオ,竜之介 リュウノスケ,宗一郎 ソウイチロウ,信 シン,淳 ジュン,亮 リョウ");

    private static final List<Part> FEMALE =
            parts(
                    "陽子 ヨウコ,恵子 ケイコ,幸子 サチコ,和子 カズコ,節子 セツコ,洋子 ヨウコ,久美子 クミコ,由美子 ユミコ,真由美 マユミ,直美 ナオミ,美咲"
                        + " ミサキ,愛 アイ,彩 アヤ,舞 マイ,千尋 チヒロ,麻衣 マイ,香織 カオリ,優子 ユウコ,智子 トモコ,裕子 ヒロコ,陽葵 ヒマリ,凛"
                        + " リン,結菜 ユイナ,葵 アオイ,詩 ウタ,紬 ツムギ,芽依 メイ,澪 ミオ,咲良 サクラ,心春 コハル,ハナ ハナ,トメ トメ,キヨ"
                        + " キヨ,スエ スエ,ミツ ミツ,さくら サクラ,ひなた ヒナタ,みゆき ミユキ,京香 キョウカ,千代 チヨ");

    /** Names with a character that windows-31j lacks. */
    private static final List<Part> UNMAPPABLE_FAMILIES =
            parts(
                    "𠮷田 ヨシダ,辻󠄀 ツジ,葛󠄀城 カツラギ,𠮷岡 ヨシオカ,𡈽屋 ツチヤ,祇󠄀園 ギオン,刘 リュウ,𣘺本 ハシモト,鄭󠄁 テイ,𩸽川"
                            + " ホッケガワ");

    /** Names with a character of windows-31j that JIS X 0208 lacks. */
    private static final List<Part> VARIANT_FAMILIES =
            parts("髙橋 タカハシ,﨑山 サキヤマ,髙﨑 タカサキ,德永 トクナガ,山﨑 ヤマザキ,髙田 タカダ,昻山 スバルヤマ,神嶋﨑 カミシマザキ");

    private static final List<Foreigner> FOREIGNERS =
            List.of(
                    new Foreigner(
                            "SMITH", "EMILY ROSE", "スミス", "エミリー　ローズ", "住友", "恵美", "スミトモ", "エミ"),
                    new Foreigner("NGUYEN", "VAN ANH", "グエン", "ヴァン　アイン", "阮田", "安", "グエンダ", "アン"),
                    new Foreigner("KIM", "MINJUN", "キム", "ミンジュン", "金本", "民俊", "カネモト", "タミトシ"),
                    new Foreigner(
                            "SILVA", "JOAO PEDRO", "シルバ", "ジョアン　ペドロ", "白波", "譲", "シラナミ", "ユズル"),
                    new Foreigner("WANG", "XIUYING", "ワン", "シュウイン", "王寺", "秀英", "オウジ", "ヒデエ"),
                    new Foreigner(
                            "GARCIA", "MARIA LUISA", "ガルシア", "マリア　ルイサ", "賀留", "麻里", "ガル", "マリ"));

    private static final List<Part> DOTTED =
            parts(
                    "マリア・クリスティーナ マリア・クリスティーナ,ジョン・ポール ジョン・ポール,アンナ・リー アンナ・リー,ジャン＝ピエール"
                            + " ジャン・ピエール,モハメド・アリー モハメド・アリー");

    private static final List<String> LONG =
            List.of(
                    "アレクサンドル・コンスタンティノヴィチ・フョードロフスキー・デ・ラ・サンティシマ・トリニダード",
                    "マリア・デ・ラス・メルセデス・クリスティーナ・ボルボン・イ・オルレアンス・デ・シシリア",
                    "サマンナナヤケ・ワサナ・クマーリ・ジャヤシンハ・アーラッチラーゲ・ドン・プリヤンカ・ペレラ");

    /** A written form with its kana. */
    private record Part(String text, String kana) {}

    private record Foreigner(
            String family,
            String given,
            String familyKana,
            String givenKana,
            String otherFamily,
            String otherGiven,
            String otherFamilyKana,
            String otherGivenKana) {}

    /** Shows nothing. */
    @Override
    public String toString() {
        return "PersonName[…]";
    }

    static PersonName plain(String text, String kana) {
        return new PersonName(text, kana, "", "");
    }

    /** An ordinary name. */
    static PersonName ordinary(Dice dice, Sex sex) {
        return named(dice.pick(FAMILIES), given(dice, sex));
    }

    /** A name with a character that windows-31j lacks. */
    static PersonName unmappable(Dice dice, Sex sex, int variant) {
        return named(
                UNMAPPABLE_FAMILIES.get(variant % UNMAPPABLE_FAMILIES.size()), given(dice, sex));
    }

    /** A name with a character of windows-31j that JIS X 0208 lacks. */
    static PersonName variantKanji(Dice dice, Sex sex, int variant) {
        return named(VARIANT_FAMILIES.get(variant % VARIANT_FAMILIES.size()), given(dice, sex));
    }

    /** A foreigner's name with 通称. */
    static PersonName foreign(int variant) {
        Foreigner f = FOREIGNERS.get(variant % FOREIGNERS.size());
        return new PersonName(
                f.family + "　" + f.given,
                f.familyKana + "　" + f.givenKana,
                f.otherFamily + "　" + f.otherGiven,
                f.otherFamilyKana + "　" + f.otherGivenKana);
    }

    /** A name with middle dot, double hyphen or long vowel. */
    static PersonName dotted(Dice dice, int variant) {
        Part given = DOTTED.get(variant % DOTTED.size());
        return named(dice.pick(FAMILIES), given);
    }

    /** A name of 40 characters and more. */
    static PersonName ofLength(int variant) {
        String name = LONG.get(variant % LONG.size());
        return plain(name, name);
    }

    /** A child of the family; children of different running numbers have different names. */
    PersonName child(Sex sex, int number) {
        List<Part> given = sex == Sex.MALE ? MALE : FEMALE;
        Part part = given.get(number % given.size());
        int space = text.indexOf('　');
        int kanaSpace = kana.indexOf('　');
        return named(new Part(text.substring(0, space), kana.substring(0, kanaSpace)), part);
    }

    /** Somebody of the same family. */
    PersonName relative(Dice dice, Sex sex) {
        int space = text.indexOf('　');
        int kanaSpace = kana.indexOf('　');
        if (space < 0 || kanaSpace < 0) {
            return ordinary(dice, sex);
        }
        return named(
                new Part(text.substring(0, space), kana.substring(0, kanaSpace)), given(dice, sex));
    }

    private static Part given(Dice dice, Sex sex) {
        return dice.pick(sex == Sex.MALE ? MALE : FEMALE);
    }

    private static PersonName named(Part family, Part given) {
        return plain(family.text + "　" + given.text, family.kana + "　" + given.kana);
    }

    private static List<Part> parts(String list) {
        return List.of(list.split(",", -1)).stream()
                .map(pair -> pair.split(" ", -1))
                .map(pair -> new Part(pair[0], pair[1]))
                .toList();
    }
}
