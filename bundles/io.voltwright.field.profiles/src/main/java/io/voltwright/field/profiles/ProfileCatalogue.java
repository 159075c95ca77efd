package io.voltwright.field.profiles;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.field.api.CardFormat;
import io.voltwright.field.api.Profiles;
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
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the profiles of the bundle and of the folder {@code profiles} beside {@code site.yaml}. */
@Component(service = {Profiles.class, ProfileCatalogue.class})
public final class ProfileCatalogue implements Profiles {

    private static final Logger log = LoggerFactory.getLogger(ProfileCatalogue.class);

    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Optional<Path> folder;
    private final Lane lane;
    private final ExecutorService disk;
    private volatile ProfileLibrary library;
    // Confined to the disk thread.
    private Map<String, FileTime> seen;

    @Activate
    public ProfileCatalogue(BundleContext context, @Reference Lanes lanes) {
        this(
                Optional.ofNullable(context.getProperty("karaf.etc")).map(etc -> Path.of(etc, "profiles")),
                lanes.open("profiles"),
                Executors.newSingleThreadExecutor(lanes.threads("profile files")));
    }

    /**
     * @param disk runs one task at a time; may block on the disk
     */
    ProfileCatalogue(Optional<Path> folder, Lane lane, ExecutorService disk) {
        this.folder = folder;
        this.lane = lane;
        this.disk = disk;
        this.seen = times();
        this.library = ProfileLibrary.with(folder);
        library.refused().forEach((file, reason) -> log.error("profile left out: {}", reason));
        lane.every(LOOK, () -> disk.execute(this::look));
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
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        ProfileLibrary before = library;
        ProfileLibrary next = ProfileLibrary.with(folder);
        next.keep(before);
        next.refused().forEach((file, reason) -> {
            String id = Path.of(file).getFileName().toString().replaceFirst("\\.yaml$", "");
            next.keepOld(id, before);
            if (!reason.equals(before.refused().get(file))) {
                log.error("profile left out{}: {}", before.find(id).isPresent() ? ", the old one stays" : "", reason);
            }
        });
        library = next;
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
