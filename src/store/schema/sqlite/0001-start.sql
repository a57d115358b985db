-- SPDX-License-Identifier: EUPL-1.2
-- Ids are made by the program (63 bits, time first). Instants are milliseconds UTC, days ISO text, booleans 0/1.
-- Unknown text and codes are '', unknown days and numbers NULL. What is said of a person stands only in columns named
-- sealed…, sealed under that person's key (see store.h); the keys are not in this database.

CREATE TABLE store_mark (
    mark BLOB NOT NULL -- names this store; the key store that belongs to it holds the same
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE programme (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    goal INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    retention_days INTEGER NOT NULL,
    least_share INTEGER NOT NULL,
    least_months INTEGER NOT NULL,
    open_share_requests INTEGER NOT NULL,
    synthetic_allowed INTEGER NOT NULL,
    notice_version INTEGER NOT NULL
) STRICT;

-- One area during one period; an area keeps its code when its municipality gets another number.
CREATE TABLE region_area (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    municipality TEXT NOT NULL,
    postal TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('in', 'possible')),
    from_day TEXT,
    to_day TEXT,
    into_code TEXT NOT NULL
) STRICT;

CREATE TABLE agency (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('programme', 'public', 'training', 'volunteers')),
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX agency_programme ON agency (kind) WHERE kind = 'programme';

