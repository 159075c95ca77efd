package io.voltwright.base.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks for a secret without showing it; from a script it takes the next line of the input. */
public final class HiddenInput {

    private static final int MOST = 4096;

    private HiddenInput() {}

    /** Where somebody types. */
    public interface Terminal {

        /**
         * Asks without showing what is typed; nothing when they leave.
         *
         * @throws UnsupportedOperationException where nobody types
         */
        @Nullable
        String ask(String prompt) throws IOException;
    }

    /**
     * @param input what is read where nobody types
     * @return what was typed; empty for nothing. The caller wipes it
     */
    public static char[] read(Terminal terminal, InputStream input, String prompt) throws IOException {
        try {
            String line = terminal.ask(prompt);
            return line == null ? new char[0] : line.toCharArray();
        } catch (UnsupportedOperationException e) {
            return nextLine(input);
        }
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
