package org.onshi.server.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.CheckDigit;
import org.onshi.kernel.IndividualNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.outside.ResidentRegister;

/** Puts individual numbers into the vault, for tests of who is found by them. */
public final class TestVault {
    private final DataSource server;
    private final VaultKeys keys;

    /** A vault over this database, with the server's keys. */
    public TestVault(DataSource server, VaultKeys keys) {
        this.server = server;
        this.keys = keys;
    }

    /** A vault with a key of its own. */
    public static TestVault over(DataSource server) {
        return new TestVault(server, VaultKeys.of(List.of(RegistrationOffice.KEY_LINE)));
    }

    /** A number that passes its check digit. */
    public static IndividualNumber number(int seed) {
        String head = String.format("%011d", 10_000_000_000L + seed);
        return new IndividualNumber(head + CheckDigit.individualNumber(head));
    }

    /** From now on it is this person's. */
    public void bind(IndividualNumber number, UUID person) {
        VaultLookup lookup = keys.lookup(number);
        new VaultTable(server)
                .bind(
                        Map.of(lookup, person),
                        Map.of(lookup, keys.sealNumber(number, lookup)),
                        Instant.parse("2024-01-01T00:00:00Z"));
    }

    /** Takes the numbers off somebody who keeps no coverage. */
    public void release(UUID person) {
        new VaultTable(server).release(Set.of(person), Instant.parse("2024-01-02T00:00:00Z"));
    }

    /** Who is found in it, by the word of this register. */
    public CardHolders holders(ResidentRegister register) {
        return new CardHolders(register, server, keys, new Audit(server));
    }
}
