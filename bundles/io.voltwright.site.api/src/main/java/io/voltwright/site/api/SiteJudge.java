package io.voltwright.site.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Judges descriptions of the site without applying them. */
@ProviderType
public interface SiteJudge {

    /**
     * @param name of the file, for messages
     * @param text what it says
     */
    Judgement judge(String name, String text);

    /** What came of a description. */
    sealed interface Judgement {}

    /** It could come into force. */
    record Valid(Site site) implements Judgement {}

    /**
     * It could not.
     *
     * @param problems each with file, line, value and remedy
     */
    record Refused(List<String> problems) implements Judgement {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
