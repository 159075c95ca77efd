package io.voltwright.charging.engine;

/** How many repetitions a test makes: the named figure times {@code voltwright.scale}, at least three. */
final class Scale {

    private Scale() {}

    static int of(int full) {
        double scale = Double.parseDouble(System.getProperty("voltwright.scale", "0.1"));
        return Math.max(3, (int) Math.round(full * scale));
    }
}
