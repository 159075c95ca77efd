package io.voltwright.field.profiles;

import java.io.ByteArrayInputStream;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The profiles at hand at one moment: those that come with the bundle, and those of a folder, which take precedence. Those of the bundle
 * are read when they are asked for, for a site uses few of them.
 */
public final class ProfileLibrary {

    private final Map<String, DeviceProfile> profiles = new TreeMap<>();
    private final Map<String, ReaderProfile> readers = new TreeMap<>();
    private final Map<String, String> refused = new TreeMap<>();
    private final Map<String, String> texts = new TreeMap<>();
    private final Set<String> unread = new TreeSet<>();
    private final Pins pins;
    /** Hash of each file of the folder, by the name of its profile; also of those that were refused. */
    private final Map<String, String> files = new TreeMap<>();
    /** Hash of the file that a profile at hand was read from; none for those of the bundle. */
    private final Map<String, String> origins = new TreeMap<>();

    private ProfileLibrary(Pins pins) {
        this.pins = pins;
    }

    /** Those that come with the bundle. */
    public static ProfileLibrary shipped() {
        return with(Optional.empty(), Pins.NONE);
    }

    /**
     * Those that come with the bundle, and those of the folder if it exists.
     *
     * @param folder with files {@code *.yaml}
     * @param pins which of these may be used
     */
    static ProfileLibrary with(Optional<Path> folder, Pins pins) {
        ProfileLibrary library = new ProfileLibrary(pins);
        library.unread.addAll(index());
        folder.filter(Files::isDirectory).ifPresent(library::addFolder);
        return library;
    }

    /** What drives a device. */
    public synchronized Optional<DeviceProfile> find(String id) {
        unpack(id);
        return Optional.ofNullable(profiles.get(id));
    }

    /** How a card reader speaks. */
    public synchronized Optional<ReaderProfile> reader(String id) {
        unpack(id);
        return Optional.ofNullable(readers.get(id));
    }

    /** All that drive a device, by id. */
    public synchronized Collection<DeviceProfile> all() {
        List.copyOf(unread).forEach(this::unpack);
        return List.copyOf(profiles.values());
    }

    /** All card readers, by id. */
    public synchronized Map<String, ReaderProfile> readers() {
        List.copyOf(unread).forEach(this::unpack);
        return new TreeMap<>(readers);
    }

    /** Why a file was left out, by its name; for those that were read. */
    public synchronized Map<String, String> refused() {
        return Map.copyOf(refused);
    }

    private void addFolder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                add(file);
            }
        } catch (IOException e) {
            refused.put(folder.toString(), "cannot be read: " + e.getMessage());
        }
    }

    /** What is judged by its hash is what is read: the file is not looked at twice. */
    private void add(Path file) {
        String name = file.toString();
        String id = id(name);
        try {
            byte[] bytes = Files.readAllBytes(file);
            String hash = Pins.hash(bytes);
            this.files.put(id, hash);
            pins.check(name, id, hash);
            read(name, new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
            if (!refused.containsKey(name)) {
                origins.put(id, hash);
            }
        } catch (ProfileException e) {
            refuse(name, e);
        } catch (IOException e) {
            refused.put(name, name + " cannot be read: " + e.getMessage());
        }
    }

    /** A file has the name of its profile. */
    static String id(String file) {
        return Path.of(file).getFileName().toString().replaceFirst("\\.yaml$", "");
    }

    /** A file of the bundle has the name of its profile. */
    private void unpack(String id) {
        if (unread.remove(id)) {
            try {
                read(id + ".yaml", open("/profiles/" + id + ".yaml"));
            } catch (IOException e) {
                throw broken(e);
            }
        }
    }

    private void read(String name, Reader text) throws IOException {
        try (text) {
            String all = text(text);
            Item.Mapping file = Item.read(name, new StringReader(all));
            if (ReaderParser.isReader(file)) {
                ReaderProfile reader = ReaderParser.read(name, file);
                readers.put(reader.id(), reader);
                unread.remove(reader.id());
            } else {
                DeviceProfile profile = ProfileParser.read(name, file);
                profiles.put(profile.id(), profile);
                texts.put(profile.id(), all);
                unread.remove(profile.id());
            }
        } catch (ProfileException e) {
            refuse(name, e);
        }
    }

    private void refuse(String file, ProfileException why) {
        refused.put(file, Objects.requireNonNullElse(why.getMessage(), "not a profile"));
    }

    private static List<String> index() {
        try (Reader reader = open("/profiles/index")) {
            return text(reader).lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static IllegalStateException broken(IOException e) {
        return new IllegalStateException("the bundle's own profiles cannot be read", e);
    }

    private static String text(Reader reader) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        return text.toString();
    }

    /** Profiles that were read from the same text stay the same objects, so that who uses one sees whether it has changed. */
    synchronized void keep(ProfileLibrary before) {
        Map<String, DeviceProfile> old = before.read();
        Map<String, String> oldTexts = before.texts();
        old.forEach((id, profile) -> {
            unpack(id);
            if (profiles.containsKey(id) && Objects.equals(texts.get(id), oldTexts.get(id))) {
                profiles.put(id, profile);
            }
        });
    }

    /** Goes on with the one there was before, if that may be used still. */
    synchronized void keepOld(String id, ProfileLibrary before) {
        Optional<String> hash = before.origin(id);
        if (hash.isPresent() && !pins.admits(id, hash.get())) {
            return;
        }
        hash.ifPresent(old -> origins.put(id, old));
        before.find(id).ifPresent(old -> {
            unread.remove(id);
            profiles.put(id, old);
            texts.put(id, before.texts().getOrDefault(id, ""));
        });
        before.reader(id).ifPresent(old -> {
            unread.remove(id);
            readers.put(id, old);
        });
    }

    /** Hash of the file that the profile at hand was read from; empty for one of the bundle. */
    synchronized Optional<String> origin(String id) {
        return Optional.ofNullable(origins.get(id));
    }

    /** The files of the folder, by the names of their profiles. */
    synchronized Map<String, ProfileNews.State> files() {
        Map<String, ProfileNews.State> states = new TreeMap<>();
        files.forEach((id, hash) -> states.put(id, new ProfileNews.State(hash, Optional.empty())));
        refused.forEach((file, reason) -> states.computeIfPresent(
                id(file), (id, used) -> new ProfileNews.State(used.hash(), Optional.of(reason))));
        return states;
    }

    private synchronized Map<String, DeviceProfile> read() {
        return Map.copyOf(profiles);
    }

    private synchronized Map<String, String> texts() {
        return Map.copyOf(texts);
    }

    private static Reader open(String resource) throws IOException {
        InputStream stream = ProfileLibrary.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IOException(resource + " is not in the bundle");
        }
        return new InputStreamReader(stream, StandardCharsets.UTF_8);
    }
}
