package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.onshi.server.accounts.AccountRole;
import org.onshi.server.registry.Insurer;
import org.onshi.server.registry.Insurers;
import org.onshi.wire.SharedClock;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** The templates of the console, and what every page of it says: who works here, for whom. */
@Component
final class ConsolePages {
    private static final MediaType HTML =
            new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final String RECORDED = "recorded";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(SharedClock.ZONE);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(SharedClock.ZONE);

    private final TemplateEngine engine = new TemplateEngine();
    private final Insurers insurers;
    private final HttpServletRequest request;

    /**
     * @param request the one being answered
     */
    ConsolePages(Insurers insurers, HttpServletRequest request) {
        this.insurers = insurers;
        this.request = request;
        ClassLoaderTemplateResolver resolver =
                new ClassLoaderTemplateResolver(ConsolePages.class.getClassLoader());
        resolver.setPrefix("console/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        engine.setTemplateResolver(resolver);
    }

    /** A page for nobody in particular: login and mistakes. */
    ResponseEntity<byte[]> page(int status, String template, Map<String, Object> model) {
        return ResponseEntity.status(status).contentType(HTML).body(render(template, model));
    }

    /** A page of whoever is logged in. */
    ResponseEntity<byte[]> page(String template, ConsoleUser user, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("csrf", user.csrf());
        all.put("recorded", request.getParameter(RECORDED) != null);
        all.put("who", user.account().name());
        all.put("role", roleName(user.account().role()));
        all.put("works", user.account().role().works());
        all.put("approves", user.account().role().approves());
        all.put("oversees", user.account().role().oversees());
        all.put(
                "insurer",
                insurers.find(user.insurer()).map(Insurer::name).orElse("")
                        + "（"
                        + user.insurer().digits()
                        + "）");
        return page(200, template, all);
    }

    private byte[] render(String template, Map<String, Object> model) {
        return engine.process(template, new Context(Locale.JAPAN, model))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** On to another page, so that reloading it sends nothing twice. */
    static ResponseEntity<byte[]> seeOther(String path) {
        return ResponseEntity.status(303).header(HttpHeaders.LOCATION, path).build();
    }

    /** The same back to a list, which then says that the work is recorded. */
    static ResponseEntity<byte[]> recorded(String list) {
        return seeOther(list + "?" + RECORDED + "=true");
    }

    /** A moment to the minute, in Japanese time. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    /** A moment to the second, in Japanese time. */
    static String second(Instant at) {
        return SECOND.format(at);
    }

    static String roleName(AccountRole role) {
        return switch (role) {
            case CLERK -> "担当者";
            case SUPERVISOR -> "責任者";
            case AUDITOR -> "監査人";
            case OPERATOR -> "運営者";
            case NONE -> "退職等";
        };
    }

    /** What a page loads besides; all of it is ours. */
    static Optional<byte[]> resource(String name) {
        try (InputStream in = ConsolePages.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new IllegalStateException("the console cannot read " + name, unreadable);
        }
    }
}
