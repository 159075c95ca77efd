package io.voltwright.security.api;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes images of new software that a back end sent, and decides alone whether they may run here.
 *
 * <p>Who downloaded the image has checked the signature that came with the order, where one came. Both methods block; they are
 * called one after the other for one image at a time, on a thread of the caller. Of several installers the one with the highest
 * service ranking is asked.
 */
@ConsumerType
public interface FirmwareInstaller {

    /**
     * Looks at an image without changing anything: its form, what it fits, its own signatures, its version.
     *
     * @param image stays the caller's, who removes it afterwards
     */
    Check verify(Path image);

    /**
     * Installs an image that {@link #verify} found fit. Where the new software runs only after a restart it is the caller who
     * restarts.
     *
     * @param progress hears percent, 0 to 100
     */
    Result install(Path image, Consumer<Integer> progress);

    /** What an image is good for. */
    sealed interface Check {

        /** It can be installed. */
        record Fit(String version) implements Check {}

        /** It cannot. */
        record Unfit(String reason) implements Check {}
    }

    /** How the installation went. */
    sealed interface Result {

        /**
         * The new software is there.
         *
         * @param restart it runs only after a restart of the controller
         */
        record Installed(String version, boolean restart) implements Result {}

        /** The old software runs on. */
        record Failed(String reason) implements Result {}
    }
}
