package org.onshi.server;

/** A server that runs until it is killed; started by {@link TestServer#startAnother}. */
final class KilledServer {
    /** The environment variable with its arguments, one a line. */
    static final String ARGUMENTS = "KILLED_SERVER_ARGUMENTS";

    private KilledServer() {}

    public static void main(String[] none) {
        ServerApplication.start(System.getenv(ARGUMENTS).split("\n", -1));
    }
}
