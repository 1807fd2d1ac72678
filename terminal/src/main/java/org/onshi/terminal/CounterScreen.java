package org.onshi.terminal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.terminal.ScreenServer.Handler;
import org.onshi.terminal.ScreenServer.Reply;
import org.onshi.wire.Fault;
import tools.jackson.databind.JsonNode;

/**
 * The clerk's page and its forms; each form does what the call of the same name of {@link
 * CounterApi} does. A check by number is shown beside the visit and belongs to none.
 */
final class CounterScreen {
    private final VisitEngine engine;
    private final ScreenPages pages;
    private final CounterPage page;

    CounterScreen(VisitEngine engine, ScreenPages pages, VisitSettings settings) {
        this.engine = engine;
        this.pages = pages;
        this.page = new CounterPage(settings.resultStay());
    }

    Map<String, Map<String, Handler>> paths() {
        Map<String, Map<String, Handler>> paths = new LinkedHashMap<>(pages.assets());
        paths.put(
                "/",
                Map.of(
                        "GET",
                        request ->
                                Reply.html(
                                        render(Optional.empty(), CounterPage.ByNumber.empty()))));
        post(
                paths,
                "/visual",
                form ->
                        engine.visual(
                                ScreenRequest.visit(form),
                                ScreenRequest.first(form, "clerk").orElse(""),
                                ScreenRequest.first(form, "companion")));
        post(
                paths,
                "/reference-number",
                form ->
                        engine.referenceNumber(
                                ScreenRequest.visit(form),
                                CounterApi.referenceNumber(
                                        ScreenRequest.first(form, "reference_number").orElse(""))));
        post(
                paths,
                "/mismatch",
                form ->
                        engine.mismatch(
                                ScreenRequest.visit(form), form.getOrDefault("field", List.of())));
        post(paths, "/finish", form -> engine.finish(ScreenRequest.visit(form)));
        paths.put("/check", Map.of("POST", request -> byNumber(request.form())));
        return paths;
    }

    private interface Step {
        VisitState take(Map<String, List<String>> form) throws InterruptedException;
    }

    private void post(Map<String, Map<String, Handler>> paths, String path, Step step) {
        paths.put(
                path,
                Map.of(
                        "POST",
                        request -> {
                            try {
                                step.take(request.form());
                                return Reply.seeOther("/");
                            } catch (Fault fault) {
                                return Reply.html(
                                        fault.code().httpStatus(),
                                        render(Optional.of(fault), CounterPage.ByNumber.empty()));
                            }
                        }));
    }

    /** The answer is on the page alone: reloading forgets it. */
    private Reply byNumber(Map<String, List<String>> form)
            throws IOException, InterruptedException {
        CounterPage.ByNumber asked = CounterPage.ByNumber.of(form);
        try {
            JsonNode answer = engine.checkByNumber(asked.question());
            return Reply.html(render(Optional.empty(), asked.answered(answer)));
        } catch (Fault fault) {
            return Reply.html(
                    fault.code().httpStatus(), render(Optional.empty(), asked.refused(fault)));
        }
    }

    private String render(Optional<Fault> fault, CounterPage.ByNumber byNumber) {
        return pages.render("counter", page.model(engine.board().now(), fault, byNumber));
    }
}
