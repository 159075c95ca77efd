package io.voltwright.security.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.karaf.shell.api.console.Session;

/** Asks for a secret without showing it; from a script it takes the first line of the input. */
final class HiddenInput {

    private static final int MOST = 4096;

    private HiddenInput() {}

    static char[] read(Session session, String prompt) throws IOException {
        try {
            String line = session.readLine(prompt, '\0');
            return line == null ? new char[0] : line.toCharArray();
        } catch (UnsupportedOperationException e) {
            return firstLine(session.getKeyboard());
        }
    }

    private static char[] firstLine(InputStream in) throws IOException {
        byte[] line = new byte[MOST];
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n' && next != '\r' && length < MOST; next = in.read()) {
            line[length++] = (byte) next;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8).toCharArray();
    }
}
