package org.onshi.terminal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Calls a screen's API as a program on the same machine does. */
final class ScreenCaller {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final String root;

    ScreenCaller(int port) {
        this.root = "http://127.0.0.1:" + port;
    }

    String root() {
        return root;
    }

    JsonNode post(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> response =
                send(path, "POST", json, "Content-Type", "application/json");
        return VisitDoor.JSON.readTree(response.body());
    }

    HttpResponse<String> form(String path, String body) throws IOException, InterruptedException {
        return send(
                path,
                "POST",
                body,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                root);
    }

    /** A form of the page as it is shown now: it carries the visit. */
    HttpResponse<String> step(String path, String body) throws IOException, InterruptedException {
        return form(path, "visit=" + visit() + (body.isEmpty() ? "" : "&" + body));
    }

    /** The token of the visit shown now. */
    String visit() throws IOException, InterruptedException {
        return state().path("visit").asString();
    }

    HttpResponse<String> send(String path, String method, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path))
                        .timeout(Duration.ofSeconds(20))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    String page(String path) throws IOException, InterruptedException {
        return send(path, "GET", "").body();
    }

    JsonNode state() throws IOException, InterruptedException {
        return VisitDoor.JSON.readTree(page("/api/visit"));
    }

    /** Waits by version, as the screens do. */
    JsonNode await(Predicate<JsonNode> reached) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        long version = 0;
        while (System.nanoTime() < deadline) {
            JsonNode state =
                    VisitDoor.JSON.readTree(page("/api/visit?after=" + version + "&wait=2000"));
            if (reached.test(state)) {
                return state;
            }
            version = state.path("version").asLong();
        }
        throw new AssertionError("waited in vain; the state is " + state());
    }

    JsonNode awaitStep(String step) throws IOException, InterruptedException {
        return await(state -> state.path("step").asString("").equals(step));
    }
}
