package io.voltwright.site.config;

import io.voltwright.field.api.Profiles;
import io.voltwright.site.api.SiteJudge;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Judges descriptions of the site for others, by the profiles at hand. */
@Component
public final class SiteTrial implements SiteJudge {

    private final Profiles profiles;

    @Activate
    public SiteTrial(@Reference Profiles profiles) {
        this.profiles = profiles;
    }

    @Override
    public Judgement judge(String name, String text) {
        SiteReader.Result result =
                new SiteReader(profiles, variable -> Optional.ofNullable(System.getenv(variable))).read(name, text);
        return result instanceof SiteReader.Valid valid
                ? new Valid(valid.site())
                : new Refused(((SiteReader.Refused) result).problems());
    }
}
