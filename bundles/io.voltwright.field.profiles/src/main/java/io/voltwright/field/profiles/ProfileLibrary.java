package io.voltwright.field.profiles;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The profiles at hand at one moment: those that come with the bundle, and those of a folder, which take precedence.
 *
 * @param profiles by id
 * @param readers card readers by id
 * @param refused why a file was left out, by its name
 * @param texts what the profiles were read from, by id
 */
public record ProfileLibrary(
        Map<String, DeviceProfile> profiles,
        Map<String, ReaderProfile> readers,
        Map<String, String> refused,
        Map<String, String> texts) {

    public Optional<DeviceProfile> find(String id) {
        return Optional.ofNullable(profiles.get(id));
    }

    public Collection<DeviceProfile> all() {
        return profiles.values();
    }

    /** Those that come with the bundle. */
    public static ProfileLibrary shipped() {
        return with(Optional.empty());
    }

    /**
     * Those that come with the bundle, and those of the folder if it exists.
     *
     * @param folder with files {@code *.yaml}
     */
    public static ProfileLibrary with(Optional<Path> folder) {
        ProfileLibrary library = new ProfileLibrary(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        try {
            for (String id : index()) {
                library.read(id + ".yaml", open("/profiles/" + id + ".yaml"));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the bundle's own profiles cannot be read", e);
        }
        folder.filter(Files::isDirectory).ifPresent(library::addFolder);
        return library;
    }

    private void addFolder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                read(file.toString(), Files.newBufferedReader(file));
            }
        } catch (IOException e) {
            refused.put(folder.toString(), "cannot be read: " + e.getMessage());
        }
    }

    private void read(String name, Reader text) throws IOException {
        try (text) {
            String all = text(text);
            Item.Mapping file = Item.read(name, new StringReader(all));
            if (ReaderParser.isReader(file)) {
                ReaderProfile reader = ReaderParser.read(name, file);
                readers.put(reader.id(), reader);
            } else {
                DeviceProfile profile = ProfileParser.read(name, file);
                profiles.put(profile.id(), profile);
                texts.put(profile.id(), all);
            }
        } catch (ProfileException e) {
            refused.put(name, Objects.requireNonNullElse(e.getMessage(), "not a profile"));
        }
    }

    private static List<String> index() throws IOException {
        try (Reader reader = open("/profiles/index")) {
            return text(reader).lines().filter(line -> !line.isBlank()).toList();
        }
    }

    private static String text(Reader reader) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        return text.toString();
    }

    /** Profiles that were read from the same text stay the same objects, so that who uses one sees whether it has changed. */
    void keep(ProfileLibrary before) {
        texts.forEach((id, text) -> {
            DeviceProfile old = before.profiles().get(id);
            if (old != null && text.equals(before.texts().get(id))) {
                profiles.put(id, old);
            }
        });
    }

    /** Goes on with the one there was before. */
    void keepOld(String id, ProfileLibrary before) {
        before.find(id).ifPresent(old -> {
            profiles.put(id, old);
            texts.put(id, before.texts().getOrDefault(id, ""));
        });
        Optional.ofNullable(before.readers().get(id)).ifPresent(old -> readers.put(id, old));
    }

    private static Reader open(String resource) throws IOException {
        InputStream stream = ProfileLibrary.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IOException(resource + " is not in the bundle");
        }
        return new InputStreamReader(stream, StandardCharsets.UTF_8);
    }
}
