package org.onshi.server.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.onshi.kernel.IndividualNumber;
import org.onshi.server.matching.Matcher;
import org.onshi.server.outside.KnownResident;
import org.onshi.server.outside.ResidentRegister;
import org.onshi.server.outside.ResidentRegister.Asked;
import org.onshi.server.work.Portion;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * Asks the resident register, before any transaction, and leaves it alone for a while after it was
 * silent: what waits must not wait for it a thousand times. For several threads.
 */
final class RegisterInquiry {
    private static final String CALLER = "server:register-check";

    private final ResidentRegister register;
    private final KeptNumbers kept;
    private final VaultKeys keys;
    private final Matcher matcher;
    private final Duration rest;
    private final Portion portion = new Portion(ResidentRegister.NUMBERS_MAX);
    private volatile long silentAtNanos;
    private volatile boolean silent;

    /**
     * @param register the register's client
     * @param kept opens kept numbers
     * @param keys the vault's
     * @param matcher compares rows with residents
     * @param rest how long it is left alone after it was silent
     */
    RegisterInquiry(
            ResidentRegister register,
            KeptNumbers kept,
            VaultKeys keys,
            Matcher matcher,
            Duration rest) {
        this.register = register;
        this.kept = kept;
        this.keys = keys;
        this.matcher = matcher;
        this.rest = rest;
    }

    /**
     * Nothing said yet.
     *
     * @param checks whether registrations are compared at all
     */
    RegisterWord word(boolean checks) {
        return new RegisterWord(matcher, checks);
    }

    /**
     * An insurer's word in its place.
     *
     * @param kanaToo whether it is about another kana name of an earlier coverage as well
     */
    RegisterWord confirmed(boolean kanaToo) {
        return new RegisterWord(matcher, false, kanaToo);
    }

    /** Whether it was silent just now. */
    boolean resting() {
        return silent && System.nanoTime() - silentAtNanos < rest.toNanos();
    }

    /** Asks what is open; false when the register is silent, and something stays open then. */
    boolean answer(RegisterWord word) {
        if (word.open().none()) {
            return true;
        }
        if (resting()) {
            return false;
        }
        try {
            askByNumber(word);
            askByAttributes(word);
            // only now that it answers, so that a silence opens nothing
            open(word);
            askByNumber(word);
            silent = false;
            return true;
        } catch (Fault fault) {
            if (fault.code() != FaultCode.REGISTER_SILENT) {
                throw fault;
            }
            silentAtNanos = System.nanoTime();
            silent = true;
            return false;
        }
    }

    private void open(RegisterWord word) {
        Set<UUID> coverages = Set.copyOf(word.open().kept);
        if (coverages.isEmpty()) {
            return;
        }
        Map<UUID, KeptNumbers.Kept> numbers = kept.open(coverages, CALLER, "register-check");
        for (UUID coverage : coverages) {
            word.opened(coverage, Optional.ofNullable(numbers.get(coverage)));
        }
    }

    private void askByNumber(RegisterWord word) {
        List<VaultLookup> all = List.copyOf(word.open().numbers);
        int to;
        for (int from = 0; from < all.size(); from = to) {
            to = Math.min(all.size(), from + portion.most());
            List<VaultLookup> some = all.subList(from, to);
            try {
                ask(word, some);
            } catch (Fault silence) {
                // it may be that much only that is too slow for it
                portion.wasTooMuch(some.size());
                throw silence;
            }
            portion.wentWell(some.size());
        }
    }

    /**
     * What the register refuses together is asked about in halves, so that one costs only itself.
     */
    private void ask(RegisterWord word, List<VaultLookup> some) {
        Optional<ResidentRegister.Residents> answer =
                register.byNumbers(some.stream().map(word::number).toList());
        if (answer.isEmpty() && some.size() > 1) {
            ask(word, some.subList(0, some.size() / 2));
            ask(word, some.subList(some.size() / 2, some.size()));
            return;
        }
        Map<VaultLookup, KnownResident> residents = new HashMap<>();
        Set<VaultLookup> unreadable = new HashSet<>();
        for (VaultLookup lookup : some) {
            Optional<KnownResident> resident =
                    answer.map(residentsOf -> residentsOf.known().get(word.number(lookup)));
            resident.ifPresent(known -> residents.put(lookup, known));
            if (answer.map(all -> all.unreadable().contains(word.number(lookup))).orElse(true)) {
                unreadable.add(lookup);
            }
        }
        word.told(some, residents, unreadable);
    }

    private void askByAttributes(RegisterWord word) {
        List<Asked> all = List.copyOf(word.open().people);
        for (int from = 0; from < all.size(); from += ResidentRegister.PEOPLE_MAX) {
            ask(all.subList(from, Math.min(all.size(), from + ResidentRegister.PEOPLE_MAX)), word);
        }
    }

    private void ask(List<Asked> some, RegisterWord word) {
        Optional<List<Optional<IndividualNumber>>> found = register.byFiveAttributes(some);
        if (found.isEmpty() && some.size() > 1) {
            ask(some.subList(0, some.size() / 2), word);
            ask(some.subList(some.size() / 2, some.size()), word);
            return;
        }
        for (int i = 0; i < some.size(); i++) {
            int place = i;
            word.told(
                    some.get(i),
                    found.flatMap(numbers -> numbers.get(place))
                            .map(number -> new KeptNumbers.Kept(keys.lookup(number), number)));
        }
    }
}
