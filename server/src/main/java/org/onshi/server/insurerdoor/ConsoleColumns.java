package org.onshi.server.insurerdoor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onshi.wire.MissingNumberReason;
import org.onshi.wire.NumberSource;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationColumn;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;

/** What a registration file is written in: every column, what it holds and what needs it. */
@ConsoleController
class ConsoleColumns {
    private static final Map<RegistrationColumn, String> LABELS =
            Map.of(
                    RegistrationColumn.ACTION, "処理の種類",
                    RegistrationColumn.INSURER_NUMBER, "保険者番号（検証番号を含む 6 桁または 8 桁）",
                    RegistrationColumn.EFFECTIVE_ON, "変更が有効になる年月日",
                    RegistrationColumn.OLD_SYMBOL, "訂正前の記号",
                    RegistrationColumn.OLD_NUMBER, "訂正前の番号",
                    RegistrationColumn.OLD_BRANCH, "訂正前の枝番",
                    RegistrationColumn.INDIVIDUAL_NUMBER, "個人番号（12 桁）");

    private static final Map<RegistrationAction, String> ACTIONS =
            Map.of(
                    RegistrationAction.ADD, "取得",
                    RegistrationAction.CHANGE, "変更",
                    RegistrationAction.LOSE, "喪失",
                    RegistrationAction.CORRECT, "訂正（コンソールでは提案から）",
                    RegistrationAction.CANCEL, "取消（コンソールでは提案から）");

    private static final Map<MissingNumberReason, String> MISSING =
            Map.of(
                    MissingNumberReason.NOT_PROVIDED, "提出なし",
                    MissingNumberReason.NOT_YET_ASSIGNED, "未付番（新生児など）",
                    MissingNumberReason.OVERSEAS, "海外居住");

    private static final Map<NumberSource, String> SOURCES =
            Map.of(NumberSource.CARD, "カードの読取り", NumberSource.MANUAL, "手入力");

    private final ConsolePages pages;

    ConsoleColumns(ConsolePages pages) {
        this.pages = pages;
    }

    @GetMapping("/console/columns")
    ResponseEntity<byte[]> columns(ConsoleUser user) {
        return pages.page(
                "columns",
                user,
                Map.of(
                        "columns",
                        Stream.of(RegistrationColumn.values()).map(ConsoleColumns::row).toList()));
    }

    private static Map<String, Object> row(RegistrationColumn column) {
        return Map.of(
                "header", column.header(),
                "label", LABELS.getOrDefault(column, ConsoleFacts.label(column)),
                "always", column.identifying(),
                "dated", column.dated(),
                "codes", codes(column),
                "needed", neededBy(column));
    }

    private static List<Map<String, String>> codes(RegistrationColumn column) {
        return switch (column) {
            case ACTION -> words(RegistrationAction.values(), ACTIONS);
            case INDIVIDUAL_NUMBER_MISSING_REASON -> words(MissingNumberReason.values(), MISSING);
            case INDIVIDUAL_NUMBER_SOURCE -> words(NumberSource.values(), SOURCES);
            case COPAY_PERCENT ->
                    Stream.of("10", "20", "30")
                            .map(it -> Map.of("value", it, "label", it + "%"))
                            .toList();
            default ->
                    ConsoleFacts.options(column).stream()
                            .filter(it -> !it.get("value").isEmpty())
                            .toList();
        };
    }

    private static <E extends Enum<E>> List<Map<String, String>> words(
            E[] codes, Map<E, String> words) {
        return Stream.of(codes)
                .map(it -> Map.of("value", it.name(), "label", words.get(it)))
                .toList();
    }

    private static String neededBy(RegistrationColumn column) {
        return Stream.of(RegistrationAction.values())
                .filter(it -> it.needed().contains(column))
                .map(RegistrationAction::name)
                .collect(Collectors.joining(", "));
    }
}
