package io.voltwright.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.session.ClientSession;

/** A shell command that goes on, as {@code journal:tail -f}, and the whole lines it printed so far. */
public final class Following implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SshClient client;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Following(SshClient client, ClientSession session, String command) throws IOException {
        this.client = client;
        // An interactive shell: what a single command prints is only sent when it ends.
        ChannelShell channel = session.createShellChannel();
        channel.setPtyType("dumb");
        channel.setPtyColumns(4000);
        channel.setOut(new LineStream());
        channel.setErr(OutputStream.nullOutputStream());
        channel.open().verify(PATIENCE);
        channel.getInvertedIn().write((command + "\r").getBytes(StandardCharsets.UTF_8));
        channel.getInvertedIn().flush();
    }

    /** Whole lines only: of a line that was cut off nothing is known. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        client.stop();
    }

    private final class LineStream extends OutputStream {

        private final StringBuilder begun = new StringBuilder();

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            begun.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
            for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
                String line = new String(
                        begun.substring(0, end).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                lines.add(line.replaceAll("\u001B\\[[0-9;?]*[a-zA-Z]", "").stripTrailing());
                begun.delete(0, end + 1);
            }
        }
    }
}
