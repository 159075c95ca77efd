package io.voltwright.site.config;

import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.jspecify.annotations.Nullable;

/** {@code site:check [FILE]} judges a description of the site without applying it. */
@Service
@Command(
        scope = "site",
        name = "check",
        description = "Judges a description of the site without applying it",
        detailedDescription =
                "Names every problem with file, line, value and remedy; warns of buses that are asked for too much.\n\n"
                        + "Examples:\n\n    site:check\n    site:check /tmp/site-new.yaml")
public final class CheckCommand implements Action {

    @Reference(optional = true)
    @Nullable
    SiteFile site;

    @Argument(name = "file", description = "The file to judge; without it the site.yaml in force or refused")
    @Completion(FileCompleter.class)
    @Nullable
    String file;

    @Override
    public @Nullable Object execute() {
        if (site == null) {
            System.out.println("site.config is not running");
            return null;
        }
        Path candidate = file == null ? site.file() : Path.of(file);
        List<String> problems = site.check(candidate);
        if (problems.isEmpty()) {
            System.out.println(candidate + " is valid");
            site.warnings(candidate).forEach(warning -> System.out.println("warning: " + warning));
        } else {
            problems.forEach(System.out::println);
            System.out.println(problems.size() + (problems.size() == 1 ? " problem" : " problems"));
        }
        return null;
    }
}
