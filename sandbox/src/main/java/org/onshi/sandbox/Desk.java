package org.onshi.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.chrono.JapaneseChronology;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.exceptions.TemplateEngineException;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * {@code GET /desk}: readers and cards as a page for people, by forms alone; its script only says
 * when something changed. One person sits at it, so what was looked for is kept here: a name does
 * not belong into a URL.
 */
final class Desk {
    /** Cards shown at once. */
    static final int CARDS_SHOWN_MAX = 20;

    /** How long a name is looked for among all cards. */
    static final Duration SEARCH_MAX = Duration.ofSeconds(2);

    private static final int FORM_BYTES_MAX = 8 << 10;
    private static final int SEARCH_LENGTH_MAX = 60;
    private static final int CARDS_READ_AT_ONCE = 500;
    private static final String HTML = "text/html; charset=utf-8";
    private static final String HOME = "/desk";

    /** 令和8年11月29日. */
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("Gy年M月d日", Locale.JAPAN)
                    .withChronology(JapaneseChronology.INSTANCE);

    private final Readers readers;
    private final CardOffice office;
    private final TemplateEngine templates = new TemplateEngine();
    private volatile String lookedFor = "";

    /** What the person did, told on the page that follows. */
    private enum Done {
        ISSUED("新しいカードを作りました。", "A new card is issued."),
        PLACED("カードを置きました。", "The card lies on the reader."),
        REMOVED("カードを取りました。", "The card was taken away."),
        SEEN("カメラの前を変えました。", "The camera sees what you chose."),
        HELD("証明書を一時停止しました。", "The certificates are on hold."),
        RELEASED("一時停止を解きました。", "The certificates are valid again."),
        REVOKED("証明書を失効させました。", "The certificates are revoked."),
        RENEWED("証明書を更新しました。", "The card has new certificates.");

        private final String ja;
        private final String en;

        Done(String ja, String en) {
            this.ja = ja;
            this.en = en;
        }

        static Optional<Done> of(String word) {
            return List.of(values()).stream()
                    .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst();
        }

        String page() {
            return HOME + "?done=" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** A change of a card's certificates that is asked for twice. */
    private enum Change {
        HOLD(
                "一時停止",
                "Hold",
                "紛失の届けと同じです。再開するまで、このカードでは受付できません。",
                "As after a loss: nobody is received with this card until it is released.",
                Done.HELD),
        RELEASE(
                "再開",
                "Release",
                "一時停止を解きます。また受付できます。",
                "The hold ends; the card works again.",
                Done.RELEASED),
        REVOKE(
                "失効",
                "Revoke",
                "元に戻せません。この人には、新しいカードを作ります。",
                "This cannot be undone; the person then needs a new card.",
                Done.REVOKED),
        RENEW(
                "更新",
                "Renew",
                "新しい証明書を入れます。今の証明書は使えなくなります。",
                "The card gets new certificates; the present ones end.",
                Done.RENEWED);

        private final String ja;
        private final String en;
        private final String effectJa;
        private final String effectEn;
        private final Done done;

        Change(String ja, String en, String effectJa, String effectEn, Done done) {
            this.ja = ja;
            this.en = en;
            this.effectJa = effectJa;
            this.effectEn = effectEn;
            this.done = done;
        }

        static Change of(String word) {
            return List.of(values()).stream()
                    .filter(one -> one.name().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "change"));
        }
    }

    Desk(Readers readers, CardOffice office) {
        this.readers = readers;
        this.office = office;
        ClassLoaderTemplateResolver resolver =
                new ClassLoaderTemplateResolver(Desk.class.getClassLoader());
        resolver.setPrefix("desk/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        templates.setTemplateResolver(resolver);
    }

    List<SandboxRoute> routes() {
        return List.of(
                new SandboxRoute("GET", HOME, this::show),
                asset("desk.css", "text/css; charset=utf-8"),
                asset("desk.js", "text/javascript; charset=utf-8"),
                asset("letter.css", "text/css; charset=utf-8"),
                new SandboxRoute("GET", HOME + "/letters/{card_id}", this::letter),
                form("search", this::search),
                form("issue", this::issue),
                form("place", this::place),
                form("remove", this::remove),
                form("camera", this::see),
                form("card", this::change));
    }

    private static SandboxRoute asset(String name, String type) {
        return new SandboxRoute(
                "GET",
                HOME + "/" + name,
                request -> SandboxAnswer.of(200, type, resource("/desk/" + name)));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Desk.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the desk lacks " + name);
            }
            return in.readAllBytes();
        }
    }

    /** What a form asks for: a page, or where to go on. */
    private interface Step {
        SandboxAnswer take(SandboxRequest request, Map<String, String> form);
    }

