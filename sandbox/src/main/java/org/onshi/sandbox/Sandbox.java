package org.onshi.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.onshi.wire.SharedClock;

/**
 * The running sandbox: resident register, cards with their authorities, card readers, the desk, and
 * an OpenID provider. {@link SandboxMain} runs it as a process; tests of other modules start it
 * within theirs.
 */
public final class Sandbox implements AutoCloseable {
    /** Readers unless set otherwise: {@code 01} to {@code 04}. */
    public static final int READERS_DEFAULT = 4;

    static {
        // without it a reader's answer waits 40 ms for an acknowledgement; read once by the JDK
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Deque<Runnable> open;
    private final SandboxServer server;

    /**
     * How it is run.
     *
     * @param port on 127.0.0.1; 0 for a free one
     * @param folder what it keeps
     * @param keys the authorities of cards and readers; without them there are neither
     * @param readers how many, 1 to 99
     * @param clock the demo's
     */
    public record Settings(
            int port, Path folder, Optional<Keys> keys, int readers, SharedClock clock) {
        /** With everything below one folder, on a free port; keys that are missing are made. */
        public static Settings in(Path folder, SharedClock clock) {
            Keys keys = new Keys(folder.resolve("keys"));
            return new Settings(
                    0, folder.resolve("sandbox"), Optional.of(keys), READERS_DEFAULT, clock);
        }
    }

    private Sandbox(Deque<Runnable> open, SandboxServer server) {
        this.open = open;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @throws IOException when the port is taken or the folder cannot be used
     */
    public static Sandbox start(Settings settings) throws IOException {
        return start(settings, Optional.empty());
    }

    /**
     * Starts it, with an OpenID provider where one is wanted.
     *
     * @throws IOException when the port is taken or the folder cannot be used
     */
    public static Sandbox start(Settings settings, Optional<OpenIdSettings> openId)
            throws IOException {
        Deque<Runnable> open = new ArrayDeque<>();
        boolean good = false;
        try {
            ResidentRegister register = ResidentRegister.open(settings.folder());
            open.push(register::close);
            List<SandboxRoute> routes = new ArrayList<>();
            Optional<Readers> readers = Optional.empty();
            Optional<CardOffice> cards = Optional.empty();
            if (settings.keys().isPresent()) {
                Keys keys = settings.keys().get();
                PrivateFiles.folder(keys.folder());
                PrivateFiles.folder(keys.folder().resolve("bad"));
                Jpki jpki = Jpki.in(keys);
                CardOffice office =
                        CardOffice.open(settings.folder(), jpki, register, settings.clock());
                open.push(office::close);
                cards = Optional.of(office);
                readers = Optional.of(readers(settings, keys, office));
                routes.addAll(new CardRoutes(office).routes());
                routes.addAll(new JpkiRoutes(jpki, office, settings.clock()).routes());
                routes.addAll(new ReaderRoutes(readers.get()).routes());
                routes.addAll(new Desk(readers.get(), office).routes());
            }
            routes.addAll(new JlisRoutes(register, cards).routes());
            openId.ifPresent(
                    wanted -> routes.addAll(new OpenIdRoutes(provider(settings, wanted)).routes()));
            SandboxServer server =
                    SandboxServer.start(
                            settings.port(),
                            register,
                            settings.clock(),
                            settings.folder().resolve("answers"),
                            routes);
            open.push(server::close);
            // first, so that the server has nobody to wait for
            readers.ifPresent(all -> open.push(all::close));
            good = true;
            return new Sandbox(open, server);
        } finally {
            if (!good) {
                closeAll(open);
            }
        }
    }

    private static OpenIdProvider provider(Settings settings, OpenIdSettings openId) {
        String secret =
                new String(PrivateFiles.read(openId.clientSecretFile()), StandardCharsets.UTF_8)
                        .lines()
                        .findFirst()
                        .orElse("")
                        .strip();
        if (secret.isEmpty()) {
            throw new IllegalArgumentException(
                    openId.clientSecretFile() + " に秘密がありません / holds no secret");
        }
        return new OpenIdProvider(
                OpenIdAccounts.read(openId.accounts()),
                OpenIdKey.in(settings.folder()),
                secret,
                openId.redirectUris(),
                openId.logoutUris(),
                settings.clock());
    }

    private static Readers readers(Settings settings, Keys keys, CardOffice office) {
        // certificates follow real time, as those of the doors do
        Instant at = SharedClock.system().instant();
        return new Readers(settings.readers(), office, ReaderAuthority.in(keys.folder(), at), at);
    }

    /** Where it is found, without a slash at its end. */
    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Lets requests under way end, then stops; everything acknowledged is on disk. */
    @Override
    public void close() {
        closeAll(open);
    }

    private static void closeAll(Deque<Runnable> open) {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }
}
