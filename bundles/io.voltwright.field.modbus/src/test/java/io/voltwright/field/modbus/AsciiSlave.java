package io.voltwright.field.modbus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Answers lines with lines. */
final class AsciiSlave implements AutoCloseable {

    private final OutputStream out;

    AsciiSlave(Path port, UnaryOperator<String> answers) throws IOException {
        out = Files.newOutputStream(port);
        BufferedReader in = Files.newBufferedReader(port, US_ASCII);
        Thread thread = new Thread(() -> talk(in, answers), "ascii slave");
        thread.setDaemon(true);
        thread.start();
    }

    private void talk(BufferedReader in, UnaryOperator<String> answers) {
        try (in) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isEmpty()) {
                    out.write(answers.apply(line).getBytes(US_ASCII));
                    out.flush();
                }
            }
        } catch (IOException e) {
            // The line has gone.
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
