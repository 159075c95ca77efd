package io.voltwright.field.readers;

import io.voltwright.field.api.CardFormat;
import io.voltwright.field.api.CardFormat.Check;
import io.voltwright.field.api.CardFormat.Fixed;
import io.voltwright.field.api.CardFormat.Told;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Finds the numbers of cards in the bytes of a reader; what is no whole, right frame is thrown away. */
final class CardScanner {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int MOST = 512;
    /** ISO/IEC 14443-3: single, double and triple size. */
    private static final List<Integer> SIZES = List.of(4, 7, 10);

    private final CardFormat format;
    private final List<Integer> bytes = new ArrayList<>();

    CardScanner(CardFormat format) {
        this.format = format;
    }

    /** Half a frame is no frame after a pause. */
    void pause() {
        bytes.clear();
    }

    /**
     * Takes what came.
     *
     * @return the numbers in it, as upper-case hex
     */
    List<String> add(byte[] came, int count) {
        for (int i = 0; i < count; i++) {
            bytes.add(came[i] & 0xff);
        }
        List<String> found = new ArrayList<>();
        while (next(found)) {
            // One frame after another.
        }
        if (bytes.size() > MOST) {
            bytes.clear();
        }
        return found;
    }

    /** Takes the first frame off; false if there is no whole one. */
    private boolean next(List<String> found) {
        while (!bytes.isEmpty() && !begins()) {
            bytes.remove(0);
        }
        int from = format.start().size();
        if (bytes.size() <= from) {
            return false;
        }
        List<Integer> plain = new ArrayList<>();
        int at = from;
        while (at < bytes.size()) {
            if (isLast(at)) {
                return done(at + format.end().size(), plain, found);
            }
            boolean escaped = format.escape().filter(bytes.get(at)::equals).isPresent();
            if (escaped && at + 1 == bytes.size()) {
                return false;
            }
            at += escaped ? 1 : 0;
            plain.add(bytes.get(at));
            at++;
            if (format.end().isEmpty() && wanted(plain) == plain.size()) {
                return done(at, plain, found);
            }
        }
        return false;
    }

    private boolean begins() {
        int same = Math.min(bytes.size(), format.start().size());
        return bytes.subList(0, same).equals(format.start().subList(0, same));
    }

    private boolean isLast(int at) {
        int end = at + format.end().size();
        return !format.end().isEmpty()
                && end <= bytes.size()
                && bytes.subList(at, end).equals(format.end());
    }

    /** Bytes of body and check sum; -1 while that is not known. */
    private int wanted(List<Integer> plain) {
        if (format.length() instanceof Fixed fixed) {
            return fixed.bytes() + checkSize();
        }
        if (format.length() instanceof Told told && plain.size() > told.at()) {
            return plain.get(told.at()) + told.more() + checkSize();
        }
        return -1;
    }

    private int checkSize() {
        return format.check() == Check.NONE ? 0 : format.check() == Check.CRC16 ? 2 : 1;
    }

    private boolean done(int taken, List<Integer> plain, List<String> found) {
        bytes.subList(0, taken).clear();
        int body = plain.size() - checkSize();
        boolean whole = body >= 0 && (wanted(plain) < 0 || wanted(plain) == plain.size());
        if (whole && checks(plain.subList(0, body), plain.subList(body, plain.size()))) {
            number(plain.subList(0, body)).ifPresent(found::add);
        }
        return true;
    }

    private boolean checks(List<Integer> body, List<Integer> sum) {
        return switch (format.check()) {
            case NONE -> true;
            case XOR -> sum.get(0) == body.stream().reduce(0, (a, b) -> a ^ b).intValue();
            case SUM -> sum.get(0) == (body.stream().mapToInt(Integer::intValue).sum() & 0xff);
            case CRC16 -> (sum.get(0) | (sum.get(1) << 8)) == crc(body);
        };
    }

    /** Modbus over Serial Line V1.02, section 6.2.2. */
    private static int crc(List<Integer> body) {
        int crc = 0xffff;
        for (int each : body) {
            crc ^= each;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa001;
            }
        }
        return crc;
    }

    private Optional<String> number(List<Integer> body) {
        CardFormat.Uid uid = format.uid();
        boolean card = uid.marks().entrySet().stream()
                .allMatch(mark -> mark.getKey() < body.size() && mark.getValue().equals(body.get(mark.getKey())));
        int to = uid.bytes() == 0 ? body.size() : uid.at() + uid.bytes();
        if (!card || uid.at() >= to || to > body.size()) {
            return Optional.empty();
        }
        return normal(body.subList(uid.at(), to))
                .filter(bytes -> SIZES.contains(bytes.length))
                .map(HEX::formatHex);
    }

    /** The bytes of the number, the first one first. */
    private Optional<byte[]> normal(List<Integer> part) {
        byte[] raw = new byte[part.size()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) part.get(i).intValue();
        }
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        byte[] plain =
                switch (format.uid().form()) {
                    case BINARY -> raw;
                    case HEX -> fromHex(text.replaceAll("[^0-9A-Fa-f]", ""));
                    case DECIMAL -> fromDecimal(text.strip());
                };
        return Optional.of(format.uid().reversed() ? reversed(plain) : plain);
    }

    private static byte[] fromHex(String digits) {
        return digits.length() % 2 == 0 ? HEX.parseHex(digits) : new byte[0];
    }

    private static byte[] fromDecimal(String digits) {
        if (!digits.matches("[0-9]{1,25}")) {
            return new byte[0];
        }
        String hex = new BigInteger(digits).toString(16);
        int size = SIZES.stream()
                .filter(bytes -> hex.length() <= 2 * bytes)
                .findFirst()
                .orElse(0);
        return HEX.parseHex("0".repeat(Math.max(0, 2 * size - hex.length())) + (size == 0 ? "" : hex));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] other = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            other[i] = bytes[bytes.length - 1 - i];
        }
        return other;
    }
}
