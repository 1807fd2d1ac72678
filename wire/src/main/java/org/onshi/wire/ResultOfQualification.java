package org.onshi.wire;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.onshi.kernel.Code;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.Kana;

/**
 * ResultOfQualificationConfirmation: one coverage as an answer shows it (interface.md §2.2). Fields
 * are texts in wire form, so that codes nobody knows yet survive reading; the builder brings
 * registered values into that form.
 *
 * @param fields in wire form; absent ones are not in it
 * @param consents at most one of a kind
 * @param specialDiseases 特定疾病療養受療証
 * @param publicExpense PublicExpenseResultList as it stands
 */
public record ResultOfQualification(
        Map<ResultField, String> fields,
        List<ConsentTriple> consents,
        List<SpecialDiseaseCertificate> specialDiseases,
        Optional<Element> publicExpense) {
    private static final String PUBLIC_EXPENSE = "PublicExpenseResultList";
    private static final Set<ResultField> BEFORE_LIMIT =
            Collections.unmodifiableSet(
                    EnumSet.range(ResultField.CARD_CLASS, ResultField.ELDERLY_RATIO));
    private static final Set<ResultField> LIMIT =
            Collections.unmodifiableSet(
                    EnumSet.range(ResultField.LIMIT_KIND, ResultField.LIMIT_CHANGED));
    private static final Set<ResultField> LAST =
            Collections.unmodifiableSet(
                    EnumSet.range(ResultField.REFERENCE_NUMBER, ResultField.ARBITRARY_IDENTIFIER));

    public ResultOfQualification {
        Map<ResultField, String> inOrder = new EnumMap<>(ResultField.class);
        inOrder.putAll(fields);
        fields = Collections.unmodifiableMap(inOrder);
        consents = List.copyOf(consents);
        specialDiseases = List.copyOf(specialDiseases);
    }

    /** A result to fill. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the element in any order; what it does not know it ignores, what is empty is absent.
     */
    public static ResultOfQualification of(Element element) {
        Map<ResultField, String> fields = new EnumMap<>(ResultField.class);
        for (ResultField field : ResultField.values()) {
            Optional<String> text =
                    field.parent().isEmpty()
                            ? element.textAt(field.element())
                            : element.textAt(field.parent(), field.element());
            text.ifPresent(value -> fields.put(field, value));
        }
        List<ConsentTriple> consents = new ArrayList<>();
        for (ConsentKind kind : ConsentKind.values()) {
            element.textAt(kind.flagElement())
                    .ifPresent(flag -> consents.add(consent(element, kind, flag)));
        }
        List<SpecialDiseaseCertificate> special =
                element.all(SpecialDiseaseCertificate.LIST).stream()
                        .flatMap(list -> list.all(SpecialDiseaseCertificate.ITEM).stream())
                        .map(SpecialDiseaseCertificate::of)
                        .toList();
        return new ResultOfQualification(fields, consents, special, element.first(PUBLIC_EXPENSE));
    }

    private static ConsentTriple consent(Element element, ConsentKind kind, String flag) {
        return new ConsentTriple(
                kind,
                flag,
                element.textAt(kind.givenElement()).flatMap(WireTime::of),
                element.textAt(kind.untilElement()).flatMap(WireTime::of));
    }

    /** A field as written. */
    public Optional<String> text(ResultField field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** A date field; empty when it is absent or no date. */
    public Optional<LocalDate> date(ResultField field) {
        return text(field).flatMap(FieldReading::date);
    }

    /** The consent of this kind. */
    public Optional<ConsentTriple> consent(ConsentKind kind) {
        return consents.stream().filter(triple -> triple.kind() == kind).findFirst();
    }

    /** The element, in the order of the layout; what is absent or empty is left out. */
    public Element toElement() {
        List<Element> children = new ArrayList<>();
        fields(BEFORE_LIMIT, children);
        consent(ConsentKind.LIMIT, children);
        fields(LIMIT, children);
        consent(ConsentKind.SPECIAL_DISEASES, children);
        if (!specialDiseases.isEmpty()) {
            children.add(
                    Element.of(
                            SpecialDiseaseCertificate.LIST,
                            specialDiseases.stream()
                                    .map(SpecialDiseaseCertificate::element)
                                    .toList()));
        }
        publicExpense.ifPresent(children::add);
        for (ConsentKind kind : EnumSet.range(ConsentKind.CHECKUP, ConsentKind.PRESCRIPTION)) {
            consent(kind, children);
        }
        fields(LAST, children);
        return Element.of(Names.RESULT, children);
    }

    private void fields(Set<ResultField> wanted, List<Element> into) {
        String openParent = "";
        List<Element> inParent = new ArrayList<>();
        for (ResultField field : wanted) {
            String value = fields.get(field);
            if (value == null) {
                continue;
            }
            if (!field.parent().equals(openParent)) {
                close(openParent, inParent, into);
                openParent = field.parent();
                inParent = new ArrayList<>();
            }
            (openParent.isEmpty() ? into : inParent).add(Element.leaf(field.element(), value));
        }
        close(openParent, inParent, into);
    }

    private static void close(String parent, List<Element> inParent, List<Element> into) {
        if (!inParent.isEmpty()) {
            into.add(Element.of(parent, inParent));
        }
    }

    private void consent(ConsentKind kind, List<Element> into) {
        consent(kind)
                .ifPresent(triple -> {
                    into.add(Element.leaf(kind.flagElement(), triple.flag()));
                    triple.givenAt()
                            .ifPresent(at ->
                                    into.add(Element.leaf(kind.givenElement(), WireTime.text(at))));
                    triple.availableUntil()
                            .ifPresent(at ->
                                    into.add(Element.leaf(kind.untilElement(), WireTime.text(at))));
                });
    }

    /** The number of fields only: all of it is a person's. */
    @Override
    public String toString() {
        return "ResultOfQualification[" + fields.size() + " fields]";
    }

    /** Fills a result from registered values. Empty values are left out. */
    public static final class Builder {
        private final Map<ResultField, String> fields = new EnumMap<>(ResultField.class);
        private final List<ConsentTriple> consents = new ArrayList<>();
        private final List<SpecialDiseaseCertificate> specialDiseases = new ArrayList<>();
        private Optional<Element> publicExpense = Optional.empty();

        private Builder() {}

        /** A text, brought into the form of its field: kana half-width, insurer number padded. */
        public Builder set(ResultField field, String value) {
            String text =
                    switch (field.kind()) {
                        case TEXT, DATE -> value;
                        case NAME -> nameParted(value.strip());
                        case KANA -> Kana.halfWidth(value).strip();
                        case INSURER ->
                                " ".repeat(Math.max(0, 8 - value.strip().length())) + value.strip();
                    };
            if (!text.isBlank()) {
                fields.put(field, text);
            }
            return this;
        }

        /**
         * Family and given name are parted by a full-width space (interface.md §1.5). Where the
         * insurer already did so, a half-width space is part of a name of several words and stays
         * as registered.
         */
        private static String nameParted(String name) {
            return name.indexOf('　') >= 0 ? name : name.replace(' ', '　');
        }

        /** A text that may be absent. */
        public Builder set(ResultField field, Optional<String> value) {
            value.ifPresent(text -> set(field, text));
            return this;
        }

        /** A date. */
        public Builder set(ResultField field, LocalDate date) {
            return set(field, FieldReading.text(date));
        }

        /** A date that may be absent. */
        public Builder setDate(ResultField field, Optional<LocalDate> date) {
            date.ifPresent(day -> set(field, day));
            return this;
        }

        /** A code. */
        public Builder set(ResultField field, Code code) {
            return set(field, code.wire());
        }

        /** A code that may be absent. */
        public Builder setCode(ResultField field, Optional<? extends Code> code) {
            code.ifPresent(known -> set(field, known));
            return this;
        }

        /** Symbol, number and branch. */
        public Builder identifier(InsuredIdentifier identifier) {
            return set(ResultField.SYMBOL, identifier.symbol())
                    .set(ResultField.NUMBER, identifier.number())
                    .set(ResultField.BRANCH, identifier.branch());
        }

        /** One consent. */
        public Builder consent(ConsentTriple triple) {
            consents.removeIf(other -> other.kind() == triple.kind());
            consents.add(triple);
            return this;
        }

        /** Consent of a request by number to limit data: given at the time of the check. */
        public Builder limitConsent(boolean given, LocalDateTime at) {
            return consent(
                    given
                            ? ConsentTriple.given(ConsentKind.LIMIT, at)
                            : ConsentTriple.refused(ConsentKind.LIMIT));
        }

        /** One certificate of a special disease. */
        public Builder specialDisease(SpecialDiseaseCertificate certificate) {
            specialDiseases.add(certificate);
            return this;
        }

        /** PublicExpenseResultList as it stands. */
        public Builder publicExpense(Element list) {
            publicExpense = Optional.of(list);
            return this;
        }

        /** The result. */
        public ResultOfQualification build() {
            List<ConsentTriple> inOrder = new ArrayList<>(consents);
            inOrder.sort(Comparator.comparing(ConsentTriple::kind));
            return new ResultOfQualification(fields, inOrder, specialDiseases, publicExpense);
        }
    }
}
