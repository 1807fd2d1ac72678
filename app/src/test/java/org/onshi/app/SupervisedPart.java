package org.onshi.app;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process for the supervisor's tests; behaves as its first argument says. */
public final class SupervisedPart {
    private SupervisedPart() {}

    public static void main(String[] arguments) throws InterruptedException {
        switch (arguments[0]) {
            case "serve" -> System.out.println("STARTED");
            case "deaf" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(SupervisedPart::sleep));
                System.out.println("STARTED");
            }
            case "fail" -> {
                System.out.println("the key file is missing");
                System.exit(3);
            }
            case "supervise" -> {
                DataFolder folder = new DataFolder(java.nio.file.Path.of(arguments[1]));
                new Supervisor(System.out::println)
                        .start(
                                new PartProcess(
                                        "server",
                                        SupervisedPart.class.getName(),
                                        List.of("-Xmx64m", "-XX:+UseSerialGC"),
                                        List.of("serve"),
                                        folder));
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        new CountDownLatch(1).await();
    }

    /** A supervisor in a JVM of its own, to be killed. */
    static Process supervisor(DataFolder folder) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString(),
                        "-Xmx64m",
                        SupervisedPart.class.getName(),
                        "supervise",
                        folder.root().toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void sleep() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
