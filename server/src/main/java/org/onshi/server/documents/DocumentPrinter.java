package org.onshi.server.documents;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import jakarta.annotation.PreDestroy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.stereotype.Service;

/**
 * Prints documents as PDF/UA-1 files. The same document gives the same bytes. Few are printed at a
 * time, and none for long, since printing costs more than anything else a door does.
 */
@Service
public class DocumentPrinter {
    /** Printed at the same time. */
    private static final int TOGETHER_MAX = 2;

    /** How long a document waits for its turn. */
    private static final Duration TURN_MAX = Duration.ofSeconds(5);

    /** How long one may take; one of a hundred pages takes a few seconds. */
    private static final Duration PRINTING_MAX = Duration.ofSeconds(12);

    private static final String PRODUCER = "Onshi";

    private final Typeface typeface = new Typeface();
    private final String style = style();
    private final Semaphore turns = new Semaphore(TOGETHER_MAX, true);
    private final ExecutorService printing =
            Executors.newFixedThreadPool(
                    TOGETHER_MAX, Thread.ofPlatform().daemon().name("print-", 1).factory());

    /** Reads the fonts, so that the first document does not wait for them. */
    public DocumentPrinter() {
        // it would log parts of documents
        XRLog.setLoggingEnabled(false);
    }

    /**
     * The document as a PDF file.
     *
     * @throws Fault {@link FaultCode#OVERLOADED} when too many wait, {@link FaultCode#TOO_SLOW}
     *     when it takes too long
     */
    public byte[] pdf(Document document) {
        try {
            if (!turns.tryAcquire(TURN_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Fault(FaultCode.OVERLOADED);
            }
            // the turn ends with the printing, also when nobody waits for it any more
            Future<byte[]> printed =
                    printing.submit(() -> {
                        try {
                            return print(document);
                        } finally {
                            turns.release();
                        }
                    });
            return printed.get(PRINTING_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Fault(FaultCode.OVERLOADED);
        } catch (TimeoutException slow) {
            throw new Fault(FaultCode.TOO_SLOW);
        } catch (ExecutionException failed) {
            // without its message, which may hold what was printed
            IllegalStateException bug = new IllegalStateException("a document cannot be printed");
            bug.setStackTrace(failed.getCause().getStackTrace());
            throw bug;
        }
    }

    @PreDestroy
    void stop() {
        printing.shutdownNow();
    }

    private byte[] print(Document document) throws IOException {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.usePdfUaAccessibility(true);
        builder.usePdfVersion(1.7f);
        builder.withProducer(PRODUCER);
        builder.useReplacementText("●");
        builder.useFont(typeface::regular, Typeface.FAMILY, 400, FontStyle.NORMAL, true);
        builder.useFont(typeface::bold, Typeface.FAMILY, 700, FontStyle.NORMAL, true);
        builder.useObjectDrawerFactory(new ChartDrawing());
        builder.useExternalResourceAccessControl(
                (uri, type) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
        builder.withW3cDocument(Markup.of(document, style, typeface), null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        builder.toStream(out);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer();
                PDDocument pdf = renderer.createPDFKeepOpen()) {
            describe(pdf, document);
            pdf.save(out);
        }
        return out.toByteArray();
    }

    /** Everything the renderer would take from the clock, from the document instead. */
    private void describe(PDDocument pdf, Document document) throws IOException {
        String title = typeface.render(document.title());
        PDDocumentInformation information = new PDDocumentInformation();
        information.setTitle(title);
        information.setProducer(PRODUCER);
        information.setCreationDate(
                GregorianCalendar.from(document.createdAt().atZone(ZoneOffset.UTC)));
        pdf.setDocumentInformation(information);
        pdf.setDocumentId(document.createdAt().toEpochMilli());
        PDMetadata metadata = new PDMetadata(pdf);
        metadata.importXMPMetadata(
                """
                <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/">
                  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                    <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
                        xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
                        xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
                      <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
                      <dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
                      <xmp:CreateDate>%s</xmp:CreateDate>
                      <pdf:Producer>%s</pdf:Producer>
                      <pdfuaid:part>1</pdfuaid:part>
                    </rdf:Description>
                  </rdf:RDF>
                </x:xmpmeta>
                <?xpacket end="w"?>
                """
                        .formatted(
                                escaped(title),
                                escaped(document.language()),
                                document.createdAt(),
                                PRODUCER)
                        .getBytes(StandardCharsets.UTF_8));
        pdf.getDocumentCatalog().setMetadata(metadata);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String style() {
        try (InputStream in = DocumentPrinter.class.getResourceAsStream("/documents/print.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
