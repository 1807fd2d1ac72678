package org.onshi.terminal;

import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.onshi.terminal.ScreenServer.Handler;
import org.onshi.terminal.ScreenServer.Reply;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * The patient's page and its forms; each form does what the call of the same name of {@link
 * PatientApi} does. They work without scripts too, except that the page must then be asked for.
 */
final class PatientScreen {
    /** A second touch, or one that came too late: what is shown now says more than a message. */
    private static final Set<FaultCode> LATE =
            EnumSet.of(FaultCode.STEP_REFUSED, FaultCode.NO_CARD);

    private final VisitEngine engine;
    private final ScreenPages pages;
    private final PatientPage page = new PatientPage();

    PatientScreen(VisitEngine engine, ScreenPages pages) {
        this.engine = engine;
        this.pages = pages;
    }

    Map<String, Map<String, Handler>> paths() {
        Map<String, Map<String, Handler>> paths = new LinkedHashMap<>(pages.assets());
        paths.put("/", Map.of("GET", request -> Reply.html(render(Optional.empty()))));
        post(paths, "/language", form -> engine.language(language(form)));
        post(paths, "/mode", form -> engine.mode(ScreenRequest.visit(form), mode(form)));
        post(paths, "/face", form -> engine.face(ScreenRequest.visit(form)));
        post(
                paths,
                "/registration",
                form -> engine.register(ScreenRequest.visit(form), accepted(form)));
        post(paths, "/consents", this::consents);
        post(paths, "/cancel", form -> engine.cancel(ScreenRequest.visit(form)));
        post(paths, "/retry", form -> engine.retry(ScreenRequest.visit(form)));
        post(paths, "/stay", form -> engine.stay(ScreenRequest.visit(form)));
        paths.put("/pin", Map.of("POST", request -> taken(() -> pin(request))));
        return paths;
    }

    private interface Step {
        VisitState take(Map<String, List<String>> form) throws InterruptedException;
    }

    private interface Taking {
        VisitState take() throws IOException, InterruptedException;
    }

    private void post(Map<String, Map<String, Handler>> paths, String path, Step step) {
        paths.put(path, Map.of("POST", request -> taken(() -> step.take(request.form()))));
    }

    private Reply taken(Taking step) throws IOException, InterruptedException {
        try {
            step.take();
        } catch (Fault fault) {
            if (!LATE.contains(fault.code()) || PatientPage.swapped(fault)) {
                return Reply.html(fault.code().httpStatus(), render(Optional.of(fault)));
            }
        }
        return Reply.seeOther("/");
    }

    private VisitState pin(ScreenRequest request) throws IOException, InterruptedException {
        PinBody body = PinBody.ofForm(request.body());
        return engine.pin(body.visit(), body.digits());
    }

    private String render(Optional<Fault> fault) {
        return pages.render("patient", page.model(engine.board().now(), fault));
    }

    private static ScreenLanguage language(Map<String, List<String>> form) {
        return ScreenRequest.first(form, "language")
                .flatMap(ScreenLanguage::of)
                .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "language"));
    }

    /** VISUAL is the clerk's. */
    private static IdentificationMode mode(Map<String, List<String>> form) {
        return switch (ScreenRequest.first(form, "mode").orElse("")) {
            case "FACE" -> IdentificationMode.FACE;
            case "PIN" -> IdentificationMode.PIN;
            default -> throw new Fault(FaultCode.CODE_UNKNOWN, "mode");
        };
    }

    private static boolean accepted(Map<String, List<String>> form) {
        return switch (ScreenRequest.first(form, "accept").orElse("")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Fault(FaultCode.FIELD_MISSING, "accept");
        };
    }

    private VisitState consents(Map<String, List<String>> form) throws InterruptedException {
        Optional<String> visit = ScreenRequest.visit(form);
        return switch (ScreenRequest.first(form, "choice").orElse("")) {
            case "all" -> engine.consentToAll(visit);
            case "none" -> engine.consent(visit, EnumSet.noneOf(ConsentKind.class));
            case "some" -> {
                Set<ConsentKind> given = EnumSet.noneOf(ConsentKind.class);
                for (String name : form.getOrDefault("kind", List.of())) {
                    given.add(
                            VisitEngine.kind(name)
                                    .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "kind")));
                }
                yield engine.consent(visit, given);
            }
            default -> throw new Fault(FaultCode.FIELD_MISSING, "choice");
        };
    }
}