    private SandboxRoute form(String name, Step step) {
        return new SandboxRoute(
                "POST",
                HOME + "/" + name,
                request -> {
                    try {
                        needOwnPage(request);
                        return step.take(request, fields(request));
                    } catch (Fault fault) {
                        String field = fault.field().orElse("");
                        return page(
                                fault.code().httpStatus(),
                                Map.of(
                                        "wrongJa",
                                        fault.code().whatJa(field) + fault.code().mendJa(),
                                        "wrongEn",
                                        fault.code().whatEn(field) + " " + fault.code().mendEn()));
                    }
                });
    }

    /**
     * A browser names the page that a form comes from. The server refuses another one; one that is
     * not named is refused here, since a form is the one body that any page can send unasked.
     */
    private static void needOwnPage(SandboxRequest request) {
        if (request.header("Origin").isEmpty()) {
            throw new Fault(FaultCode.WRONG_DOOR);
        }
    }

    private static Map<String, String> fields(SandboxRequest request) throws IOException {
        String body = new String(request.body(FORM_BYTES_MAX), StandardCharsets.US_ASCII);
        Map<String, String> fields = new HashMap<>();
        try {
            for (String pair : body.split("&", -1)) {
                int at = pair.indexOf('=');
                if (at > 0) {
                    fields.put(pair.substring(0, at), decoded(pair.substring(at + 1)));
                }
            }
        } catch (IllegalArgumentException notEncoded) {
            throw new Fault(FaultCode.REQUEST_MALFORMED, "");
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8).strip();
    }

