package io.voltwright.users.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.apache.karaf.shell.api.console.Session;

/** Asks for a password without showing it; from a script it takes the next line of the input. */
final class HiddenInput {

    private static final int MOST = 1024;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private HiddenInput() {}

    static char[] read(Session session, String prompt) throws IOException {
        try {
            String line = session.readLine(prompt, '\0');
            return line == null ? new char[0] : line.toCharArray();
        } catch (UnsupportedOperationException e) {
            return nextLine(session.getKeyboard());
        }
    }

    /** A password of 20 letters and digits, about 115 bits. */
    static char[] generated() {
        SecureRandom random = new SecureRandom();
        char[] password = new char[20];
        for (int i = 0; i < password.length; i++) {
            password[i] = LETTERS.charAt(random.nextInt(LETTERS.length()));
        }
        return password;
    }

    private static char[] nextLine(InputStream in) throws IOException {
        byte[] line = new byte[MOST];
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n' && next != '\r' && length < MOST; next = in.read()) {
            line[length++] = (byte) next;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8).toCharArray();
    }
}
