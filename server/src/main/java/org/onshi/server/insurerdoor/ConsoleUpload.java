package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.RequestContext;
import org.onshi.server.callers.Doors;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * A form with a file, read as it comes: a registration file holds individual numbers, and the
 * container would lay it on disk as it is. The form's token stands before the file, and is looked
 * at before a byte of the file is.
 */
final class ConsoleUpload {
    /** Forms with a file go here; Spring Security's own look at the token would need all of it. */
    static final String PATHS = "/console/files/{*rest}";

    private static final String TOKEN = "_csrf";
    private static final int FIELD_BYTES_MAX = 1_000;
    private static final int FIELDS_MAX = 10;

    private ConsoleUpload() {}

    /**
     * A file, and the fields that stand before it.
     *
     * @param content the file's
     */
    record Sent(InputStream content, Map<String, String> fields) {
        Sent {
            fields = Map.copyOf(fields);
        }

        /** Nothing of what was typed. */
        @Override
        public String toString() {
            return "Sent[…]";
        }
    }

    /** The file's content alone, as {@link #sent}. */
    static InputStream content(ConsoleUser user, HttpServletRequest request) throws IOException {
        return sent(user, request).content();
    }

    /**
     * Reads up to the file.
     *
     * @throws Fault {@link FaultCode#FORM_REFUSED} without the session's token, {@link
     *     FaultCode#FIELD_MISSING} without a file
     */
    static Sent sent(ConsoleUser user, HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw new Fault(FaultCode.FORM_REFUSED);
        }
        Map<String, String> fields = new HashMap<>();
        try {
            FileItemIterator items = new FileUpload().getItemIterator(new Body(request));
            while (items.hasNext()) {
                FileItemStream item = items.next();
                if (!item.isFormField()) {
                    requireToken(user, fields);
                    String name = item.getName() == null ? "" : item.getName();
                    if (name.isBlank()) {
                        throw new Fault(FaultCode.FIELD_MISSING, "file");
                    }
                    return new Sent(item.openStream(), fields);
                }
                if (fields.size() >= FIELDS_MAX) {
                    throw new Fault(FaultCode.REQUEST_MALFORMED);
                }
                fields.put(item.getFieldName(), text(item));
            }
        } catch (FileUploadException broken) {
            throw new Fault(Doors.brokenBody(broken).orElse(FaultCode.REQUEST_MALFORMED), broken);
        }
        requireToken(user, fields);
        throw new Fault(FaultCode.FIELD_MISSING, "file");
    }

    private static void requireToken(ConsoleUser user, Map<String, String> fields) {
        if (user.csrf().isEmpty()
                || !MessageDigest.isEqual(
                        user.csrf().getBytes(StandardCharsets.UTF_8),
                        fields.getOrDefault(TOKEN, "").getBytes(StandardCharsets.UTF_8))) {
            throw new Fault(FaultCode.FORM_REFUSED);
        }
    }

    private static String text(FileItemStream item) throws IOException {
        try (InputStream in = item.openStream()) {
            byte[] bytes = in.readNBytes(FIELD_BYTES_MAX + 1);
            if (bytes.length > FIELD_BYTES_MAX) {
                throw new Fault(FaultCode.FIELD_TOO_LONG, item.getFieldName());
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** The request as the library wants it. */
    private record Body(HttpServletRequest request) implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getContentType() {
            return request.getContentType();
        }

        @Override
        @SuppressWarnings("InlineMeSuggester")
        @Deprecated
        public int getContentLength() {
            return (int) Math.min(Integer.MAX_VALUE, request.getContentLengthLong());
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return request.getInputStream();
        }
    }

    /** Ids and texts of the form stay out of logs. */
    @Override
    public String toString() {
        return "ConsoleUpload[…]";
    }
}
