package org.onshi.sandbox;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.onshi.kernel.CertificateId;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.ResidentRow;
import org.onshi.wire.SharedClock;

/**
 * Issues cards, puts them on hold, revokes and renews them, and knows whose every certificate is.
 * What it answered for survives a kill: the journal is on disk before the answer. The cards of the
 * town cost nothing until they are used: key and certificate are made then, and always alike. Safe
 * for several threads.
 */
final class CardOffice implements CardDrawer, AutoCloseable {
    static final String CARD_POLICY = "1.2.392.200149.8.5.1.3.30";
    private static final String CARD_SIGNATURE_POLICY = "1.2.392.200149.8.5.1.1.20";

    /** Of phones; not public, see docs/divergences.md. */
    private static final String PHONE_POLICY = "1.2.392.200149.8.5.1.3.40";

    private static final String PHONE_SIGNATURE_POLICY = "1.2.392.200149.8.5.1.1.40";
    private static final int CERTIFICATES_KEPT = 500;

    private final Jpki jpki;
    private final ResidentRegister register;
    private final SharedClock clock;
    private final CardKeys keys;
    private final Map<String, TownCard> town;
    private final CardJournal journal;
    private final SecureRandom random = new SecureRandom();

    /** Those to which something happened; the others stand as the town has them. */
    private final Map<String, CardEntry> touched = new HashMap<>();

    private final NavigableSet<String> ids = new TreeSet<>();

    /** Those that may have a certificate that may not be used: few of many. */
    private final NavigableSet<String> suspects = new TreeSet<>();

    private final Map<Long, Place> bySerial = new HashMap<>();
    private final Map<String, List<String>> byPerson = new HashMap<>();

