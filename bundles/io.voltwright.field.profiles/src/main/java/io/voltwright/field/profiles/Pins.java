package io.voltwright.field.profiles;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which profile files of the folder may be used (R48); those that come with the bundle are not asked about.
 *
 * @param hashes SHA-256 of a file's bytes in hexadecimal, by the name of its profile
 * @param only whether a file without pin is refused
 */
record Pins(Map<String, String> hashes, boolean only) {

    static final Pins NONE = new Pins(Map.of(), false);

    private static final String CONFIGURATION = "etc/io.voltwright.field.profiles.cfg";

    Pins {
        hashes = Map.copyOf(hashes);
    }

    /**
     * Reads settings. A line that is none pins the name it begins with to no hash at all, so that a slip lets nothing in.
     *
     * @param lines as {@code mine = 9f86d0...}; several in one with commas between
     */
    static Pins of(List<String> lines, boolean only) {
        Map<String, String> hashes = new TreeMap<>();
        for (String line : String.join(",", lines).split(",", -1)) {
            String[] parts = line.split("=", 2);
            if (!parts[0].isBlank()) {
                hashes.put(parts[0].strip(), parts.length < 2 ? "" : parts[1].strip());
            }
        }
        return new Pins(hashes, only);
    }

    /**
     * @param file as messages name it
     * @param id of the profile in it
     * @throws ProfileException if a file with this hash may not be used
     */
    void check(String file, String id, String hash) throws ProfileException {
        Optional<String> pin = pin(id);
        if (pin.isPresent() && !pin.get().equalsIgnoreCase(hash)) {
            throw new ProfileException(
                    file,
                    0,
                    "its SHA-256 is " + hash + ", it is pinned to '" + pin.get() + "'",
                    "bring back the file that was pinned, or take the line that profile:pin " + id + " prints into "
                            + CONFIGURATION);
        }
        if (pin.isEmpty() && only) {
            throw new ProfileException(
                    file,
                    0,
                    "it is not pinned (SHA-256 " + hash + ") and onlyPinned is set",
                    "take the line that profile:pin " + id + " prints into " + CONFIGURATION + ", or the file away");
        }
    }

    boolean admits(String id, String hash) {
        return pin(id).map(pin -> pin.equalsIgnoreCase(hash)).orElse(!only);
    }

    Optional<String> pin(String id) {
        return Optional.ofNullable(hashes.get(id));
    }

    /** The line of the configuration with this pin too. */
    String with(String id, String hash) {
        Map<String, String> all = new TreeMap<>(hashes);
        all.put(id, hash);
        return all.entrySet().stream()
                .map(pin -> pin.getKey() + " = " + pin.getValue())
                .collect(Collectors.joining(", ", "pins = ", ""));
    }

    /** As {@code sha256sum} prints it. */
    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("each Java has it", e);
        }
    }
}
