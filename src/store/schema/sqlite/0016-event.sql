-- SPDX-License-Identifier: EUPL-1.2
-- Events, invitations, answers and attendance.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('kick-off', 'job-fair', 'seminar', 'other')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'cancelled')), -- held: by the clock
    title_nb TEXT NOT NULL,
    title_en TEXT NOT NULL,
    text_nb TEXT NOT NULL,
    text_en TEXT NOT NULL,
    search TEXT NOT NULL,      -- as in employer, of titles and place
    place TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL CHECK (ends_at > starts_at),
    seats INTEGER NOT NULL CHECK (seats >= 0), -- 0: no limit
    open INTEGER NOT NULL,     -- on the public pages
    until_day TEXT,
    contact_name TEXT NOT NULL, -- whom to ask
    contact_email TEXT NOT NULL,
    contact_phone TEXT NOT NULL,
    sequence INTEGER NOT NULL, -- of the calendar file (RFC 5545)
    reason TEXT NOT NULL,
    made_by INTEGER,
    created_at INTEGER NOT NULL,
    published_at INTEGER,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX event_starts ON event (starts_at, id);

-- One row for each person, so that each can be ticked as present. What a contact is called stands with the contact; typed
-- names and addresses of others are forgotten a year after the event, and the row stays for the counts.
CREATE TABLE guest (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    event_id INTEGER NOT NULL REFERENCES event (id),
    origin TEXT NOT NULL CHECK (origin IN ('invited', 'signed-up', 'brought', 'walk-in')),
    host_id INTEGER REFERENCES guest (id),
    contact_id INTEGER REFERENCES contact (id),
    employer_id INTEGER REFERENCES employer (id),
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    search TEXT NOT NULL,      -- as in employer, of what is typed
    email TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('nb', 'en')),
    answer TEXT NOT NULL CHECK (answer IN ('none', 'yes', 'maybe', 'no')),
    coming INTEGER NOT NULL CHECK (coming BETWEEN 0 AND 10),
    answered_at INTEGER,
    waiting_since INTEGER,
    confirmed_at INTEGER,
    mailed_yes_at INTEGER,
    invited_at INTEGER,
    present_at INTEGER,
    created_at INTEGER NOT NULL,
    forgotten_at INTEGER,
    CHECK ((origin = 'brought') = (host_id IS NOT NULL)),
    CHECK (waiting_since IS NULL OR answer = 'yes'),
    CHECK (answer IN ('yes', 'maybe') OR coming = 0)
) STRICT;
CREATE INDEX guest_event ON guest (event_id, id);
CREATE UNIQUE INDEX guest_once ON guest (event_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX guest_contact ON guest (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX guest_employer ON guest (employer_id, present_at) WHERE employer_id IS NOT NULL;
CREATE INDEX guest_email ON guest (event_id, email) WHERE email <> '';
CREATE INDEX guest_host ON guest (host_id) WHERE host_id IS NOT NULL;
CREATE INDEX guest_queue ON guest (event_id, waiting_since, id) WHERE waiting_since IS NOT NULL;
CREATE INDEX guest_unconfirmed ON guest (created_at) WHERE origin = 'signed-up' AND confirmed_at IS NULL;

-- What a guest has been told, once for each what and count; the outbox' rows name these, and the text follows from them.
CREATE TABLE guest_notice (
    id INTEGER PRIMARY KEY,
    guest_id INTEGER NOT NULL REFERENCES guest (id),
    what TEXT NOT NULL CHECK (what IN ('invited', 'confirm', 'answer', 'moved-up', 'reminder', 'chase', 'changed', 'cancelled')),
    nth INTEGER NOT NULL,      -- 0, or the guest's or event's version that it tells of
    sequence INTEGER NOT NULL, -- of the calendar part it brings
    created_at INTEGER NOT NULL,
    UNIQUE (guest_id, what, nth)
) STRICT;
