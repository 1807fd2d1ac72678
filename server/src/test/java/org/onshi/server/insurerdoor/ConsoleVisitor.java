package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without scripts: cookies, forms, and redirections followed by hand. */
final class ConsoleVisitor implements AutoCloseable {
    private final ConsoleWorld world;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder()
                    .cookieHandler(cookies)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    ConsoleVisitor(ConsoleWorld world) {
        this.world = world;
    }

    /** Logs in and is at the home page. */
    static ConsoleVisitor at(ConsoleWorld world, String account) throws Exception {
        ConsoleVisitor visitor = new ConsoleVisitor(world);
        HttpResponse<String> home = visitor.logIn(account, world.passcode(account));
        assertThat(home.body()).contains("今日の仕事");
        return visitor;
    }

    HttpResponse<String> logIn(String account, String passcode) throws Exception {
        return follow(typed(account, passcode));
    }

    /** The provider's answer to the form, which leads back to the console. */
    HttpResponse<String> typed(String account, String passcode) throws Exception {
        HttpResponse<String> page = follow(get(world.url("/console/login/start/onshi")));
        Matcher login = Pattern.compile("name=\"login\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(login.find()).as(page.body()).isTrue();
        return post(
                page.uri().resolve("/openid/login").toString(),
                Map.of("login", login.group(1), "account", account, "passcode", passcode));
    }

    HttpResponse<String> follow(HttpResponse<String> answer) throws Exception {
        HttpResponse<String> at = answer;
        for (int times = 0; at.statusCode() / 100 == 3; times++) {
            assertThat(times).isLessThan(8);
            at =
                    get(
                            at.uri()
                                    .resolve(at.headers().firstValue("Location").orElseThrow())
                                    .toString());
        }
        return at;
    }

    HttpResponse<String> open(String path) throws Exception {
        return get(world.url(path));
    }

    HttpResponse<String> get(String url) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A form with the token of the page it stands on. */
    HttpResponse<String> submit(String path, Map<String, String> fields) throws Exception {
        Map<String, String> all = new java.util.HashMap<>(fields);
        all.put("_csrf", token());
        return post(world.url(path), all);
    }

    /** The same of a form on a page of its own, with whatever the page has hidden in it. */
    HttpResponse<String> fillIn(String page, Map<String, String> fields) throws Exception {
        Map<String, String> all = new java.util.HashMap<>();
        Matcher hidden =
                Pattern.compile("<input type=\"hidden\" name=\"([a-z_]+)\" value=\"([^\"]*)\"")
                        .matcher(open(page).body());
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        all.putAll(fields);
        return post(world.url(page), all);
    }

    HttpResponse<String> post(String url, Map<String, String> fields) throws Exception {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) ->
                body.append(body.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> upload(String path, String csv) throws Exception {
        return upload(path, token(), csv);
    }

    HttpResponse<String> upload(String path, String token, String csv) throws Exception {
        return send(path, field("_csrf", token), csv);
    }

    /** A file of cancellations with its reason. */
    HttpResponse<String> propose(String reason, String csv) throws Exception {
        return propose("/console/files", reason, csv);
    }

    /** The same of what a file registered, which is brought again. */
    HttpResponse<String> propose(String file, String reason, String csv) throws Exception {
        return send(
                file + "/cancellations", field("_csrf", token()) + field("reason", reason), csv);
    }

    /** A ratio file to a path, to be compared on a day. */
    HttpResponse<String> compare(String path, String on, String csv) throws Exception {
        return send(path, field("_csrf", token()) + field("on", on), csv);
    }

    private static String field(String name, String value) {
        return "--edge\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"\r\n\r\n"
                + value
                + "\r\n";
    }

    private HttpResponse<String> send(String path, String fields, String csv) throws Exception {
        String body =
                fields
                        + "--edge\r\nContent-Disposition: form-data; name=\"file\";"
                        + " filename=\"town.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                        + csv
                        + "\r\n--edge--\r\n";
        return http.send(
                HttpRequest.newBuilder(URI.create(world.url(path)))
                        .header("Content-Type", "multipart/form-data; boundary=edge")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** What the browser sends with each request. */
    String cookie() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(it -> it.getName().equals("onshi_console"))
                .map(it -> it.getName() + "=" + it.getValue())
                .findFirst()
                .orElseThrow();
    }

    String token() throws Exception {
        HttpResponse<String> home = open("/console/");
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(home.body());
        assertThat(token.find()).as(home.body()).isTrue();
        return token.group(1);
    }

    @Override
    public void close() {
        http.close();
    }
}
