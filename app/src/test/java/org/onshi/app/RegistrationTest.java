package org.onshi.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static final String HEADER = "line,status,code,message\n";

    @Test
    void aResultWithARowForEachRowOfTheFileIsWhole() {
        String result = HEADER + "1,ACCEPTED,OK,\n2,PENDING,X,待ち\n";
        assertThat(Registration.whole(result, 2)).isEqualTo(result);
        assertThat(Registration.whole(HEADER, 0)).isEqualTo(HEADER);
    }

    @Test
    void aResultThatStopsBeforeTheLastRowIsRefused() {
        assertThatThrownBy(() -> Registration.whole(HEADER + "1,ACCEPTED,OK,\n", 2))
                .isInstanceOf(CommandFault.class)
                .hasMessageContaining("cut short (1 of 2 rows)");
        assertThatThrownBy(() -> Registration.whole(HEADER + "1,ACCEPTED,OK,\n2,ACC", 2))
                .isInstanceOf(CommandFault.class);
        assertThatThrownBy(() -> Registration.whole("", 1)).isInstanceOf(CommandFault.class);
    }
}
