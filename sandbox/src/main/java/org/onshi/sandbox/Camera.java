package org.onshi.sandbox;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a reader's camera sees. A picture goes with the card it was shown for and leaves the reader
 * nowhere.
 *
 * @param person whose face it is; empty for nobody, and for a picture of unknown origin
 * @param picture what was handed in instead of a person
 * @param condition how well the camera sees
 */
record Camera(Optional<String> person, Optional<Picture> picture, Condition condition) {
    /** Before anybody comes. */
    static final Camera NOBODY = new Camera(Optional.empty(), Optional.empty(), Condition.NOBODY);

    /** How well a camera sees (requirements A-34). */
    enum Condition {
        CLEAR,
        SLEEVE,
        TOO_CLOSE,
        BACKLIGHT,
        NOBODY;

        /** The condition of this name. */
        static Optional<Condition> of(String name) {
            return Arrays.stream(values()).filter(one -> one.name().equals(name)).findFirst();
        }
    }

    /** A picture, which shows nothing of itself. */
    static final class Picture {
        private final byte[] png;

        Picture(byte[] png) {
            this.png = png.clone();
        }

        byte[] png() {
            return png.clone();
        }
    }

    /** Somebody steps before it; the light stays as it was. */
    Camera facing(String somebody) {
        return new Camera(Optional.of(somebody), Optional.empty(), seeing());
    }

    /** A picture is held before it; the light stays as it was. */
    Camera facing(Picture shown) {
        return new Camera(Optional.empty(), Optional.of(shown), seeing());
    }

    /** No picture any more; a person stays. */
    Camera withoutPicture() {
        return new Camera(person, Optional.empty(), condition);
    }

    /** Sees as well as this from now on. */
    Camera under(Condition other) {
        return new Camera(person, picture, other);
    }

    private Condition seeing() {
        return condition == Condition.NOBODY ? Condition.CLEAR : condition;
    }

    /** What it sees, if it sees. */
    Optional<Portrait> view() {
        if (condition != Condition.CLEAR) {
            return Optional.empty();
        }
        return picture.map(Picture::png).or(() -> person.map(Portrait::of)).flatMap(Portrait::in);
    }

    /** Never the person or the picture. */
    @Override
    public String toString() {
        return "Camera[" + condition + "]";
    }
}
