package io.voltwright.users.directory;

import io.voltwright.base.api.HiddenInput;
import java.io.IOException;
import java.security.SecureRandom;
import org.apache.karaf.shell.api.console.Session;

/** Passwords that people type, or that are made for them. */
final class PasswordInput {

    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private PasswordInput() {}

    static char[] read(Session session, String prompt) throws IOException {
        return HiddenInput.read(asked -> session.readLine(asked, '\0'), session.getKeyboard(), prompt);
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
}
