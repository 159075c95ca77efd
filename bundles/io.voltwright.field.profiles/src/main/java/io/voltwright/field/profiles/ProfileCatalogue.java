package io.voltwright.field.profiles;

import io.voltwright.field.api.Profiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the profiles of the bundle and of the folder {@code profiles} beside {@code site.yaml}. */
@Component(service = {Profiles.class, ProfileCatalogue.class})
public final class ProfileCatalogue implements Profiles {

    private static final Logger log = LoggerFactory.getLogger(ProfileCatalogue.class);

    private final Optional<Path> folder;
    private volatile ProfileLibrary library;

    @Activate
    public ProfileCatalogue(BundleContext context) {
        this(Optional.ofNullable(context.getProperty("karaf.etc")).map(etc -> Path.of(etc, "profiles")));
    }

    ProfileCatalogue(Optional<Path> folder) {
        this.folder = folder;
        this.library = read();
    }

    private ProfileLibrary read() {
        ProfileLibrary read = ProfileLibrary.with(folder);
        read.refused().forEach((file, reason) -> log.error("profile left out: {}", reason));
        return read;
    }

    /** Reads all profiles again; what drives a device now keeps its own until the site changes. */
    void reload() {
        library = read();
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
        return library.all().stream().map(ProfileCatalogue::summary).toList();
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
