-- SPDX-License-Identifier: EUPL-1.2
-- Questions sent by personal link, answers, flags. What is written in own words is sealed, and is in no log.
CREATE TABLE question_set (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    family INTEGER NOT NULL,     -- the id of the first edition
    edition INTEGER NOT NULL,
    name_nb TEXT NOT NULL,
    name_en TEXT NOT NULL,
    intro_nb TEXT NOT NULL,
    intro_en TEXT NOT NULL,
    used_at INTEGER,             -- frozen since
    created_at INTEGER NOT NULL,
    UNIQUE (family, edition)
) STRICT;

CREATE TABLE question (
    id INTEGER PRIMARY KEY,
    set_id INTEGER NOT NULL REFERENCES question_set (id),
    place INTEGER NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('scale', 'one', 'several', 'text')),
    text_nb TEXT NOT NULL,
    text_en TEXT NOT NULL,
    low_nb TEXT NOT NULL,
    low_en TEXT NOT NULL,
    high_nb TEXT NOT NULL,
    high_en TEXT NOT NULL,
    required INTEGER NOT NULL,
    new_page INTEGER NOT NULL,
    UNIQUE (set_id, place)
) STRICT;

CREATE TABLE question_option (
    question_id INTEGER NOT NULL REFERENCES question (id),
    place INTEGER NOT NULL,
    text_nb TEXT NOT NULL,
    text_en TEXT NOT NULL,
    flag TEXT NOT NULL,
    PRIMARY KEY (question_id, place)
) STRICT;

CREATE TABLE survey (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    set_id INTEGER NOT NULL REFERENCES question_set (id),
    name TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('event', 'view', 'contacts')),
    event_id INTEGER REFERENCES event (id),
    view_id INTEGER,             -- a saved view of employers, or
    query TEXT NOT NULL,         -- the query of their list
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    deadline TEXT NOT NULL,
    remind_on TEXT,
    reminded_on TEXT,
    before_id INTEGER UNIQUE REFERENCES survey (id), -- a pair is fixed: two of them would tell of those who are in one only
    made_by INTEGER,
    created_at INTEGER NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    texts_gone_at INTEGER,
    CHECK ((state = 'draft') = (opened_at IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) STRICT;
CREATE INDEX survey_state ON survey (state, id);

-- Contacts picked for a draft.
CREATE TABLE survey_chosen (
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    PRIMARY KEY (survey_id, contact_id)
) STRICT;
CREATE INDEX survey_chosen_contact ON survey_chosen (contact_id);

-- Who is asked; the personal link follows from the row.
CREATE TABLE survey_asked (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    contact_id INTEGER REFERENCES contact (id),
    guest_id INTEGER REFERENCES guest (id), -- of an event, who is no contact
    employer_id INTEGER REFERENCES employer (id),
    agency_id INTEGER REFERENCES agency (id),
    kind TEXT NOT NULL CHECK (kind IN ('private', 'public', 'voluntary', 'agency')), -- on the day it was asked
    state TEXT NOT NULL CHECK (state IN ('asked', 'begun', 'answered', 'removed')),
    asked_on TEXT NOT NULL,
    answered_at INTEGER,         -- sent in, the last time
    reminded INTEGER NOT NULL,   -- how often
    UNIQUE (survey_id, contact_id),
    UNIQUE (survey_id, guest_id),
    CHECK (contact_id IS NULL OR guest_id IS NULL),
    CHECK ((state = 'answered') = (answered_at IS NOT NULL))
) STRICT;
CREATE INDEX survey_asked_state ON survey_asked (survey_id, state, id);
CREATE INDEX survey_asked_contact ON survey_asked (contact_id, id);
CREATE INDEX survey_asked_guest ON survey_asked (guest_id) WHERE guest_id IS NOT NULL;
CREATE INDEX survey_asked_employer ON survey_asked (employer_id, id);

CREATE TABLE survey_answer (
    asked_id INTEGER NOT NULL REFERENCES survey_asked (id),
    question_id INTEGER NOT NULL REFERENCES question (id),
    chosen INTEGER NOT NULL,     -- bits of choices
    sealed BLOB,                 -- own words
    PRIMARY KEY (asked_id, question_id)
) STRICT;

-- A letter about a survey beside the first: a reminder.
CREATE TABLE survey_reminder (
    id INTEGER PRIMARY KEY,
    asked_id INTEGER NOT NULL REFERENCES survey_asked (id),
    sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX survey_reminder_asked ON survey_reminder (asked_id);

CREATE TABLE answer_flag (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    asked_id INTEGER NOT NULL REFERENCES survey_asked (id),
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    kind TEXT NOT NULL CHECK (kind IN ('misunderstanding', 'visit', 'need', 'no-contact', 'call')),
    source TEXT NOT NULL CHECK (source IN ('option', 'words', 'hand')),
    state TEXT NOT NULL CHECK (state IN ('hinted', 'raised', 'cleared', 'dismissed')),
    question_id INTEGER REFERENCES question (id), -- where it was answered
    how TEXT NOT NULL CHECK (how IN ('', 'talked', 'mailed', 'mistake')),
    sealed BLOB,                 -- a note on how it was cleared
    created_at INTEGER NOT NULL,
    raised_at INTEGER,
    ended_at INTEGER,            -- cleared or dismissed
    ended_by INTEGER,
    UNIQUE (asked_id, kind),
    CHECK ((state = 'cleared') = (how <> '')),
    CHECK (state NOT IN ('cleared', 'dismissed') OR ended_at IS NOT NULL),
    CHECK (state <> 'cleared' OR ended_by IS NOT NULL)
) STRICT;
CREATE INDEX answer_flag_state ON answer_flag (state, id);
CREATE INDEX answer_flag_kind ON answer_flag (kind, state, raised_at);
CREATE INDEX answer_flag_survey ON answer_flag (survey_id, id);

-- An explanation as somebody has worded it for one contact.
CREATE TABLE flag_letter (
    id INTEGER PRIMARY KEY,
    flag_id INTEGER NOT NULL REFERENCES answer_flag (id),
    lang TEXT NOT NULL CHECK (lang IN ('nb', 'en')),
    subject TEXT NOT NULL,
    sealed BLOB NOT NULL,
    written_by INTEGER,
    written_at INTEGER NOT NULL
) STRICT;
CREATE INDEX flag_letter_flag ON flag_letter (flag_id, id);

-- How often somebody has said to have read the guidance: no more than a number for a month.
CREATE TABLE guidance_read (
    month TEXT PRIMARY KEY,      -- '2016-02'
    times INTEGER NOT NULL
) STRICT;
