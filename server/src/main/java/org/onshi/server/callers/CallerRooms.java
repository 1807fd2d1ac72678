package org.onshi.server.callers;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many requests of each caller a door works on, or how much of anything scarce. Nobody may fill
 * a door alone: one broken or hostile caller would shut out all others with it. Holds callers with
 * work only, so it is never larger than the door.
 */
public final class CallerRooms {
    private final int requestsMax;
    private final ConcurrentHashMap<String, Integer> working = new ConcurrentHashMap<>();

    /** At most this many of one caller at once. */
    public CallerRooms(int requestsMax) {
        this.requestsMax = requestsMax;
    }

    /** Whether there was room; whoever got in must {@link #leave}. */
    public boolean enter(String caller) {
        if (working.merge(caller, 1, Integer::sum) <= requestsMax) {
            return true;
        }
        leave(caller);
        return false;
    }

    /** Gives back what {@link #enter} took. */
    public void leave(String caller) {
        working.computeIfPresent(caller, (name, requests) -> requests == 1 ? null : requests - 1);
    }
}
