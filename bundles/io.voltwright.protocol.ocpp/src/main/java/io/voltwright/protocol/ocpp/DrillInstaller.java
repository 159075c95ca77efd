package io.voltwright.protocol.ocpp;

import io.voltwright.security.api.FirmwareInstaller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Plays an installation, for tests of back ends: it does what the first line of the image says, one of {@code drill install},
 * {@code drill restart}, {@code drill fail}, and rejects everything else; it changes nothing.
 *
 * <p>Only there where the file of {@link Maintenance} both opens that and says {@code installer = test}.
 */
@Component(
        configurationPid = Maintenance.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = DrillInstaller.class)
public final class DrillInstaller implements FirmwareInstaller {

    private static final int LONGEST = 64;

    private final Optional<ServiceRegistration<FirmwareInstaller>> registration;

    @Activate
    public DrillInstaller(BundleContext context, MaintenanceConfig config) {
        registration = config.enabled() && config.installer().equals("test")
                ? Optional.of(context.registerService(
                        FirmwareInstaller.class,
                        this,
                        FrameworkUtil.asDictionary(java.util.Map.of(Constants.SERVICE_RANKING, 1000))))
                : Optional.empty();
    }

    @Deactivate
    void stop() {
        registration.ifPresent(ServiceRegistration::unregister);
    }

    @Override
    public Check verify(Path image) {
        String word = word(image);
        return switch (word) {
            case "drill install", "drill restart", "drill fail" -> new Check.Fit("drill");
            default -> new Check.Unfit("the first line of the image is no drill");
        };
    }

    @Override
    public Result install(Path image, Consumer<Integer> progress) {
        String word = word(image);
        progress.accept(50);
        if (word.equals("drill fail")) {
            return new Result.Failed("the image said so");
        }
        progress.accept(100);
        return new Result.Installed("drill", word.equals("drill restart"));
    }

    private static String word(Path image) {
        try (InputStream in = Files.newInputStream(image)) {
            String begin = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII);
            return begin.lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            return "";
        }
    }
}