-- The text that a person is shown at enrolment. A version, once stored, never changes.
CREATE TABLE notice (
    version INTEGER PRIMARY KEY,
    text_nb TEXT NOT NULL,
    text_en TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- The row outlives the person's data, so that figures stay: after deletion it says that there was somebody.
CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;

CREATE TABLE identity (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    version INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE profile (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    version INTEGER NOT NULL,
    lot INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

-- Keyed hashes of what recognises a person, sealed: who finds an old backup beside the master key could otherwise try
-- guesses on somebody long deleted. Namesakes born on one day share one.
CREATE TABLE person_token (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    agency_id INTEGER REFERENCES agency (id), -- whose user typed it; it goes with that agency's enrolments
    kind TEXT NOT NULL CHECK (kind IN ('number', 'name-and-birth')),
    created_at INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX person_token_person ON person_token (person_id);

-- Two that a user has said are not one.
CREATE TABLE person_not_same (
    one_id INTEGER NOT NULL REFERENCES person (id),
    other_id INTEGER NOT NULL REFERENCES person (id),
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (one_id, other_id),
    CHECK (one_id < other_id)
) STRICT;

CREATE TABLE enrolment (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    agency_id INTEGER NOT NULL REFERENCES agency (id),
    basis TEXT NOT NULL CHECK (basis IN ('consent', 'legal-obligation', 'public-task')),
    notice_version INTEGER NOT NULL REFERENCES notice (version),
    from_day TEXT NOT NULL,
    to_day TEXT,
    sealed_purpose BLOB, -- NULL once the person is deleted
    registered_by INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX enrolment_person ON enrolment (person_id, agency_id);
CREATE INDEX enrolment_agency ON enrolment (agency_id, person_id);

-- Candidates have no name or e-mail here: these are in the identity. Their row goes when they are deleted.
CREATE TABLE user_account (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('office', 'adviser', 'employer', 'candidate', 'mentor', 'steering')),
    agency_id INTEGER REFERENCES agency (id),
    employer_id INTEGER REFERENCES employer (id),
    person_id INTEGER UNIQUE REFERENCES person (id),
    lang TEXT NOT NULL CHECK (lang IN ('nb', 'en')),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_token BLOB UNIQUE, -- keyed hash of the folded address; a candidate's is sealed, for the reason of person_token
    sealed_email_token BLOB,
    password TEXT NOT NULL,  -- argon2id in its own notation; '' when no password opens it, and for candidates
    sealed_password BLOB,    -- candidates'
    password_at INTEGER NOT NULL,
    sealed_totp BLOB,                 -- under the store's own key
    totp_step INTEGER NOT NULL,       -- the last time step used: a code opens once
    created_at INTEGER NOT NULL,
    disabled_at INTEGER,
    CHECK ((role = 'candidate') = (person_id IS NOT NULL)),
    CHECK (role <> 'candidate' OR (name = '' AND email = '' AND password = '')),
    CHECK ((email_token IS NULL) = (role = 'candidate') AND (sealed_email_token IS NULL) = (role <> 'candidate'))
) STRICT;
CREATE INDEX user_account_employer ON user_account (employer_id);

CREATE TABLE recovery_code (
    user_id INTEGER NOT NULL REFERENCES user_account (id),
    code_token BLOB NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (user_id, code_token)
) STRICT;

CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES user_account (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ended_at INTEGER,
    sealed_agent BLOB NOT NULL -- the browser in words: a candidate's under the person's key, others' under the store's
) STRICT;
CREATE INDEX session_user ON session (user_id, id);

CREATE TABLE employer (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    orgnr TEXT NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL, -- ' ' and the folded words of name, number and contact, for words' beginnings
    organisation_form TEXT NOT NULL,
    industry TEXT NOT NULL,
    industry_version TEXT NOT NULL,
    sector TEXT NOT NULL,
    employees INTEGER,
    address TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    postal_place TEXT NOT NULL,
    municipality TEXT NOT NULL,
    municipality_valid_on TEXT,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN
        ('new', 'contacted', 'meeting-booked', 'met', 'taking-part', 'hiring', 'paused', 'declined')),
    paused_until TEXT,
    declined_reason TEXT NOT NULL,
    owner_id INTEGER REFERENCES user_account (id),
    bankrupt INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    pledged INTEGER NOT NULL,
    pledged_by TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX employer_orgnr ON employer (orgnr) WHERE orgnr <> '';

CREATE TABLE workplace (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    employer_id INTEGER NOT NULL REFERENCES employer (id), -- the parent now
    orgnr TEXT NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL, -- as in employer
    address TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    postal_place TEXT NOT NULL,
    municipality TEXT NOT NULL,
    municipality_valid_on TEXT,
    area TEXT NOT NULL,
    employees INTEGER,
    closed INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX workplace_orgnr ON workplace (orgnr) WHERE orgnr <> '';
CREATE INDEX workplace_employer ON workplace (employer_id, id);

-- Which legal unit a workplace belonged to, on each day.
CREATE TABLE workplace_parent (
    workplace_id INTEGER NOT NULL REFERENCES workplace (id),
    employer_id INTEGER NOT NULL REFERENCES employer (id),
    from_day TEXT NOT NULL,
    to_day TEXT,
    PRIMARY KEY (workplace_id, from_day)
) STRICT;

CREATE TABLE need (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'filled', 'withdrawn')),
    employer_id INTEGER NOT NULL REFERENCES employer (id),
    workplace_id INTEGER NOT NULL REFERENCES workplace (id),
    title TEXT NOT NULL,
    search TEXT NOT NULL, -- as in employer, of the title
    occupation TEXT NOT NULL,
    positions INTEGER NOT NULL,
    place TEXT NOT NULL,
    start_from TEXT,
    start_latest TEXT,
    share_least INTEGER NOT NULL,
    share_most INTEGER NOT NULL,
    times INTEGER NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('permanent', 'temporary', 'substitute', 'seasonal', 'apprentice')),
    description TEXT NOT NULL,
    requirements TEXT NOT NULL,
    lot INTEGER NOT NULL,
    stated_by INTEGER REFERENCES user_account (id),
    confirmed_by_name TEXT NOT NULL,
    confirmed_at INTEGER,
    wording_reason TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER
) STRICT;
CREATE INDEX need_employer ON need (employer_id, state);
CREATE INDEX need_state ON need (state, id);

-- Who looked at whom. Outlives what it speaks of, and names nobody.
CREATE TABLE read_log (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    organisation TEXT NOT NULL,
    role TEXT NOT NULL,
    what TEXT NOT NULL
) STRICT;
CREATE INDEX read_log_person ON read_log (person_id, id);

-- Every write, in the order of commit, but for session.seen_at, user_account.totp_step and read_log itself. body: the
-- new values as JSON, or an encoded document; sealed under the person's key where person_id is given.
CREATE TABLE change_log (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id INTEGER,
    noun TEXT NOT NULL,
    verb TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    person_id INTEGER,
    body BLOB
) STRICT;
CREATE INDEX change_log_row ON change_log (noun, row_id, id);
CREATE INDEX change_log_person ON change_log (person_id, id) WHERE person_id IS NOT NULL;

-- INSERT OR REPLACE deletes without asking the triggers for DELETE.
CREATE TRIGGER change_log_not_replaced BEFORE INSERT ON change_log
WHEN EXISTS (SELECT 1 FROM change_log WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the change log is append-only');
END;
CREATE TRIGGER read_log_not_replaced BEFORE INSERT ON read_log
WHEN EXISTS (SELECT 1 FROM read_log WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the log of reads is append-only');
END;
CREATE TRIGGER notice_not_replaced BEFORE INSERT ON notice
WHEN EXISTS (SELECT 1 FROM notice WHERE version = NEW.version)
BEGIN
    SELECT RAISE(ABORT, 'a notice that people were shown does not change');
END;
CREATE TRIGGER change_log_kept BEFORE UPDATE ON change_log
BEGIN
    SELECT RAISE(ABORT, 'the change log is append-only');
END;
CREATE TRIGGER change_log_never_less BEFORE DELETE ON change_log
BEGIN
    SELECT RAISE(ABORT, 'the change log is append-only');
END;
CREATE TRIGGER read_log_kept BEFORE UPDATE ON read_log
BEGIN
    SELECT RAISE(ABORT, 'the log of reads is append-only');
END;
CREATE TRIGGER read_log_never_less BEFORE DELETE ON read_log
BEGIN
    SELECT RAISE(ABORT, 'the log of reads is append-only');
END;
CREATE TRIGGER notice_never_less BEFORE DELETE ON notice
BEGIN
    SELECT RAISE(ABORT, 'a notice that people were shown does not change');
END;
CREATE TRIGGER notice_kept BEFORE UPDATE ON notice
BEGIN
    SELECT RAISE(ABORT, 'a notice that people were shown does not change');
END;
