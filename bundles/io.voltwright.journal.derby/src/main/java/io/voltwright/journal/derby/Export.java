package io.voltwright.journal.derby;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/** Writes a sealed segment to a file: the link before it, its entries one a line, and its signed checkpoint beside it. */
record Export(Path folder) {

    private static final int PAGE = 1_000;

    /**
     * @return the file
     * @throws IOException if a segment is not whole, or the disk does not take it
     */
    String write(Connection connection, SegmentTable.Segment segment) throws SQLException, IOException {
        Files.createDirectories(folder);
        String name = "journal-%012d-%012d".formatted(segment.first(), segment.last());
        Path draft = folder.resolve(name + ".new");
        Link link = Tables.horizon(connection);
        if (link.position() != segment.first() - 1) {
            throw new IOException("segment " + segment.first() + " is not the oldest that is kept");
        }
        try (FileChannel channel = FileChannel.open(
                        draft,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                BufferedWriter out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8))) {
            out.write(HexFormat.of().formatHex(link.hash()));
            out.write('\n');
            while (link.position() < segment.last()) {
                List<Tables.Row> rows = Tables.rows(connection, link.position(), segment.last(), PAGE);
                for (Tables.Row row : rows) {
                    link = link.next(row.body());
                    out.write(row.body());
                    out.write('\n');
                }
                if (rows.isEmpty()
                        || link.position() != rows.get(rows.size() - 1).position()) {
                    throw new IOException("the journal has a gap after " + link.position() + ": run journal:verify");
                }
            }
            out.flush();
            channel.force(true);
        }
        if (!segment.checkpoint().covers(link)) {
            throw new IOException(
                    "segment " + segment.first() + " is not what its checkpoint says: run journal:verify");
        }
        Files.writeString(
                folder.resolve(name + ".checkpoint"),
                segment.checkpoint().note(segment.seal().orElseThrow()));
        Path file = folder.resolve(name + ".jsonl");
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return file.toString();
    }
}
