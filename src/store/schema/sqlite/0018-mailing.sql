-- SPDX-License-Identifier: EUPL-1.2
-- One e-mail to many, and the numbered information letter.

-- What is being written. What has been published stands in letter_edition and does not change.
CREATE TABLE letter (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'correcting')),
    year INTEGER,              -- "Informasjon 1-2016": given at the first publishing, without gaps
    number INTEGER,
    edition INTEGER NOT NULL,  -- the last one published; 0: none
    lang TEXT NOT NULL CHECK (lang IN ('nb', 'en')),
    title TEXT NOT NULL,
    body TEXT NOT NULL,        -- Markdown
    note TEXT NOT NULL,        -- what the next edition corrects
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    deleted_at INTEGER,        -- a draft in the bin
    CHECK ((year IS NULL) = (number IS NULL)),
    CHECK ((state = 'draft') = (year IS NULL)),
    CHECK ((state = 'draft') = (edition = 0)),
    CHECK (deleted_at IS NULL OR state = 'draft')
) STRICT;
CREATE UNIQUE INDEX letter_number ON letter (year, number) WHERE year IS NOT NULL;

CREATE TABLE letter_edition (
    letter_id INTEGER NOT NULL REFERENCES letter (id),
    edition INTEGER NOT NULL CHECK (edition > 0),
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    note TEXT NOT NULL,
    figures TEXT NOT NULL,     -- JSON: as they were then
    published_on TEXT NOT NULL, -- the day in the programme
    published_at INTEGER NOT NULL,
    published_by INTEGER,
    pdf BLOB,                  -- made once
    PRIMARY KEY (letter_id, edition)
) STRICT;

CREATE TABLE mailing (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'sending', 'paused', 'done', 'cancelled')),
    subject TEXT NOT NULL,
    body TEXT NOT NULL,        -- Markdown; before the letter when it brings one
    lang TEXT NOT NULL CHECK (lang IN ('nb', 'en')),
    letter_id INTEGER REFERENCES letter (id),
    letter_edition INTEGER,    -- from the sending on: the one that goes out
    audience TEXT NOT NULL CHECK (audience IN ('none', 'all', 'view', 'network', 'event', 'agencies')),
    audience_id INTEGER,       -- of the view, network or event
    audience_query TEXT NOT NULL, -- of a list without a name
    audience_part TEXT NOT NULL,  -- of an event: which answers
    figures TEXT NOT NULL,     -- JSON, from the sending on: as they were then; '' before
    sent_on TEXT,              -- the day in the programme
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    begun_at INTEGER,          -- sending
    ended_at INTEGER,
    deleted_at INTEGER,        -- a draft in the bin
    CHECK (deleted_at IS NULL OR state = 'draft'),
    CHECK ((state = 'draft') = (begun_at IS NULL))
) STRICT;
CREATE INDEX mailing_state ON mailing (state, id);

-- Who gets it, as it was when the sending began. Their mails stand in the outbox, put there in batches.
CREATE TABLE mailing_receiver (
    mailing_id INTEGER NOT NULL REFERENCES mailing (id),
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    employer_id INTEGER,       -- the contact's, then
    queued INTEGER NOT NULL,   -- its mail is in the outbox
    PRIMARY KEY (mailing_id, contact_id)
) STRICT;
CREATE INDEX mailing_receiver_waiting ON mailing_receiver (mailing_id, contact_id) WHERE queued = 0;
CREATE INDEX mailing_receiver_employer ON mailing_receiver (employer_id, mailing_id);
CREATE INDEX mailing_receiver_contact ON mailing_receiver (contact_id);

-- One mail to somebody of the staff, to see how it comes: the contact lends the fields their values.
CREATE TABLE mailing_trial (
    id INTEGER PRIMARY KEY,
    mailing_id INTEGER NOT NULL REFERENCES mailing (id),
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    user_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mailing_trial_mailing ON mailing_trial (mailing_id);
