package io.voltwright.site.config;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts values of the environment in the place of <code>${NAME}</code> and <code>${NAME:-default}</code>. */
final class Variables {

    private static final Pattern FORM = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    private final Function<String, Optional<String>> environment;
    private final Problems problems;

    Variables(Function<String, Optional<String>> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    Text fill(Text text) {
        Matcher matcher = FORM.matcher(text.value());
        var filled = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            Optional<String> value = environment
                    .apply(name)
                    .filter(found -> !found.isEmpty())
                    .or(() -> Optional.ofNullable(matcher.group(2)));
            if (value.isEmpty()) {
                problems.add(
                        text.line(),
                        text + ": the environment has no " + name + "; set it, or give a default as ${" + name
                                + ":-default}");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value.orElse("")));
        }
        matcher.appendTail(filled);
        return new Text(text.what(), filled.toString().strip(), text.line());
    }
}