    private static String needed(Map<String, String> form, String name) {
        String value = form.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, name);
        }
        return value;
    }

    private SandboxAnswer show(SandboxRequest request) {
        return page(
                200,
                request.query("done")
                        .flatMap(Done::of)
                        .map(done -> Map.<String, Object>of("doneJa", done.ja, "doneEn", done.en))
                        .orElse(Map.of()));
    }

    private SandboxAnswer search(SandboxRequest request, Map<String, String> form) {
        String text = form.getOrDefault("text", "");
        lookedFor = text.substring(0, Math.min(text.length(), SEARCH_LENGTH_MAX));
        return request.redirect(HOME);
    }

    /** What is found next is the new card. */
    private SandboxAnswer issue(SandboxRequest request, Map<String, String> form) {
        Optional<CardKind> kind =
                Optional.of(form.getOrDefault("kind", ""))
                        .filter(word -> !word.isEmpty())
                        .map(word ->
                                CardKind.of(word)
                                        .orElseThrow(
                                                () -> new Fault(FaultCode.CODE_UNKNOWN, "kind")));
        CardEntry issued =
                office.issue(
                        new CardOffice.Wish(
                                needed(form, "person").toUpperCase(Locale.ROOT),
                                kind,
                                Optional.empty(),
                                Optional.empty(),
                                false));
        lookedFor = issued.cardId();
        return request.redirect(Done.ISSUED.page());
    }

    private SandboxAnswer place(SandboxRequest request, Map<String, String> form) {
        readers.place(needed(form, "reader"), needed(form, "card_id"), true);
        return request.redirect(Done.PLACED.page());
    }

    private SandboxAnswer remove(SandboxRequest request, Map<String, String> form) {
        readers.named(needed(form, "reader")).remove();
        return request.redirect(Done.REMOVED.page());
    }

    private SandboxAnswer see(SandboxRequest request, Map<String, String> form) {
        Camera.Condition condition =
                Camera.Condition.of(needed(form, "condition"))
                        .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "condition"));
        Optional<String> person =
                Optional.of(form.getOrDefault("person", "")).filter(key -> !key.isEmpty());
        if (person.isPresent() && !ReaderRoutes.PERSON.matcher(person.get()).matches()) {
            throw new Fault(FaultCode.IDENTIFIER_MALFORMED, "person");
        }
        readers.named(needed(form, "reader"))
                .see(camera -> person.map(camera::facing).orElse(camera).under(condition));
        return request.redirect(Done.SEEN.page());
    }

    private SandboxAnswer change(SandboxRequest request, Map<String, String> form) {
        Change change = Change.of(needed(form, "change"));
        String cardId = needed(form, "card_id");
        if (form.getOrDefault("confirmed", "").equals("yes")) {
            switch (change) {
                case HOLD -> office.hold(cardId);
                case RELEASE -> office.release(cardId);
                case REVOKE -> office.revoke(cardId);
                case RENEW -> office.renew(cardId);
            }
            return request.redirect(change.done.page());
        }
        Map<String, Object> model = new HashMap<>();
        model.put("card", card(office.entry(cardId)));
        model.put("change", change.name());
        model.put("changeJa", change.ja);
        model.put("changeEn", change.en);
        model.put("effectJa", change.effectJa);
        model.put("effectEn", change.effectEn);
        return answer(200, "confirm", model);
    }

    /** The letter about the end of a card's certificates, to be printed (requirements G-14). */
    private SandboxAnswer letter(SandboxRequest request) {
        ExpiryLetter letter =
                office.letter(request.place("card_id"))
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND, "card_id"));
        return answer(
                200,
                "letter",
                Map.of(
                        "to", office.card(letter.cardId()).orElseThrow().holder(),
                        "card", letter.cardId(),
                        "sent", written(letter.sentOn()),
                        "expires", written(letter.certificateExpiresOn())));
    }

    private static String written(LocalDate day) {
        return DAY.format(day);
    }

    private SandboxAnswer page(int status, Map<String, Object> more) {
        Map<String, Object> model = new HashMap<>(more);
        List<Map<String, Object>> shown =
                readers.all().stream().map(CardReader::look).map(this::reader).toList();
        model.put("readers", shown);
        String text = lookedFor;
        List<CardEntry> found = new ArrayList<>();
        boolean whole = find(text, found);
        model.put("text", text);
        model.put("cards", found.stream().map(this::card).toList());
        model.put("whole", whole);
        model.put("kinds", List.of(CardKind.values()).stream().map(CardKind::word).toList());
        model.put(
                "conditions", List.of(Camera.Condition.values()).stream().map(Enum::name).toList());
        return answer(status, "desk", model);
    }

    private SandboxAnswer answer(int status, String template, Map<String, Object> model) {
        String html;
        try {
            html = templates.process(template, new Context(Locale.JAPAN, model));
        } catch (TemplateEngineException e) {
            throw new IllegalStateException("the desk's page could not be made", e);
        }
        return SandboxAnswer.of(status, HTML, html.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether these are all there are. */
    private boolean find(String text, List<CardEntry> found) {
        if (text.isEmpty()) {
            found.addAll(office.list("", CARDS_SHOWN_MAX));
            return found.size() < CARDS_SHOWN_MAX;
        }
        office.card(text).ifPresent(card -> found.add(office.entry(card.cardId())));
        if (found.isEmpty()) {
            found.addAll(office.of(text.toUpperCase(Locale.ROOT)));
        }
        if (!found.isEmpty()) {
            return true;
        }
        String wanted = plain(text);
        long begun = System.nanoTime();
        String after = "";
        while (System.nanoTime() - begun < SEARCH_MAX.toNanos()) {
            List<CardEntry> some = office.list(after, CARDS_READ_AT_ONCE);
            for (CardEntry entry : some) {
                if (named(entry, wanted)) {
                    found.add(entry);
                    if (found.size() == CARDS_SHOWN_MAX) {
                        return false;
                    }
                }
            }
            if (some.size() < CARDS_READ_AT_ONCE) {
                return true;
            }
            after = some.getLast().cardId();
        }
        return false;
    }

    private boolean named(CardEntry entry, String wanted) {
        return office.card(entry.cardId())
                .map(CardInHand::holder)
                .filter(holder ->
                        plain(holder.name()).contains(wanted)
                                || plain(holder.nameKana()).contains(wanted))
                .isPresent();
    }

    private static String plain(String name) {
        return name.replaceAll("[\\s　]", "");
    }

    private Map<String, Object> reader(CardReader.Look look) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", look.reader());
        shown.put("condition", look.camera().condition().name());
        shown.put("person", look.camera().person().orElse(""));
        shown.put("picture", look.camera().picture().isPresent());
        Optional<CardInHand> lying = look.cardId().flatMap(office::card);
        shown.put("present", lying.isPresent());
        lying.ifPresent(card -> {
            shown.put("card", card(office.entry(card.cardId())));
            card.photo()
                    .map(photo -> Base64.getEncoder().encodeToString(photo))
                    .ifPresent(photo -> shown.put("photo", "data:image/png;base64," + photo));
        });
        return shown;
    }

    private Map<String, Object> card(CardEntry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", entry.cardId());
        shown.put("person", entry.person());
        shown.put("name", office.card(entry.cardId()).map(c -> c.holder().name()).orElse(""));
        shown.put("kind", entry.kind().name());
        shown.put("pin", entry.pin());
        shown.put("tries", office.pinTriesLeft(entry.cardId()));
        shown.put("expires", entry.present().expiresOn().toString());
        shown.put("state", entry.condition().word());
        shown.put("letter", office.letter(entry.cardId()).isPresent());
        shown.put(
                "lies",
                readers.all().stream()
                        .map(CardReader::look)
                        .filter(look -> look.cardId().equals(Optional.of(entry.cardId())))
                        .map(CardReader.Look::reader)
                        .findFirst()
                        .orElse(""));
        return shown;
    }
}
