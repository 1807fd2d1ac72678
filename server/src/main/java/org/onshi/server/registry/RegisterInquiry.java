package org.onshi.server.registry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.onshi.kernel.IndividualNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.matching.Matcher;
import org.onshi.server.outside.KnownResident;
import org.onshi.server.outside.ResidentRegister;
import org.onshi.server.outside.ResidentRegister.Asked;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * Asks the resident register, before any transaction, and leaves it alone for a while after it was
 * silent: what waits must not wait for it a thousand times. For several threads.
 */
final class RegisterInquiry {
    private static final String CALLER = "server:register-check";

    private final ResidentRegister register;
    private final KeptNumberTable reader;
    private final VaultKeys keys;
    private final Audit audit;
    private final InstantSource clock;
    private final Matcher matcher;
    private final Duration rest;
    private volatile long silentAtNanos;
    private volatile boolean silent;

    /**
     * @param register the register's client
     * @param reader opens kept numbers
     * @param keys the vault's
     * @param audit where each opening is entered
     * @param clock the shared clock
     * @param matcher compares rows with residents
     * @param rest how long it is left alone after it was silent
     */
    RegisterInquiry(
            ResidentRegister register,
            KeptNumberTable reader,
            VaultKeys keys,
            Audit audit,
            InstantSource clock,
            Matcher matcher,
            Duration rest) {
        this.register = register;
        this.reader = reader;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
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
        open(word);
        try {
            askByNumber(word);
            askByAttributes(word);
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

    /** Entered before it is done: an entry too many says less wrong than one that is missing. */
    private void open(RegisterWord word) {
        Set<UUID> coverages = Set.copyOf(word.open().kept);
        if (coverages.isEmpty()) {
            return;
        }
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        AuditEvent.VAULT_USED,
                        clock.instant(),
                        CALLER,
                        Map.of(
                                "purpose",
                                "register-check",
                                "coverages",
                                Integer.toString(coverages.size()))));
        Map<UUID, IndividualNumber> numbers = reader.kept(coverages);
        for (UUID coverage : coverages) {
            word.opened(
                    coverage, Optional.ofNullable(numbers.get(coverage)).map(this::underLookup));
        }
    }

    private Map.Entry<VaultLookup, IndividualNumber> underLookup(IndividualNumber number) {
        return Map.entry(keys.lookup(number), number);
    }

    private void askByNumber(RegisterWord word) {
        Map<VaultLookup, IndividualNumber> known = word.numbers();
        List<VaultLookup> all = List.copyOf(word.open().numbers);
        for (int from = 0; from < all.size(); from += ResidentRegister.NUMBERS_MAX) {
            List<VaultLookup> some =
                    all.subList(from, Math.min(all.size(), from + ResidentRegister.NUMBERS_MAX));
            ResidentRegister.Residents answer =
                    register.byNumbers(some.stream().map(known::get).toList());
            Map<VaultLookup, KnownResident> residents = new HashMap<>();
            Set<VaultLookup> unreadable = new HashSet<>();
            for (VaultLookup lookup : some) {
                IndividualNumber number = known.get(lookup);
                Optional.ofNullable(answer.known().get(number))
                        .ifPresent(resident -> residents.put(lookup, resident));
                if (answer.unreadable().contains(number)) {
                    unreadable.add(lookup);
                }
            }
            word.told(some, residents, unreadable);
        }
    }

    private void askByAttributes(RegisterWord word) {
        List<Asked> all = new ArrayList<>(word.open().people);
        for (int from = 0; from < all.size(); from += ResidentRegister.PEOPLE_MAX) {
            List<Asked> some =
                    all.subList(from, Math.min(all.size(), from + ResidentRegister.PEOPLE_MAX));
            List<ResidentRegister.Found> found = register.byFiveAttributes(some);
            for (int i = 0; i < some.size(); i++) {
                word.told(some.get(i), found.get(i).number().map(this::underLookup));
            }
        }
    }
}
