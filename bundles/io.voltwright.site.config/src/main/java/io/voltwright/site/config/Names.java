package io.voltwright.site.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which name was meant. */
final class Names {

    private Names() {}

    /** What follows the naming of a wrong name: what was probably meant, then what else there is to say. */
    static String hint(String wrong, Collection<String> known, String more) {
        return nearest(wrong, known)
                .map(near -> "; did you mean '" + near + "'? " + more)
                .orElse("; " + Character.toLowerCase(more.charAt(0)) + more.substring(1));
    }

    static Optional<String> nearest(String wrong, Collection<String> known) {
        int most = Math.max(2, wrong.length() / 3);
        return known.stream()
                .filter(name -> distance(wrong, name) <= most || (wrong.length() > 3 && name.contains(wrong)))
                .min(Comparator.comparingInt(name -> distance(wrong, name)));
    }

    /** How many letters to insert, delete or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
