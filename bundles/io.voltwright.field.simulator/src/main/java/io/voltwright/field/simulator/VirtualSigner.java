package io.voltwright.field.simulator;

import io.voltwright.field.profiles.SignedSpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** The signing part of a virtual meter: holding registers, and what happens when the command is written. Its device guards it. */
final class VirtualSigner {

    private static final Duration TAKES = Duration.ofMillis(700);
    private static final int INVALID_STATE = 131;

    private final SignedSpec spec;
    private final KeyPair key;
    private final TreeMap<Integer, Integer> registers = new TreeMap<>();
    private Optional<Duration> ready = Optional.empty();
    private Duration now = Duration.ZERO;
    private double wattHours;
    private double atStart;
    private long began;
    private int page;

    VirtualSigner(SignedSpec spec) {
        this.spec = spec;
        try {
            KeyPairGenerator maker = KeyPairGenerator.getInstance("EC");
            maker.initialize(new ECGenParameterSpec("secp256r1"));
            this.key = maker.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign with secp256r1", e);
        }
        set(spec.state().at(), spec.state().idle());
        set(spec.status().at(), 1);
        spec.prepare().keySet().forEach(at -> set(at, 0));
        spec.clock().sure().keySet().forEach(at -> set(at, 0));
        lay(spec.clock().at(), new byte[4]);
        set(spec.command().at(), 0);
        set(spec.identification().length(), 0);
        lay(spec.identification().at(), new byte[spec.identification().most()]);
        set(spec.payload().length(), 0);
        lay(spec.payload().at(), new byte[spec.payload().most()]);
        set(spec.signature().length(), 0);
        lay(spec.signature().at(), new byte[spec.signature().most()]);
        ECPublicKey known = (ECPublicKey) key.getPublic();
        byte[] point = new byte[64];
        number(known.getW().getAffineX().toByteArray(), point, 32);
        number(known.getW().getAffineY().toByteArray(), point, 64);
        lay(spec.key().at(), point);
    }

    /** Puts a number to the right end of its place, without its sign. */
    private static void number(byte[] bytes, byte[] into, int end) {
        int count = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - count, into, end - count, count);
    }

    boolean holds(int at) {
        return registers.containsKey(at);
    }

    /** Empty where it has nothing. */
    Optional<List<Integer>> read(int at, int count) {
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Integer word = registers.get(at + i);
            if (word == null) {
                return Optional.empty();
            }
            words.add(word);
        }
        return Optional.of(words);
    }

    boolean write(int at, List<Integer> words) {
        for (int i = 0; i < words.size(); i++) {
            if (!holds(at + i)) {
                return false;
            }
        }
        for (int i = 0; i < words.size(); i++) {
            set(at + i, words.get(i));
        }
        if (at == spec.command().at()) {
            command(words.get(0));
        }
        return true;
    }

    private void command(int word) {
        boolean idle =
                registers.getOrDefault(spec.state().at(), 0) == spec.state().idle();
        boolean start = word == spec.command().start();
        if (ready.isPresent()
                || start != idle
                || !(start || word == spec.command().stop())) {
            set(spec.status().at(), INVALID_STATE);
            return;
        }
        set(
                spec.status().at(),
                spec.status().busy().stream().max(Integer::compare).orElse(0));
        ready = Optional.of(now.plus(TAKES));
    }

    void pass(Duration until, double register) {
        now = until;
        wattHours = register;
        if (ready.isPresent() && ready.get().compareTo(until) <= 0) {
            ready = Optional.empty();
            finish();
        }
    }

    private void finish() {
        boolean starts =
                registers.getOrDefault(spec.state().at(), 0) == spec.state().idle();
        if (starts) {
            page++;
            atStart = wattHours;
            began = clock();
        }
        byte[] given = Arrays.copyOf(
                bytes(spec.identification().at(), spec.identification().most()),
                registers.getOrDefault(spec.identification().length(), 0));
        String head = new String(given, StandardCharsets.US_ASCII)
                .replace("\"PG\":\"\"", "\"PG\":\"T" + page + "\"")
                .replace(
                        "\"RD\":[]",
                        "\"RD\":[" + reading(began, "B", atStart)
                                + (starts ? "" : "," + reading(clock(), "E", wattHours)) + "]");
        byte[] payload = head.getBytes(StandardCharsets.US_ASCII);
        byte[] seal = sign(payload);
        lay(spec.payload().at(), payload);
        set(spec.payload().length(), payload.length);
        lay(spec.signature().at(), seal);
        set(spec.signature().length(), seal.length);
        set(spec.state().at(), starts ? spec.state().active() : spec.state().idle());
        set(spec.status().at(), spec.status().done());
    }

    private static String reading(long seconds, String why, double wattHours) {
        return "{\"TM\":\"" + Instant.ofEpochSecond(seconds).toString().replace("Z", ",000+0000 S") + "\",\"TX\":\""
                + why
                + "\",\"RV\":" + String.format(Locale.ROOT, "%.3f", wattHours / 1000)
                + ",\"RI\":\"1-0:1.8.0\",\"RU\":\"kWh\",\"ST\":\"G\"}";
    }

    private byte[] sign(byte[] payload) {
        try {
            Signature maker = Signature.getInstance("SHA256withECDSA");
            maker.initSign(key.getPrivate());
            maker.update(payload);
            return maker.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the virtual meter cannot sign", e);
        }
    }

    private long clock() {
        int at = spec.clock().at();
        return (long) registers.getOrDefault(at, 0) << 16 | registers.getOrDefault(at + 1, 0);
    }

    /** The first byte of each two is the high one of the register. */
    private void lay(int at, byte[] bytes) {
        for (int i = 0; i < bytes.length; i += 2) {
            set(at + i / 2, (bytes[i] & 0xff) << 8 | (i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0));
        }
    }

    private byte[] bytes(int at, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            int word = registers.getOrDefault(at + i / 2, 0);
            bytes[i] = (byte) (i % 2 == 0 ? word >> 8 : word);
        }
        return bytes;
    }

    private void set(int at, int word) {
        registers.put(at, word);
    }
}
