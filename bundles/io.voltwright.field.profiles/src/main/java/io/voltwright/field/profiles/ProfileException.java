package io.voltwright.field.profiles;

/** A profile cannot be used; the message names file, line, value and remedy. */
public final class ProfileException extends Exception {

    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;

    /**
     * @param line 1-based; 0 where no line is to blame
     * @param problem the value and what is wrong with it
     * @param remedy what to write instead
     */
    ProfileException(String file, int line, String problem, String remedy) {
        super((line > 0 ? file + ":" + line : file) + ": " + problem + "; " + remedy);
        this.file = file;
        this.line = line;
    }

    String file() {
        return file;
    }

    int line() {
        return line;
    }
}
