package io.voltwright.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/** Commands given to a station over SSH, each in a session of its own. */
public final class Shell {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int port;
    private final String user;
    private final String password;
    private final String origin;

    Shell(int port, String user, String password) {
        this(port, user, password, "127.0.0.1");
    }

    private Shell(int port, String user, String password, String origin) {
        this.port = port;
        this.user = user;
        this.password = password;
        this.origin = origin;
    }

    /** The same account from another address of this machine, as 127.0.0.2. */
    public Shell from(String address) {
        return new Shell(port, user, password, address);
    }

    /** Whether an SSH server says its name on this port. */
    static boolean greets(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(4), StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException e) {
            return false;
        }
    }

    /** What the command printed, without colours and outer blanks. */
    public String run(String command) throws IOException {
        try (SshClient client = client()) {
            try (ClientSession session = login(client)) {
                return exec(session, command);
            }
        }
    }

    /** A command that goes on; its lines are taken until it ends, it is closed or the station dies. */
    public Following follow(String command) throws IOException {
        SshClient client = client();
        try {
            return new Following(client, login(client), command);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** Whether this account may log in. */
    public boolean admits() {
        try {
            run("echo in");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    private static SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((session, address, key) -> true);
        // Each key of whoever runs the tests would be a login of its own.
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.start();
        return client;
    }

    private ClientSession login(SshClient client) throws IOException {
        ClientSession session = client.connect(
                        user,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        null,
                        new InetSocketAddress(Listeners.ip(origin), 0))
                .verify(PATIENCE)
                .getSession();
        try {
            session.addPasswordIdentity(password);
            session.auth().verify(PATIENCE);
            return session;
        } catch (IOException e) {
            session.close(true);
            throw e;
        }
    }

    private static String exec(ClientSession session, String command) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(out);
            channel.setErr(out);
            channel.open().verify(PATIENCE);
            if (!channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE)
                    .contains(ClientChannelEvent.CLOSED)) {
                throw new IOException("No end of '" + command + "' in " + PATIENCE.toSeconds() + " s; so far: " + out);
            }
        }
        return out.toString(StandardCharsets.UTF_8)
                .replaceAll("\u001B\\[[0-9;?]*[a-zA-Z]", "")
                .strip();
    }
}
