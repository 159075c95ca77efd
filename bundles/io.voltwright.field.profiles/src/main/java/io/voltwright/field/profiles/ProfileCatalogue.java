package io.voltwright.field.profiles;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.field.api.CardFormat;
import io.voltwright.field.api.Profiles;
import io.voltwright.security.api.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the profiles of the bundle and of the folder {@code profiles} beside {@code site.yaml}. */
@Component(
        service = {Profiles.class, ProfileCatalogue.class},
        configurationPid = "io.voltwright.field.profiles")
@Designate(ocd = ProfileCatalogue.Config.class)
public final class ProfileCatalogue implements Profiles {

    /** Which files of the folder may be used. */
    @ObjectClassDefinition(name = "Device profiles")
    public @interface Config {

        @AttributeDefinition(
                description = "SHA-256 that a file of etc/profiles must have: PROFILE = HASH, as profile:pin prints it",
                cardinality = Integer.MAX_VALUE)
        String[] pins() default {};

        @AttributeDefinition(description = "Whether a file of etc/profiles without a pin is refused")
        boolean onlyPinned() default false;
    }

    private static final Logger log = LoggerFactory.getLogger(ProfileCatalogue.class);

    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Optional<Path> folder;
    private final Lane lane;
    private final ExecutorService disk;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Audit audit;

    private final ProfileNews news = new ProfileNews(() -> Optional.ofNullable(audit));
    private volatile ProfileLibrary library;
    private volatile Pins pins;
    // Confined to the disk thread.
    private Map<String, FileTime> seen;

    @Activate
    public ProfileCatalogue(Config config, BundleContext context, @Reference Lanes lanes) {
        this(
                Optional.ofNullable(context.getProperty("karaf.etc")).map(etc -> Path.of(etc, "profiles")),
                pins(config),
                lanes.open("profiles"),
                Executors.newSingleThreadExecutor(lanes.threads("profile files")));
    }

    /**
     * @param disk runs one task at a time; may block on the disk
     */
    ProfileCatalogue(Optional<Path> folder, Pins pins, Lane lane, ExecutorService disk) {
        this.folder = folder;
        this.pins = pins;
        this.lane = lane;
        this.disk = disk;
        this.seen = times();
        this.library = ProfileLibrary.with(folder, pins);
        library.refused().forEach((file, reason) -> log.error("profile left out: {}", reason));
        news.found(library.files());
        lane.every(LOOK, () -> disk.execute(this::look));
    }

    private static Pins pins(Config config) {
        return Pins.of(List.of(config.pins()), config.onlyPinned());
    }

    /** Other pins do not end the profiles that keep to them, so that no driver is replaced for nothing. */
    @Modified
    void modified(Config config) {
        pin(pins(config));
    }

    void pin(Pins changed) {
        disk.execute(() -> {
            pins = changed;
            reload();
        });
    }

    @Deactivate
    void stop() throws InterruptedException {
        lane.close();
        disk.shutdown();
        disk.awaitTermination(5, TimeUnit.SECONDS);
    }

    /** A file that came, changed or went is noticed; one that is wrong leaves what was there in use. */
    private void look() {
        Map<String, FileTime> now = times();
        if (!now.equals(seen)) {
            seen = now;
            reload();
        }
        news.flush();
    }

    private void reload() {
        ProfileLibrary before = library;
        ProfileLibrary next = ProfileLibrary.with(folder, pins);
        next.keep(before);
        next.refused().forEach((file, reason) -> {
            String id = ProfileLibrary.id(file);
            next.keepOld(id, before);
            if (!reason.equals(before.refused().get(file))) {
                boolean stays = next.find(id).isPresent() || next.reader(id).isPresent();
                log.error("profile left out{}: {}", stays ? ", the one at hand stays" : "", reason);
            }
        });
        library = next;
        news.now(next.files());
        log.info("{} profiles at hand", next.all().size());
    }

    private Map<String, FileTime> times() {
        Map<String, FileTime> times = new TreeMap<>();
        if (folder.isPresent() && Files.isDirectory(folder.get())) {
            try (Stream<Path> files = Files.list(folder.get())) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                    times.put(file + " " + Files.size(file), Files.getLastModifiedTime(file));
                }
            } catch (IOException e) {
                log.warn("{} cannot be read: {}", folder.get(), e.getMessage());
            }
        }
        return times;
    }

    Optional<DeviceProfile> profile(String id) {
        return library.find(id);
    }

    /** Why files were left out, by name. */
    Map<String, String> refused() {
        return library.refused();
    }

    /** Where the profile at hand is from, and what stands behind it, for people. */
    String origin(String id) {
        ProfileLibrary now = library;
        boolean refused = Optional.ofNullable(now.files().get(id))
                .flatMap(ProfileNews.State::refused)
                .isPresent();
        if (now.origin(id).isEmpty()) {
            return refused ? "station; the file in etc/profiles is refused" : "station";
        }
        String pinned = pins.pin(id).isPresent() ? "pinned" : "not pinned";
        return "etc/profiles, " + pinned + (refused ? "; its file is refused" : "");
    }

    /**
     * The line of the configuration that pins the file of the folder as it is now, with all pins there are.
     *
     * @return empty if there is no such file
     */
    Optional<String> pinLine(String id) {
        return Optional.ofNullable(library.files().get(id)).map(file -> pins.with(id, file.hash()));
    }

    @Override
    public List<Profile> all() {
        ProfileLibrary now = library;
        return Stream.concat(
                        now.all().stream().map(ProfileCatalogue::summary),
                        now.readers().values().stream().map(ProfileCatalogue::summary))
                .sorted(Comparator.comparing(Profile::id))
                .toList();
    }

    @Override
    public Optional<Profile> find(String id) {
        ProfileLibrary now = library;
        return now.find(id).map(ProfileCatalogue::summary).or(() -> now.reader(id)
                .map(ProfileCatalogue::summary));
    }

    @Override
    public Optional<CardFormat> cardFormat(String id) {
        return library.reader(id).map(ReaderProfile::format);
    }

    private static Profile summary(ReaderProfile reader) {
        DeviceProfile.Transport serial = reader.transports().getOrDefault("rtu", reader.transport());
        return new Profile(
                reader.id(),
                Kind.READER,
                reader.title(),
                List.copyOf(reader.transports().keySet()),
                reader.transport().port(),
                serial.baud(),
                serial.frame(),
                0,
                Optional.empty(),
                false,
                Duration.ZERO,
                Duration.ZERO);
    }

    @Override
    public Optional<Demand> demand(String id) {
        return library.find(id).map(Demands::of);
    }

    private static Profile summary(DeviceProfile profile) {
        FailSafe failSafe = profile.failSafe();
        DeviceProfile.Transport transport = profile.transport();
        DeviceProfile.Transport serial = profile.transports().getOrDefault("rtu", transport);
        return new Profile(
                profile.id(),
                profile.kind(),
                profile.title(),
                List.copyOf(profile.transports().keySet()),
                transport.port(),
                serial.baud(),
                serial.frame(),
                transport.unit(),
                profile.capabilities().setPoint().flatMap(Capabilities.SetPoint::most),
                failSafe.exists(),
                failSafe.least(),
                failSafe.most());
    }
}
