package org.onshi.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How PostgreSQL's programs are run by this user. PostgreSQL refuses to run as root; an ordinary
 * user runs it directly.
 *
 * @param prefix words before the program
 * @param fileOwner uid that must own the data folder; empty when nothing has to change hands
 * @param needsPassage whether that uid must be let through the folder above the data (it may not
 *     read it)
 */
record Launcher(List<String> prefix, Optional<Integer> fileOwner, boolean needsPassage) {
    /**
     * System property that names the one way root shall take: {@code unshare}, {@code setpriv} or
     * {@code runuser}.
     */
    static final String WAY_PROPERTY = "onshi.postgres.launcher";

    /** nobody, on every Linux. */
    private static final int NOBODY = 65534;

    Launcher {
        prefix = List.copyOf(prefix);
    }

    /**
     * Chooses for the current user. As root, a user namespace first (files stay root's own), else
     * another uid.
     *
     * @throws PostgresFault when this is root and the system has neither
     */
    static Launcher forThisUser(PostgresBinaries binaries) {
        if (PostgresBinaries.onWindows() || currentUid() != 0) {
            return new Launcher(List.of(), Optional.empty(), false);
        }
        String postgres = binaries.program("postgres").toString();
        for (Launcher launcher : forRoot()) {
            if (Commands.succeeds(launcher.command(postgres, "--version"))
                    && !isRootUnder(launcher)) {
                return launcher;
            }
        }
        throw new PostgresFault(
                "PostgreSQL は root では動きません。util-linux（unshare または setpriv）を入れるか、一般ユーザーで実行してください。 /"
                    + " PostgreSQL refuses root: install util-linux (unshare or setpriv) or run as"
                    + " an ordinary user.");
    }

    private static List<Launcher> forRoot() {
        List<Launcher> launchers = new ArrayList<>();
        launchers.add(new Launcher(List.of("unshare", "-U"), Optional.empty(), false));
        int uid = uidOf("postgres").orElse(NOBODY);
        List<String> otherUser =
                List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
        // A folder below one closed to others (/root) is reached with this one capability, which
        // PostgreSQL accepts.
        List<String> passing = new ArrayList<>(otherUser);
        passing.addAll(List.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
        launchers.add(new Launcher(passing, Optional.of(uid), false));
        launchers.add(new Launcher(otherUser, Optional.of(uid), true));
        String name = uidOf("postgres").isPresent() ? "postgres" : "nobody";
        launchers.add(new Launcher(List.of("runuser", "-u", name, "--"), Optional.of(uid), true));
        String asked = System.getProperty(WAY_PROPERTY, "");
        return asked.isBlank()
                ? launchers
                : launchers.stream().filter(l -> l.prefix().getFirst().equals(asked)).toList();
    }

    private static boolean isRootUnder(Launcher launcher) {
        return Commands.output(launcher.command("id", "-u")).strip().equals("0");
    }

    private static Optional<Integer> uidOf(String user) {
        Commands.Ended ended = Commands.run(List.of("id", "-u", user));
        return ended.exitCode() == 0
                ? Optional.of(Integer.valueOf(ended.output().strip()))
                : Optional.empty();
    }

    static int currentUid() {
        return Integer.parseInt(Commands.output(List.of("id", "-u")).strip());
    }

    List<String> command(String... words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(words));
        return List.copyOf(command);
    }

    /**
     * Gives the tree to the uid that runs PostgreSQL, also back to root when an earlier start used
     * another way.
     */
    void handOver(Path tree) throws IOException {
        if (PostgresBinaries.onWindows() || currentUid() != 0 || !Files.exists(tree)) {
            return;
        }
        int owner = fileOwner.orElse(0);
        if (((Number) Files.getAttribute(tree, "unix:uid", LinkOption.NOFOLLOW_LINKS)).intValue()
                == owner) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(file, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