    private final Map<String, X509Certificate> certificates =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, X509Certificate> eldest) {
                    return size() > CERTIFICATES_KEPT;
                }
            };

    /** Where a certificate is: its card, and which of that card's rounds. */
    private record Place(String cardId, int round) {}

    /**
     * What is asked for when a card is issued.
     *
     * @param kind empty for what the holder's age gives
     * @param expires last day of the certificates; empty for the rule
     * @param pin empty for one drawn by lot
     * @param ofTest of the test hierarchy
     */
    record Wish(
            String person,
            Optional<CardKind> kind,
            Optional<LocalDate> expires,
            Optional<String> pin,
            boolean ofTest) {
        /** The person's key only. */
        @Override
        public String toString() {
            return "Wish[" + person + "]";
        }
    }

    private CardOffice(Path folder, Jpki jpki, ResidentRegister register, SharedClock clock) {
        this.jpki = jpki;
        this.register = register;
        this.clock = clock;
        this.keys = new CardKeys(folder.resolve("card-keys"));
        this.town = TownCards.read(new TownFiles(folder.resolve("town")).town());
        for (TownCard card : town.values()) {
            index(card.cardId(), card.person(), card.round());
            if (card.entry().condition() != CardCondition.VALID) {
                suspects.add(card.cardId());
            }
        }
        this.journal = CardJournal.open(folder, this::apply);
    }

    /**
     * Opens the office of this folder.
     *
     * @param folder the sandbox's: journal, shared keys, and in {@code town/} the town
     */
    static CardOffice open(Path folder, Jpki jpki, ResidentRegister register, SharedClock clock) {
        return new CardOffice(folder, jpki, register, clock);
    }

    @Override
    public synchronized Optional<CardInHand> card(String cardId) {
        return find(cardId)
                .flatMap(entry ->
                        register.find(entry.person())
                                .map(row -> new Card(entry, holder(row), this)));
    }

    /**
     * The card as it stands.
     *
     * @throws Fault {@link FaultCode#CARD_UNKNOWN}
     */
    synchronized CardEntry entry(String cardId) {
        return find(cardId).orElseThrow(() -> new Fault(FaultCode.CARD_UNKNOWN, "card_id"));
    }

    /** Cards in the order of their ids, from the first after {@code after} on. */
    synchronized List<CardEntry> list(String after, int limit) {
        return ids.tailSet(after, false).stream().limit(limit).map(this::entry).toList();
    }

    /** Letters about an end that have gone out by today, in the order of the cards' ids. */
    synchronized List<ExpiryLetter> letters(String after, int limit) {
        LocalDate today = clock.today();
        return ids.tailSet(after, false).stream()
                .map(this::entry)
                .flatMap(card -> sentBy(today, card).stream())
                .limit(limit)
                .toList();
    }

    /**
     * The letter about this card's end, if it has gone out by today.
     *
     * @throws Fault {@link FaultCode#CARD_UNKNOWN}
     */
    synchronized Optional<ExpiryLetter> letter(String cardId) {
        return sentBy(clock.today(), entry(cardId));
    }

    private static Optional<ExpiryLetter> sentBy(LocalDate today, CardEntry card) {
        return ExpiryLetter.of(card).filter(letter -> !letter.sentOn().isAfter(today));
    }

    /** The cards of a person, the first one first. */
    synchronized List<CardEntry> of(String person) {
        return byPerson.getOrDefault(person, List.of()).stream().map(this::entry).toList();
    }

    /**
     * Issues a card. It takes the place of the person's card before: phones that of a phone of the
     * kind, cards that of a card.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND} for nobody of that key, {@link
     *     FaultCode#VALUES_CONTRADICT} for a day on which no such card could end
     */
    CardEntry issue(Wish wish) {
        ResidentRow holder =
                register.find(wish.person())
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND, "person"));
        LocalDate birth = holder.birthDate();
        LocalDate today = clock.today();
        LocalDate latest = CardLife.certificateEnd(birth, today, CardLife.cardEnd(birth, today));
        LocalDate lastDay = wish.expires().orElse(latest);
        if (lastDay.isAfter(latest) || !lastDay.isAfter(birth) || birth.isAfter(today)) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "expires");
        }
        CardKind kind = wish.kind().orElseGet(() -> CardLife.kindFor(birth, today));
        if (kind == CardKind.PIN_LESS && wish.pin().isPresent()) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "pin");
        }
        LocalDate begun = CardLife.issuedFor(birth, lastDay);
        LocalDate issuedOn = begun.isAfter(today) || wish.expires().isEmpty() ? today : begun;
        LocalDate cardEnd = CardLife.cardEnd(birth, issuedOn);
        String key = CardKeys.own();
        synchronized (this) {
            String cardId = freeId(wish.person());
            CardEntry made =
                    new CardEntry(
                            cardId,
                            wish.person(),
                            kind,
                            kind == CardKind.PIN_LESS ? "" : wish.pin().orElseGet(this::drawnPin),
                            cardEnd.isBefore(lastDay) ? lastDay : cardEnd,
                            wish.ofTest(),
                            List.of(new CardRound(cardId, 0, issuedOn, lastDay, key, Instant.MAX)),
                            CardCondition.VALID,
                            clock.instant(),
                            kind == CardKind.PIN_LESS ? 0 : CardEntry.PIN_TRIES,
                            before(wish.person(), kind).map(CardEntry::cardId));
            happen(new CardEvent.Issued(made, clock.instant()));
            return entry(cardId);
        }
    }

    /** Puts a card on hold; one on hold stays so. */
    synchronized CardEntry hold(String cardId) {
        return become(cardId, CardCondition.HELD, CardCondition.VALID);
    }

    /** Takes the hold away; a valid card stays so. */
    synchronized CardEntry release(String cardId) {
        return become(cardId, CardCondition.VALID, CardCondition.HELD);
    }

    /** Revokes a card for good. */
    synchronized CardEntry revoke(String cardId) {
        CardEntry entry = entry(cardId);
        return entry.condition() == CardCondition.REPLACED
                ? entry
                : become(cardId, CardCondition.REVOKED, CardCondition.VALID, CardCondition.HELD);
    }

    /**
     * Gives a card new certificates, which begin today; those before are superseded.
     *
     * @throws Fault {@link FaultCode#STEP_REFUSED} for a card that is not valid, or is over
     */
    CardEntry renew(String cardId) {
        boolean shared = entry(cardId).present().key().isEmpty();
        String key = shared ? "" : CardKeys.own();
        synchronized (this) {
            CardEntry entry = entry(cardId);
            LocalDate today = clock.today();
            if (entry.condition() != CardCondition.VALID || entry.cardExpiresOn().isBefore(today)) {
                throw new Fault(FaultCode.STEP_REFUSED, "card_id");
            }
            LocalDate birth =
                    register.find(entry.person())
                            .map(ResidentRow::birthDate)
                            .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND, "person"));
            CardRound next =
                    new CardRound(
                            cardId,
                            entry.present().number() + 1,
                            today,
                            CardLife.certificateEnd(birth, today, entry.cardExpiresOn()),
                            key,
                            Instant.MAX);
            happen(new CardEvent.Renewed(next, clock.instant()));
            return entry(cardId);
        }
    }

    synchronized int pinTriesLeft(String cardId) {
        return entry(cardId).pinTriesLeft();
    }

    /** Durable when this returns. */
    synchronized void setPinTriesLeft(String cardId, int left) {
        if (left < 0 || left > CardEntry.PIN_TRIES) {
            throw new IllegalArgumentException("a card counts 0 to 3 tries");
        }
        if (entry(cardId).pinTriesLeft() != left) {
            happen(new CardEvent.PinCounted(cardId, left));
        }
    }

    /** Which user-authentication certificate the card holds now. */
    CertificateId certificateId(CardEntry entry) {
        return certificateId(entry, entry.present());
    }

    /** Whether that authority issued a certificate with that serial number. */
    synchronized boolean issued(String issuerKeyId, BigInteger serial) {
        return found(issuerKeyId, serial).isPresent();
    }

    /** Why and since when a certificate may not be used; empty while it may. */
    synchronized Optional<RevokedCertificate> revoked(String issuerKeyId, BigInteger serial) {
        return found(issuerKeyId, serial).flatMap(place -> revoked(entry(place.cardId()), place));
    }

    /** All certificates of an authority that may not be used; readers do not wait for it. */
    List<RevokedCertificate> revoked(String issuerKeyId) {
        List<RevokedCertificate> all = new ArrayList<>();
        for (CardEntry entry : suspects()) {
            for (CardRound round : entry.rounds()) {
                if (authority(entry, round).keyId().equals(issuerKeyId)) {
                    revoked(entry, new Place(entry.cardId(), round.number())).ifPresent(all::add);
                }
            }
        }
        return all;
    }

    private synchronized List<CardEntry> suspects() {
        return suspects.stream().map(this::entry).toList();
    }

    /** Whose certificate it is: the resident, as the register knows it. */
    synchronized Optional<ResidentRow> holder(CertificateId certificate) {
        return found(certificate.issuerKeyId(), new BigInteger(certificate.serial(), 16))
                .flatMap(place -> register.find(entry(place.cardId()).person()));
    }

    /**
     * The certificate that this one replaced: of the card's round before, or of the card before.
     */
    synchronized Optional<CertificateId> predecessor(CertificateId certificate) {
        return found(certificate.issuerKeyId(), new BigInteger(certificate.serial(), 16))
                .flatMap(place -> {
                    CardEntry entry = entry(place.cardId());
                    if (place.round() > 0) {
                        return Optional.of(
                                certificateId(entry, entry.rounds().get(place.round() - 1)));
                    }
                    return entry.replaces().map(this::entry).map(this::certificateId);
                });
    }

    X509Certificate authenticationCertificate(CardEntry entry) {
        CardRound round = entry.present();
        return kept(
                "authentication " + round.number() + " " + entry.cardId(),
                () ->
                        authority(entry, round)
                                .authentication(
                                        BigInteger.valueOf(round.serial()),
                                        round.subject(),
                                        round.issuedOn(),
                                        round.expiresOn(),
                                        phone(entry.kind()) ? PHONE_POLICY : CARD_POLICY,
                                        keys.authentication(round).getPublic()));
    }

    /** Not kept: what stands in it about the holder may change. */
    X509Certificate signatureCertificate(CardEntry entry, CardHolder holder) {
        CardRound round = entry.present();
        return jpki.signature(round.issuedOn())
                .signature(
                        round.signatureSerial(),
                        round.subject(),
                        round.issuedOn(),
                        round.expiresOn(),
                        phone(entry.kind()) ? PHONE_SIGNATURE_POLICY : CARD_SIGNATURE_POLICY,
                        holder,
                        keys.signature(round).getPublic());
    }

    JpkiAuthority authority(CardEntry entry, CardRound round) {
        return jpki.authentication(round.issuedOn(), entry.ofTest());
    }

    byte[] sign(CardRound round, byte[] digestInfo) {
        return keys.sign(round, digestInfo);
    }

    @Override
    public synchronized void close() {
        journal.close();
    }

    private CardEntry become(String cardId, CardCondition next, CardCondition... from) {
        CardEntry entry = entry(cardId);
        if (entry.condition() == next) {
            return entry;
        }
        if (!List.of(from).contains(entry.condition())) {
            throw new Fault(FaultCode.STEP_REFUSED, "card_id");
        }
        happen(new CardEvent.Became(cardId, next, clock.instant()));
        return entry(cardId);
    }

    private void happen(CardEvent event) {
        journal.append(event);
        apply(event);
    }

    private void apply(CardEvent event) {
        switch (event) {
            case CardEvent.Issued issued -> {
                CardEntry card = issued.card();
                card.replaces()
                        .flatMap(this::find)
                        .filter(old -> old.condition() != CardCondition.REVOKED)
                        .ifPresent(old -> suspect(old.become(CardCondition.REPLACED, issued.at())));
                touched.put(card.cardId(), card);
                index(card.cardId(), card.person(), card.present());
            }
            case CardEvent.Became became ->
                    suspect(known(became).become(became.condition(), became.at()));
            case CardEvent.Renewed renewed -> {
                CardEntry card = known(renewed).renewed(renewed.round(), renewed.at());
                suspect(card);
                bySerial.put(
                        renewed.round().serial(),
                        new Place(card.cardId(), renewed.round().number()));
            }
            case CardEvent.PinCounted counted ->
                    touched.put(counted.cardId(), known(counted).withPinTriesLeft(counted.left()));
        }
    }

    private void suspect(CardEntry card) {
        touched.put(card.cardId(), card);
        suspects.add(card.cardId());
    }

    private CardEntry known(CardEvent event) {
        return find(event.cardId())
                .orElseThrow(() ->
                        new IllegalStateException(
                                "cards.log names a card that the town does not have; the folders"
                                        + " town/ and the journal belong together"));
    }

    private void index(String cardId, String person, CardRound round) {
        ids.add(cardId);
        bySerial.put(round.serial(), new Place(cardId, round.number()));
        byPerson.computeIfAbsent(person, key -> new ArrayList<>(1)).add(cardId);
    }

    private Optional<CardEntry> find(String cardId) {
        return Optional.ofNullable(touched.get(cardId))
                .or(() -> Optional.ofNullable(town.get(cardId)).map(TownCard::entry));
    }

    private Optional<Place> found(String issuerKeyId, BigInteger serial) {
        return Optional.of(serial)
                .filter(number -> number.bitLength() < Long.SIZE)
                .map(number -> bySerial.get(number.longValue()))
                .filter(place -> {
                    CardEntry entry = entry(place.cardId());
                    return authority(entry, entry.rounds().get(place.round()))
                            .keyId()
                            .equals(issuerKeyId);
                });
    }

    private static Optional<RevokedCertificate> revoked(CardEntry entry, Place place) {
        CardRound round = entry.rounds().get(place.round());
        BigInteger serial = BigInteger.valueOf(round.serial());
        if (round.ended()) {
            return Optional.of(
                    new RevokedCertificate(
                            serial, round.endedAt(), CardCondition.REPLACED.reason()));
        }
        return entry.condition() == CardCondition.VALID
                ? Optional.empty()
                : Optional.of(
                        new RevokedCertificate(
                                serial, entry.conditionSince(), entry.condition().reason()));
    }

    private CertificateId certificateId(CardEntry entry, CardRound round) {
        return new CertificateId(authority(entry, round).keyId(), Long.toHexString(round.serial()));
    }

    /** The card whose place a new one of this kind takes. */
    private Optional<CardEntry> before(String person, CardKind kind) {
        return of(person).stream()
                .filter(entry -> phone(kind) ? entry.kind() == kind : !phone(entry.kind()))
                .reduce((earlier, later) -> later);
    }

    private String freeId(String person) {
        String first = TownCard.idOf(person);
        String id = first;
        for (int number = 2; ids.contains(id); number++) {
            id = first + "-" + number;
        }
        return id;
    }

    private String drawnPin() {
        return "%04d".formatted(random.nextInt(10_000));
    }

    private X509Certificate kept(String name, Supplier<X509Certificate> maker) {
        synchronized (certificates) {
            X509Certificate known = certificates.get(name);
            if (known != null) {
                return known;
            }
        }
        X509Certificate made = maker.get();
        synchronized (certificates) {
            certificates.put(name, made);
        }
        return made;
    }

    private static boolean phone(CardKind kind) {
        return kind == CardKind.PHONE_ANDROID || kind == CardKind.PHONE_IOS;
    }

    private static CardHolder holder(ResidentRow row) {
        return new CardHolder(
                row.name(),
                row.nameKana(),
                row.address(),
                row.birthDate(),
                Integer.parseInt(row.sex().wire()));
    }
}
