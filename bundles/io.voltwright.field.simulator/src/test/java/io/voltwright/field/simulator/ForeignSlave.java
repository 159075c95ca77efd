package io.voltwright.field.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A Modbus slave by other authors in a process of its own, its registers filled by hand. */
final class ForeignSlave implements AutoCloseable {

    private static final Path PROGRAMS = Path.of("src/test/resources/slaves");
    private static final Path NODE_MODULES = Path.of("../../itests/peers/node_modules");

    private final Process process;
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private ForeignSlave(Process process) {
        this.process = process;
        Thread ears = new Thread(this::listen, "slave");
        ears.setDaemon(true);
        ears.start();
    }

    /** Register lines for a slave, from hexadecimal words as a manual shows them. */
    static final class Registers {

        private final List<String> lines = new ArrayList<>();

        /**
         * @param table H or I
         * @param words four hexadecimal digits each, apart or not
         */
        Registers put(String table, int at, String words) {
            byte[] bytes = HexFormat.of().parseHex(words.replace(" ", ""));
            for (int i = 0; i < bytes.length; i += 2) {
                lines.add(table + " " + (at + i / 2) + " " + (((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff)));
            }
            return this;
        }

        /** What is written at the one register shows in the other. */
        Registers mirror(int from, int to) {
            lines.add("M " + from + " " + to);
            return this;
        }

        /** Where one value is written, another one appears elsewhere. */
        Registers when(int at, int value, int to, int becomes) {
            lines.add("R " + at + " " + value + " " + to + " " + becomes);
            return this;
        }

        /** Puts them into the registers of a slave that runs, before its next answer. */
        void into(Path file) throws IOException {
            Path written = file.resolveSibling(file.getFileName() + ".written");
            Files.write(written, lines);
            Files.move(written, file.resolveSibling(file.getFileName() + ".next"), StandardCopyOption.ATOMIC_MOVE);
        }

        Path file(Path folder) throws IOException {
            return Files.write(folder.resolve("registers"), lines);
        }
    }

    /** Below those that clients get from the kernel: nobody else takes it while the slave is away. */
    static int freePort() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(20_000, 32_000))
                .limit(1_000)
                .filter(ForeignSlave::free)
                .findFirst()
                .orElseThrow();
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** npm modbus-serial; empty where it is not installed. */
    static Optional<ForeignSlave> modbusSerial(int port, Path registers) {
        if (!Files.isDirectory(NODE_MODULES.resolve("modbus-serial"))) {
            return Optional.empty();
        }
        return start(
                "NODE_PATH=" + NODE_MODULES.toAbsolutePath(),
                "node",
                "slave.js",
                String.valueOf(port),
                registers.toString());
    }

    /** pymodbus of the system, on a serial line. */
    static Optional<ForeignSlave> pymodbus(Path line, int unit, Path registers) {
        return start("PYTHONUNBUFFERED=1", "/usr/bin/python3", "slave.py", line.toString(), "" + unit, "" + registers);
    }

    /** A program with libmodbus, compiled here; empty where there is no compiler or no library. */
    static Optional<ForeignSlave> libmodbus(Path folder, String... arguments) throws IOException, InterruptedException {
        Path program = folder.resolve("slave");
        if (!Files.exists(Path.of("/usr/include/modbus/modbus.h"))) {
            return Optional.empty();
        }
        Process compiler = new ProcessBuilder(
                        "gcc",
                        "-std=c99",
                        "-I/usr/include/modbus",
                        "-o",
                        program.toString(),
                        PROGRAMS.resolve("slave.c").toString(),
                        "-lmodbus")
                .inheritIO()
                .start();
        if (!compiler.waitFor(300, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
            throw new IOException("slave.c does not compile");
        }
        List<String> command = new ArrayList<>(List.of("LC_ALL=C", program.toString()));
        command.addAll(List.of(arguments));
        return start(command.toArray(String[]::new));
    }

    /** The first word is a variable of the environment. */
    private static Optional<ForeignSlave> start(String... words) {
        List<String> command = new ArrayList<>(List.of(words).subList(1, words.length));
        if (command.get(1).startsWith("slave.")) {
            command.set(1, PROGRAMS.resolve(command.get(1)).toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(words[0].replaceFirst("=.*", ""), words[0].replaceFirst("[^=]*=", ""));
        ForeignSlave slave;
        try {
            slave = new ForeignSlave(builder.start());
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            slave.ready.orTimeout(180, TimeUnit.SECONDS).join();
            return Optional.of(slave);
        } catch (RuntimeException e) {
            slave.close();
            if (String.join(" ", slave.written).contains("ModuleNotFoundError")) {
                return Optional.empty();
            }
            throw new IllegalStateException("the slave said " + slave.written, e);
        }
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("ready")) {
                    ready.complete(null);
                } else {
                    written.add(line);
                }
            }
            ready.completeExceptionally(new IOException("it has ended"));
        } catch (IOException e) {
            ready.completeExceptionally(new UncheckedIOException(e));
        }
    }

    /** Values written to a register, in order. */
    List<Integer> written(int address) {
        return written.stream()
                .filter(line -> line.startsWith("W " + address + " "))
                .map(line -> Integer.valueOf(line.replaceFirst(".* ", "")))
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(30, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }
}
