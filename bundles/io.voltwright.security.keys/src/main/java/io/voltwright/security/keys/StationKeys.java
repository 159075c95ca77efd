package io.voltwright.security.keys;

import io.voltwright.base.api.Time;
import io.voltwright.security.api.Keys;
import io.voltwright.security.api.Signer;
import io.voltwright.security.api.Tls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The station's key store on disk, its signing key, and TLS contexts from it. */
@Component(
        configurationPid = "io.voltwright.security.keys",
        service = {Keys.class, Signer.class, Tls.class, StationKeys.class})
@Designate(ocd = StationKeys.Config.class)
public final class StationKeys implements Keys, Signer, Tls {

    /** What stands in certificates that the station makes itself. */
    @ObjectClassDefinition(name = "Keys and certificates")
    public @interface Config {

        @AttributeDefinition(description = "DNS names in self-signed certificates")
        String[] hosts() default {"localhost"};

        @AttributeDefinition(description = "IP addresses in self-signed certificates")
        String[] addresses() default {"127.0.0.1", "::1"};

        @AttributeDefinition(description = "Application URI in the OPC UA certificate")
        String application_uri() default "urn:voltwright:station";

        @AttributeDefinition(description = "Validity of a self-signed certificate, in days", min = "1", max = "3650")
        int certificate_days() default 1095;
    }

    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?");
    private static final Pattern PEM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Set<String> EXPIRING =
            Set.of("identity", StationCertificates.OWN, StationCertificates.AUTHORITY);
    private static final String SIGNER = "identity:signer";

    private final KeyFile file;
    private final Path etc;
    private final Certificates.Names names;
    private final Time time;

    @Activate
    public StationKeys(BundleContext bundle, Config config, @Reference Time time) {
        this(
                Path.of(property(bundle, "voltwright.home", "karaf.base"), "keys"),
                Path.of(property(bundle, "voltwright.etc", "karaf.etc")),
                System.getenv(),
                new Certificates.Names(
                        List.of(config.hosts()),
                        List.of(config.addresses()),
                        config.application_uri(),
                        Duration.ofDays(config.certificate_days())),
                time);
    }

    StationKeys(Path folder, Path etc, Map<String, String> environment, Certificates.Names names, Time time) {
        this.etc = etc;
        this.names = names;
        this.time = time;
        try {
            SafeFile.folder(folder);
            file = KeyFile.open(folder.resolve("station.p12"), Passphrase.find(environment, folder));
        } catch (IOException e) {
            throw new IllegalStateException("the folder of the key store, " + folder + ", cannot be used", e);
        }
    }

    private static String property(BundleContext bundle, String name, String otherwise) {
        String value = bundle.getProperty(name);
        String fallback = value != null ? value : bundle.getProperty(otherwise);
        return fallback != null ? fallback : ".";
    }

    @Override
    public synchronized SecretKey secret(String purpose) {
        String alias = "secret:" + checked(purpose);
        if (file.entry(alias).isEmpty()) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            file.put(alias, new KeyStore.SecretKeyEntry(new SecretKeySpec(random, "AES")));
        }
        return file.entry(alias)
                .map(KeyStore.SecretKeyEntry.class::cast)
                .orElseThrow()
                .getSecretKey();
    }

    @Override
    public Optional<char[]> password(String name) {
        return file.entry("password:" + checked(name))
                .map(KeyStore.SecretKeyEntry.class::cast)
                .map(entry -> chars(entry.getSecretKey().getEncoded()));
    }

    @Override
    public void putPassword(String name, char[] value) {
        if (value.length == 0 || value.length > 1024) {
            throw new IllegalArgumentException("password '" + name + "' must have 1 to 1024 characters");
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(value));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        file.put("password:" + checked(name), new KeyStore.SecretKeyEntry(new SecretKeySpec(bytes, "AES")));
    }

    @Override
    public synchronized KeyStore.PrivateKeyEntry identity(String listener) {
        String alias = "identity:" + checked(listener);
        if (file.entry(alias).isEmpty()) {
            renew(listener);
        }
        return entry(alias);
    }

    @Override
    public synchronized void renew(String listener) {
        String alias = "identity:" + checked(listener);
        if (alias.equals(SIGNER)) {
            throw new IllegalArgumentException("the signing key is not renewed: what it signed must stay verifiable");
        }
        file.put(alias, Certificates.forListener(listener, names, time.instant()));
    }

    @Override
    public List<Held> held() {
        List<Held> all = new ArrayList<>();
        for (String alias : file.aliases()) {
            int colon = alias.indexOf(':');
            String kind = alias.substring(0, Math.max(0, colon));
            Optional<Instant> expires = EXPIRING.contains(kind) ? Optional.of(expires(alias)) : Optional.empty();
            all.add(new Held(alias.substring(colon + 1), kind, expires));
        }
        all.addAll(authorities());
        return all;
    }

    private List<Held> authorities() {
        try (Stream<Path> files = Files.list(etc)) {
            return files.filter(path -> path.toString().endsWith(".pem"))
                    .sorted()
                    .map(pem -> new Held(
                            String.valueOf(pem.getFileName()),
                            "authority",
                            TlsContexts.read(pem).stream()
                                    .map(certificate ->
                                            certificate.getNotAfter().toInstant())
                                    .min(Instant::compareTo)))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public SSLContext server(String listener) {
        return TlsContexts.of(Optional.of(identity(listener)), Optional.of(List.of()));
    }

    @Override
    public SSLContext client(Optional<String> authorities, Optional<String> identity) {
        return TlsContexts.of(identity.map(this::identity), authorities.map(this::trusted));
    }

    KeyFile file() {
        return file;
    }

    /** The certificates in a PEM file of the configuration folder. */
    List<X509Certificate> trusted(String name) {
        if (!PEM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a PEM file in " + etc + ": letters, digits, . _ - only");
        }
        Path pem = etc.resolve(name.endsWith(".pem") ? name : name + ".pem");
        if (!Files.isReadable(pem)) {
            throw new IllegalArgumentException("the authorities '" + name + "' are missing: put them into " + pem);
        }
        return TlsContexts.read(pem);
    }

    @Override
    public SSLParameters parameters() {
        return TlsContexts.parameters();
    }

    @Override
    public String keyId() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey());
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] publicKey() {
        return signer().getCertificate().getPublicKey().getEncoded();
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(signer().getPrivateKey());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the station cannot sign", e);
        }
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(signer().getCertificate().getPublicKey());
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private synchronized KeyStore.PrivateKeyEntry signer() {
        if (file.entry(SIGNER).isEmpty()) {
            file.put(SIGNER, Certificates.forSigning(names, time.instant()));
        }
        return entry(SIGNER);
    }

    private KeyStore.PrivateKeyEntry entry(String alias) {
        return (KeyStore.PrivateKeyEntry) file.entry(alias).orElseThrow();
    }

    private Instant expires(String alias) {
        var certificate = file.entry(alias).orElseThrow() instanceof KeyStore.TrustedCertificateEntry trusted
                ? trusted.getTrustedCertificate()
                : entry(alias).getCertificate();
        return ((X509Certificate) certificate).getNotAfter().toInstant();
    }

    private static char[] chars(byte[] utf8) {
        return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8)).toString().toCharArray();
    }

    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name: 1 to 64 lower-case letters, digits, dots and hyphens");
        }
        return name;
    }
}
