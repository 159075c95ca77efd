package io.voltwright.protocol.ocpp;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;

/**
 * Files over FTP and FTPS, always passive and in binary; FTPS by AUTH TLS, at port 990 with TLS from the first byte.
 *
 * <p>Every connection is checked where it is opened, so that neither a name that changes its address nor the answer to PASV leads
 * elsewhere; see {@link CheckedSockets}.
 */
final class FtpCarrier implements Transfer.Carrier {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final Transfer.Tools tools;
    private final CheckedSockets sockets;

    FtpCarrier(Transfer.Tools tools) {
        this.tools = tools;
        this.sockets = new CheckedSockets(tools.rules(), PATIENCE);
    }

    @Override
    public void fetch(URI from, PartialFile to) throws TransferTrouble, IOException {
        FTPClient client = login(from);
        String path = path(from);
        Optional<String> version = version(client, path);
        long there = version.isPresent() && version.equals(to.mark()) ? to.there() : 0;
        client.setRestartOffset(there);
        InputStream in = client.retrieveFileStream(path);
        if (in == null) {
            to.forget();
            // A server that cannot go on in the middle is asked for all of it at the next try.
            throw there > 0
                    ? new TransferTrouble(TransferTrouble.Kind.FAILED, "the server does not send the rest of the file")
                    : refused(client);
        }
        try (in) {
            tools.copy(in, there > 0 ? to.rest() : to.begin(version), there);
        }
        if (!client.completePendingCommand()) {
            throw refused(client);
        }
        client.logout();
    }

    // When it was written and how long it is; an old server knows neither.
    private static Optional<String> version(FTPClient client, String path) throws IOException {
        Optional<String> written = Optional.ofNullable(client.getModificationTime(path));
        Optional<String> size = Optional.ofNullable(client.getSize(path));
        return written.flatMap(time -> size.map(bytes -> time.strip() + " " + bytes.strip()));
    }

    @Override
    public void send(URI to, Path file, String name) throws TransferTrouble, IOException {
        FTPClient client = login(to);
        String folder = path(to);
        try (InputStream in = Files.newInputStream(file)) {
            if (!client.storeFile(folder.isEmpty() || folder.endsWith("/") ? folder + name : folder + "/" + name, in)) {
                throw refused(client);
            }
        }
        client.logout();
    }

    // Without the first slash: it stands between host and path (RFC 1738, 3.2.2).
    private static String path(URI uri) throws TransferTrouble {
        String path = Optional.ofNullable(uri.getPath()).orElse("").replaceFirst("^/", "");
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw new TransferTrouble(TransferTrouble.Kind.NOT_PERMITTED, "the path holds control characters");
        }
        return path;
    }

    private FTPClient login(URI uri) throws TransferTrouble, IOException {
        boolean tls = uri.getScheme().toLowerCase(Locale.ROOT).equals("ftps");
        int port = uri.getPort() < 0 ? FTP.DEFAULT_PORT : uri.getPort();
        String host = uri.getHost().replaceFirst("^\\[(.*)]$", "$1");
        FTPClient client =
                tls ? new SecureFtp(port == tools.implicitPort(), tools.tls().get(), sockets, host) : new FTPClient();
        client.setSocketFactory(sockets);
        // Whatever the answer to PASV says.
        client.setIpAddressFromPasvResponse(false);
        client.setConnectTimeout((int) PATIENCE.toMillis());
        client.setDefaultTimeout((int) PATIENCE.toMillis());
        client.setDataTimeout(SILENCE);
        client.connect(host, port);
        if (!FTPReply.isPositiveCompletion(client.getReplyCode())) {
            throw refused(client);
        }
        String[] user =
                Optional.ofNullable(uri.getUserInfo()).orElse("anonymous:").split(":", 2);
        if ((user[0] + (user.length == 2 ? user[1] : "")).chars().anyMatch(Character::isISOControl)) {
            throw new TransferTrouble(TransferTrouble.Kind.NOT_PERMITTED, "the user holds control characters");
        }
        if (!client.login(user[0], user.length == 2 ? user[1] : "")) {
            throw refused(client);
        }
        if (client instanceof SecureFtp secure) {
            secure.hideData();
        }
        client.enterLocalPassiveMode();
        client.setFileType(FTP.BINARY_FILE_TYPE);
        return client;
    }

    private static TransferTrouble refused(FTPClient client) {
        int code = client.getReplyCode();
        TransferTrouble.Kind kind =
                switch (code) {
                    case 500, 501, 503 -> TransferTrouble.Kind.BAD_MESSAGE;
                    case 430, 530, 532, 550, 553 -> TransferTrouble.Kind.NOT_PERMITTED;
                    case 502, 504, 534 -> TransferTrouble.Kind.NOT_SUPPORTED;
                    default -> TransferTrouble.Kind.FAILED;
                };
        return new TransferTrouble(kind, "the server answered with code " + code);
    }

    @Override
    public void cut() {
        sockets.close();
    }
}
