-- Whence a coverage's individual number came: read from a card, or typed (requirements B-19).
alter table registry.coverage
    add column individual_number_source text,
    add constraint number_came_from_card_or_hand check (individual_number_source in ('CARD', 'MANUAL'));
