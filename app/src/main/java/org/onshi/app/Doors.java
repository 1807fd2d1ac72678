package org.onshi.app;

import java.nio.file.Path;

/** The machine doors of a demo, opened with the keys of its folder. */
final class Doors {
    private Doors() {}

    static DoorClient operator(DemoDescription demo, DataFolder folder) {
        return open(demo.url("operator"), folder, folder.keys().resolve("operator.p12"));
    }

    static DoorClient facility(DemoDescription demo, DataFolder folder, String code) {
        return open(
                demo.url("facility"), folder, folder.keys().resolve("facility-" + code + ".p12"));
    }

    static DoorClient insurer(DemoDescription demo, DataFolder folder, Path keystore) {
        return open(demo.url("insurer"), folder, keystore);
    }

    static Path insurerKey(DataFolder folder, String number) {
        return folder.keys().resolve("insurer-" + number + ".p12");
    }

    private static DoorClient open(String url, DataFolder folder, Path keystore) {
        return DoorClient.mutual(
                url,
                keystore,
                folder.keys().resolve("password.txt"),
                folder.keys().resolve("ca.pem"));
    }
}
