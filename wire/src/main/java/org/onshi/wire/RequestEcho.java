package org.onshi.wire;

import java.util.List;
import java.util.Optional;

/**
 * What an answer repeats of its request, also when the request is faulty: taken as it stands, never
 * judged.
 *
 * @param confirmationDate QualificationConfirmationDate as sent
 * @param facilityCode MedicalInstitutionCode as sent
 * @param fileIdentifier ArbitraryFileIdentifier
 * @param receptionNumber ReceptionNumber of a bulk result request
 * @param searches QualificationConfirmSearchInfo as sent, unknown children included
 */
public record RequestEcho(
        Optional<String> confirmationDate,
        Optional<String> facilityCode,
        Optional<Echoed> fileIdentifier,
        Optional<Echoed> receptionNumber,
        List<Element> searches) {

    public RequestEcho {
        searches = List.copyOf(searches);
    }

    /** What there is to repeat of any message. */
    public static RequestEcho of(Element root) {
        return new RequestEcho(
                leaf(root, Names.HEADER, Names.CONFIRMATION_DATE).map(Element::text),
                leaf(root, Names.HEADER, Names.FACILITY_CODE).map(Element::text),
                leaf(root, Names.HEADER, Names.FILE_IDENTIFIER).map(Echoed::of),
                leaf(root, Names.BODY, Names.RECEPTION_NUMBER)
                        .or(() -> leaf(root, Names.HEADER, Names.RECEPTION_NUMBER))
                        .map(Echoed::of),
                root.first(Names.BODY).map(body -> body.all(Names.SEARCH)).orElse(List.of()));
    }

    /**
     * This request for a bulk result, with the day and the identifier of the upload it belongs to
     * where it carries none itself.
     */
    public RequestEcho uploadedAs(
            Optional<String> uploadedDate, Optional<String> uploadedIdentifier) {
        return new RequestEcho(
                confirmationDate.or(() -> uploadedDate),
                facilityCode,
                fileIdentifier.or(() -> uploadedIdentifier.map(Echoed::of)),
                receptionNumber,
                searches);
    }

    private static Optional<Element> leaf(Element root, String... path) {
        return root.at(path).filter(element -> element.children().isEmpty());
    }

    /**
     * An answer that went through JSON, with the identifiers written as the request wrote them:
     * JSON carries what they say, not how they were escaped.
     */
    public Element restore(Element answer) {
        Element restored = answer;
        for (String part : List.of(Names.HEADER, Names.BODY)) {
            Optional<Element> branch = restored.first(part);
            if (branch.isPresent()) {
                Element changed = restoreIn(branch.get(), Names.FILE_IDENTIFIER, fileIdentifier);
                changed = restoreIn(changed, Names.RECEPTION_NUMBER, receptionNumber);
                restored = restored.with(changed);
            }
        }
        return restored;
    }

    private static Element restoreIn(Element branch, String name, Optional<Echoed> sent) {
        boolean same =
                sent.isPresent()
                        && branch.first(name)
                                .filter(found -> found.text().equals(sent.get().text()))
                                .isPresent();
        return same ? branch.with(sent.get().element(name)) : branch;
    }

    /** Nothing a person could be known by. */
    @Override
    public String toString() {
        return "RequestEcho[…]";
    }
}
