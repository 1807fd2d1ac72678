package org.onshi.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.onshi.terminal.ScreenServer.Handler;
import org.onshi.terminal.ScreenServer.Reply;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * The templates of both screens and what their pages load besides. All of it is in this process: a
 * screen needs no network but the one to the central system.
 */
final class ScreenPages {
    private static final String HTMX =
            "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final TemplateEngine engine = new TemplateEngine();
    private final Map<String, Map<String, Handler>> assets = new LinkedHashMap<>();

    ScreenPages() {
        ClassLoaderTemplateResolver resolver =
                new ClassLoaderTemplateResolver(ScreenPages.class.getClassLoader());
        resolver.setPrefix("screens/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        engine.setTemplateResolver(resolver);
        asset("/htmx.js", SCRIPT, HTMX);
        asset("/screens.js", SCRIPT, "/screens/screens.js");
        asset("/screens.css", "text/css; charset=utf-8", "/screens/screens.css");
        asset("/screens.svg", "image/svg+xml", "/screens/screens.svg");
    }

    private void asset(String path, String type, String resource) {
        byte[] content = resource(resource);
        assets.put(path, Map.of("GET", request -> Reply.of(type, content.clone())));
    }

    static byte[] resource(String name) {
        try (InputStream in = ScreenPages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the screens lack " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the screens cannot read " + name, e);
        }
    }

    /** Scripts, style sheet and icon. */
    Map<String, Map<String, Handler>> assets() {
        return assets;
    }

    /** One page. */
    String render(String template, Map<String, Object> model) {
        return engine.process(template, new Context(Locale.JAPAN, model));
    }
}
