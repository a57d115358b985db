-- SPDX-License-Identifier: EUPL-1.2
-- Mail to contacts and to bare addresses; addresses on hold; what came in.
CREATE TABLE outbox_next (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    informs INTEGER NOT NULL,  -- 1: information, which goes after all else
    person_id INTEGER REFERENCES person (id),
    user_id INTEGER,
    invite_id INTEGER,         -- who is invited is no user yet
    contact_id INTEGER REFERENCES contact (id),
    guest_id INTEGER,          -- somebody of whom a row of the kind's own knows the address: a sign-up to an event
    cause_id INTEGER NOT NULL, -- the row that it is about, so that nothing is told twice
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'unsure', 'refused', 'no-address', 'returned', 'past',
        'held', 'unwanted')),
    tries INTEGER NOT NULL,
    next_at INTEGER,           -- waiting: not before
    said TEXT NOT NULL,        -- the mail server's code and words about the last try, without addresses
    address_token BLOB,        -- keyed hash of where it was sent, as in address_hold: the receiver may have moved since
    created_at INTEGER NOT NULL,
    handled_at INTEGER,
    CHECK ((person_id IS NOT NULL) + (user_id IS NOT NULL) + (invite_id IS NOT NULL) + (contact_id IS NOT NULL) +
        (guest_id IS NOT NULL) = 1)
) STRICT;
INSERT INTO outbox_next (id, version, kind, informs, person_id, user_id, invite_id, cause_id, state, tries, next_at, said,
        created_at, handled_at)
    SELECT id, version, kind, 0, person_id, user_id, invite_id, cause_id, state, tries, next_at, said, created_at, handled_at
    FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_next RENAME TO outbox;
CREATE UNIQUE INDEX outbox_once ON outbox (kind, cause_id, coalesce(person_id, 0), coalesce(user_id, 0), coalesce(invite_id, 0),
    coalesce(contact_id, 0), coalesce(guest_id, 0));
CREATE INDEX outbox_state ON outbox (state, id);
CREATE INDEX outbox_turn ON outbox (informs, id) WHERE state = 'waiting';
CREATE INDEX outbox_cause ON outbox (cause_id, kind, state);
CREATE INDEX outbox_person ON outbox (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX outbox_contact ON outbox (contact_id, id) WHERE contact_id IS NOT NULL;

-- What waits of this kind and cause is not sent for now.
CREATE TABLE outbox_halt (
    kind TEXT NOT NULL,
    cause_id INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (kind, cause_id)
) STRICT;

-- Addresses from which mail has come back. No address stands here: whose it is follows from the mail that came back last.
CREATE TABLE address_hold (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    address_token BLOB NOT NULL UNIQUE, -- keyed hash
    outbox_id INTEGER NOT NULL REFERENCES outbox (id),
    passing INTEGER NOT NULL,           -- how many mails have come back for a passing reason since passing_since
    passing_since INTEGER,
    held_at INTEGER,                    -- NULL: mail goes to it
    code TEXT NOT NULL,                 -- RFC 3463, as '5.1.1'; '' when the report gave none
    released_at INTEGER,
    released_by INTEGER
) STRICT;
CREATE INDEX address_hold_held ON address_hold (held_at, id) WHERE held_at IS NOT NULL;
CREATE INDEX address_hold_mail ON address_hold (outbox_id);

-- What came in: what it was, and the mail of ours that it answers. Nothing of its text.
CREATE TABLE inbound (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE, -- keyed hash of the mail, so that each is read once
    what TEXT NOT NULL CHECK (what IN ('returned', 'passing', 'delayed', 'auto-reply', 'calendar', 'other')),
    outbox_id INTEGER,           -- NULL: none of ours, or it is gone
    code TEXT NOT NULL,
    came_at INTEGER NOT NULL
) STRICT;
CREATE INDEX inbound_came ON inbound (came_at);
CREATE INDEX inbound_mail ON inbound (outbox_id) WHERE outbox_id IS NOT NULL;
