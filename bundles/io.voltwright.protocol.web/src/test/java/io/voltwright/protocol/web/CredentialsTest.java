package io.voltwright.protocol.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.VirtualTime;
import io.voltwright.users.api.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    final VirtualTime time = new VirtualTime();
    final List<String> asked = new ArrayList<>();
    Set<Role> roles = Set.of(Role.VIEWER);
    final Credentials credentials = new Credentials(time, (name, password, origin) -> {
        asked.add(name + "/" + new String(password) + "@" + origin);
        return "secret:with colon".equals(new String(password)) ? roles : Set.of();
    });

    @Test
    void aHeaderBecomesTheRolesOfItsAccount() {
        assertThat(credentials.roles(basic("anna:secret:with colon"), "127.0.0.1"))
                .containsExactly(Role.VIEWER);
        assertThat(asked).containsExactly("anna/secret:with colon@127.0.0.1");
    }

    // RFC 7617: the user-id cannot contain a colon, the password can; everything else is not a credential.
    @Test
    void whatIsNotACredentialIsNotPassedOn() {
        assertThat(credentials.roles(null, "127.0.0.1")).isEmpty();
        assertThat(credentials.roles("Bearer abc", "127.0.0.1")).isEmpty();
        assertThat(credentials.roles("Basic ???", "127.0.0.1")).isEmpty();
        assertThat(credentials.roles(basic(":secret"), "127.0.0.1")).isEmpty();
        assertThat(credentials.roles("Basic " + "A".repeat(600), "127.0.0.1")).isEmpty();
        assertThat(asked).isEmpty();
    }

    // Abuse case 28: a role that is taken away is gone within five seconds.
    @Test
    void anAcceptedHeaderIsBelievedForFiveSecondsOnly() {
        credentials.roles(basic("anna:secret:with colon"), "127.0.0.1");
        roles = Set.of();
        time.pass(Duration.ofSeconds(4));
        assertThat(credentials.roles(basic("anna:secret:with colon"), "127.0.0.1"))
                .isNotEmpty();
        time.pass(Duration.ofSeconds(1));
        assertThat(credentials.roles(basic("anna:secret:with colon"), "127.0.0.1"))
                .isEmpty();
    }

    @Test
    void aRoleThatIsTakenAwayIsGoneAtOnce() {
        credentials.roles(basic("anna:secret:with colon"), "127.0.0.1");
        roles = Set.of();
        credentials.forget();
        assertThat(credentials.roles(basic("anna:secret:with colon"), "127.0.0.1"))
                .isEmpty();
    }

    @Test
    void aRefusedHeaderIsAskedEachTimeSoThatEveryFailureCounts() {
        credentials.roles(basic("anna:wrong"), "127.0.0.1");
        credentials.roles(basic("anna:wrong"), "127.0.0.1");
        assertThat(asked).hasSize(2);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
