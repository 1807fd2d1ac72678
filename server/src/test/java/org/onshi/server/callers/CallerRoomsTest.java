package org.onshi.server.callers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerRoomsTest {
    private final CallerRooms rooms = new CallerRooms(2);

    @Test
    void aCallerThatHoldsAllItsRoomKeepsNobodyElseOut() {
        assertThat(rooms.enter("facility:0110113719")).isTrue();
        assertThat(rooms.enter("facility:0110113719")).isTrue();
        assertThat(rooms.enter("facility:0110113719")).isFalse();
        assertThat(rooms.enter("facility:0110113727")).isTrue();
    }

    @Test
    void whoLeavesMakesRoomAndARefusalTakesNone() {
        rooms.enter("operator");
        rooms.enter("operator");
        assertThat(rooms.enter("operator")).isFalse();
        rooms.leave("operator");
        assertThat(rooms.enter("operator")).isTrue();
        assertThat(rooms.enter("operator")).isFalse();
    }
}
