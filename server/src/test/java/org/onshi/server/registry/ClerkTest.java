package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClerkTest {
    @Test
    void whoeverLoggedInIsNamedAsNoMachineCanNameThem() {
        Clerk person = Clerk.loggedIn(UUID.randomUUID());
        assertThat(person.isLoggedIn()).isTrue();
        assertThat(Clerk.mayBeSent(person.name())).isFalse();
        assertThat(new Clerk(person.name())).as("read again from the store").isEqualTo(person);
        assertThat(new Clerk("sato").isLoggedIn()).isFalse();
    }

    @Test
    void aNameThatIsSentHasOneToFortyPlainCharacters() {
        assertThat(Clerk.mayBeSent("s")).isTrue();
        assertThat(Clerk.mayBeSent("S.t-0_1@" + "a".repeat(32))).isTrue();
        assertThat(Clerk.mayBeSent("a".repeat(41))).isFalse();
        for (String name : new String[] {"", " ", "佐藤", "sato taro", "sato:1", "sato\n"}) {
            assertThat(Clerk.mayBeSent(name)).as(name).isFalse();
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> new Clerk(name));
        }
    }
}
