package io.voltwright.journal.derby;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TailCommandTest {

    private final Fixture fixture = new Fixture();
    private final PrintStream before = System.out;

    @AfterEach
    void close() throws InterruptedException {
        System.setOut(before);
        fixture.close();
    }

    // What an SSH client is sent goes through a buffer that is only written when it is full or flushed.
    @Test
    void whoFollowsSeesEachFactWhenItIsWritten() throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        System.setOut(new PrintStream(new BufferedOutputStream(seen, 8192), false, StandardCharsets.UTF_8));
        TailCommand command = new TailCommand();
        command.journal = fixture.journal();
        command.follow = true;
        fixture.append("early", 1);
        Thread follower = fixture.time().threads("follower").newThread(() -> {
            try {
                command.execute();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        follower.start();

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> facts(seen) == 1);
        fixture.append("late", 2);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> facts(seen) == 3);

        follower.interrupt();
        follower.join(60_000);
        assertThat(follower.isAlive()).isFalse();
    }

    private static int facts(ByteArrayOutputStream seen) {
        return seen.toString(StandardCharsets.UTF_8).split("PluggedIn", -1).length - 1;
    }
}
