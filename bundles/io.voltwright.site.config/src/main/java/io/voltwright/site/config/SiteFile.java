package io.voltwright.site.config;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Outcome;
import io.voltwright.field.api.Profiles;
import io.voltwright.security.api.Audit;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteListener;
import io.voltwright.site.api.SiteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches {@code site.yaml}: what is valid comes into force at once, what is not changes nothing and says why. */
@Component(immediate = true, service = SiteFile.class, configurationPid = "io.voltwright.site.config")
public final class SiteFile {

    private static final Logger log = LoggerFactory.getLogger(SiteFile.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** A file that changed is read when it has not changed again for this long: whoever writes it may not be done. */
    private static final Duration SETTLED = Duration.ofMillis(500);

    private static final Actor WATCH = Actor.station("site.yaml");

    /** Makes the source known to others; what it returns takes it back. */
    interface Publisher extends Function<SiteSource, Runnable> {}

    private final Path file;
    private final Lane lane;
    private final Executor disk;
    private final Function<String, Optional<String>> environment;
    private final Publisher publisher;
    private final List<SiteListener> listeners = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Audit audit;

    private volatile @Nullable Profiles profiles;
    private volatile @Nullable Site site;
    private volatile Optional<String> refused = Optional.empty();
    // Confined to the disk thread.
    private Optional<String> judged = Optional.empty();
    private List<Profiles.Profile> judgedBy = List.of();
    private Optional<String> changing = Optional.empty();
    private Runnable takeBack = () -> {};

    @Activate
    public SiteFile(BundleContext context, @Reference Lanes lanes) {
        this(
                Path.of(Optional.ofNullable(context.getProperty("karaf.etc")).orElse("etc"), "site.yaml"),
                lanes.open("site"),
                Executors.newSingleThreadExecutor(lanes.threads("site file")),
                name -> Optional.ofNullable(System.getenv(name)),
                source -> context.registerService(SiteSource.class, source, null)::unregister);
    }

    /**
     * @param disk runs one task at a time; may block on the disk
     */
    SiteFile(Path file, Lane lane, Executor disk, Function<String, Optional<String>> environment, Publisher publisher) {
        this.file = file;
        this.lane = lane;
        this.disk = disk;
        this.environment = environment;
        this.publisher = publisher;
    }

    @Activate
    void start() {
        lane.every(LOOK, () -> disk.execute(this::look));
    }

    @Deactivate
    void stop() throws InterruptedException {
        lane.close();
        disk.execute(() -> takeBack.run());
        if (disk instanceof ExecutorService own) {
            own.shutdown();
            own.awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    /** A file is judged by the profiles at hand, so it is judged again when they change. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setProfiles(Profiles found) {
        profiles = found;
        disk.execute(() -> judge(WATCH));
    }

    /** The site in force stays. */
    void unsetProfiles(Profiles gone) {
        if (profiles == gone) {
            profiles = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addListener(SiteListener listener) {
        disk.execute(() -> {
            listeners.add(listener);
            Site current = site;
            if (current != null) {
                tell(listener, current);
            }
        });
    }

    void removeListener(SiteListener listener) {
        listeners.remove(listener);
    }

    /** Reads the file now, whether it changed or not. */
    CompletionStage<Outcome> reload(Actor by) {
        return CompletableFuture.supplyAsync(() -> judge(by), disk);
    }

    /**
     * Judges a file without applying it.
     *
     * @return its problems; none if it is valid
     */
    List<String> check(Path candidate) {
        Profiles known = profiles;
        if (known == null) {
            return List.of("field.profiles is not running, so no profile is known; start it and try again");
        }
        return read(candidate, known) instanceof SiteReader.Refused no ? no.problems() : List.of();
    }

    /** What is allowed in a valid file, but will not work well; none for a file that is refused. */
    List<String> warnings(Path candidate) {
        Profiles known = profiles;
        return known != null && read(candidate, known) instanceof SiteReader.Valid valid
                ? BusPlan.warnings(valid.site(), known)
                : List.of();
    }

    Path file() {
        return file;
    }

    Optional<String> refused() {
        return refused;
    }

    private void look() {
        Optional<String> text = text();
        Profiles known = profiles;
        if (known != null && refused.isPresent() && !known.all().equals(judgedBy)) {
            // The profile that was missing may have come.
            judge(WATCH);
        } else if (text.equals(judged) || (site == null && profiles == null)) {
            changing = Optional.empty();
        } else if (text.isPresent() && text.equals(changing)) {
            judge(WATCH);
        } else {
            changing = text;
            lane.after(SETTLED, () -> disk.execute(this::look));
        }
    }

    private Optional<String> text() {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Outcome judge(Actor by) {
        Profiles known = profiles;
        if (known == null) {
            return Outcome.refused("field.profiles is not running, so no profile is known; start it and try again");
        }
        judged = text();
        SiteReader.Result result = read(file, known);
        if (result instanceof SiteReader.Refused) {
            // Only now: to list all profiles is to read all of them.
            judgedBy = known.all();
            result = read(file, known);
        }
        if (result instanceof SiteReader.Valid valid) {
            apply(valid.site(), by);
            BusPlan.warnings(valid.site(), known).forEach(log::warn);
            return Outcome.done();
        }
        String why = String.join("\n", ((SiteReader.Refused) result).problems());
        if (!refused.equals(Optional.of(why))) {
            String effect = site == null ? "nothing is in force" : "the site in force stays";
            log.warn("{} is refused, {}:\n{}", file.getFileName(), effect, why);
            record(by, effect + ": " + why.lines().findFirst().orElse(""), true);
        }
        refused = Optional.of(why);
        return Outcome.refused(why);
    }

    private SiteReader.Result read(Path candidate, Profiles known) {
        String name = String.valueOf(candidate.getFileName());
        try {
            return new SiteReader(known, environment).read(name, Files.readString(candidate));
        } catch (NoSuchFileException e) {
            return new SiteReader.Refused(
                    List.of(name + ":1: there is no " + candidate + "; write one, see docs/site.md"));
        } catch (IOException e) {
            return new SiteReader.Refused(List.of(name + ":1: cannot be read as UTF-8 text: " + e.getMessage()));
        }
    }

    private void apply(Site next, Actor by) {
        refused = Optional.empty();
        Site before = site;
        if (next.equals(before)) {
            return;
        }
        String difference = SiteDifference.between(Optional.ofNullable(before), next);
        site = next;
        log.info("Site '{}' is in force: {}", next.name(), difference);
        record(by, difference, false);
        if (before == null) {
            takeBack = publisher.apply(new Source());
        }
        listeners.forEach(listener -> tell(listener, next));
    }

    private static void tell(SiteListener listener, Site site) {
        try {
            listener.siteChanged(site);
        } catch (RuntimeException e) {
            log.error("{} failed to take the site", listener.getClass().getName(), e);
        }
    }

    private void record(Actor by, String detail, boolean refusedToo) {
        Audit keeper = audit;
        if (keeper != null) {
            var event = new Audit.Event(Audit.Kind.CONFIGURATION, by, "local", "site.yaml", detail, refusedToo);
            keeper.record(event).exceptionally(failed -> {
                log.warn("The change of the site was not audited: {}", failed.getMessage());
                return null;
            });
        }
    }

    private final class Source implements SiteSource {

        @Override
        public Site site() {
            Site current = site;
            if (current == null) {
                throw new IllegalStateException("the source is published with its first site");
            }
            return current;
        }

        @Override
        public Optional<String> refused() {
            return refused;
        }
    }
}
