package io.voltwright.itests;

/** How many times a test repeats: the share {@code voltwright.scale} of the full number, never less than three. */
public final class Scale {

    private Scale() {}

    /** The number of repetitions for this run, given the number that is named for a full one. */
    public static int of(int full) {
        double share = Double.parseDouble(System.getProperty("voltwright.scale", "0.1"));
        return Math.max(3, (int) Math.ceil(full * share));
    }
}
