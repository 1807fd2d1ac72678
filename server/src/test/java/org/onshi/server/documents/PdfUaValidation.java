package org.onshi.server.documents;

import jakarta.xml.bind.JAXBException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.verapdf.core.EncryptedPdfException;
import org.verapdf.core.ModelParsingException;
import org.verapdf.core.ValidationException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;

/** veraPDF's reading of ISO 14289-1: the rules a machine can check. */
public final class PdfUaValidation {
    private static final String RULES = "/org/verapdf/pdfa/validation/PDFUA-1.xml";

    private PdfUaValidation() {}

    /** What a file breaks, a line a rule; empty for a conforming one. */
    public static List<String> faults(byte[] pdf) {
        VeraGreenfieldFoundryProvider.initialise();
        try (InputStream rules = Profiles.class.getResourceAsStream(RULES);
                PDFAParser parser =
                        Foundries.defaultInstance()
                                .createParser(new ByteArrayInputStream(pdf), PDFAFlavour.PDFUA_1);
                PDFAValidator validator =
                        Foundries.defaultInstance()
                                .createValidator(Profiles.profileFromXml(rules), false)) {
            ValidationResult result = validator.validate(parser);
            return result.getTestAssertions().stream()
                    .filter(it -> it.getStatus() == TestAssertion.Status.FAILED)
                    .map(it -> it.getRuleId().getClause() + " " + it.getMessage())
                    .distinct()
                    .toList();
        } catch (ModelParsingException
                | EncryptedPdfException
                | ValidationException
                | JAXBException broken) {
            throw new AssertionError("no PDF file that can be read", broken);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
