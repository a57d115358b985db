-- SPDX-License-Identifier: EUPL-1.2
-- From proposal to lasting hire. Ids, states and days stand open, since figures are counted from them, and outlive a
-- deleted person as enrolments do; what is said of the person is in columns named sealed…, which go with the person.

CREATE TABLE referral (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    need_id INTEGER NOT NULL REFERENCES need (id),
    agency_id INTEGER NOT NULL REFERENCES agency (id),
    code TEXT NOT NULL UNIQUE,
    work TEXT NOT NULL CHECK (work IN
        ('considered', 'contacted', 'relevant', 'interview', 'trial', 'offered', 'not-relevant', 'not-interested')),
    outcome TEXT NOT NULL CHECK (outcome IN ('not-presented', 'presented', 'hired')),
    verdict TEXT NOT NULL CHECK (verdict IN ('to-consider', 'relevant', 'not-relevant', 'hired')),
    next_on TEXT,
    next_owner INTEGER,
    created_by INTEGER,
    changed_by INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    presented_at INTEGER,
    sealed BLOB,         -- note, reason, the employer's words, next step
    sealed_profile BLOB, -- as presented, while the employer may see it
    sealed_reasons BLOB, -- the explanation, likewise
    UNIQUE (person_id, need_id, agency_id),
    CHECK ((outcome = 'hired') = (verdict = 'hired')),
    CHECK (outcome <> 'not-presented' OR (verdict = 'to-consider' AND work NOT IN ('interview', 'trial', 'offered'))),
    CHECK ((outcome = 'not-presented') = (presented_at IS NULL)),
    CHECK (sealed_profile IS NULL OR outcome <> 'not-presented')
) STRICT;
CREATE INDEX referral_need ON referral (need_id, id);
CREATE INDEX referral_agency ON referral (agency_id, id);

CREATE TABLE share_request (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    referral_id INTEGER NOT NULL REFERENCES referral (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    need_id INTEGER NOT NULL REFERENCES need (id),
    state TEXT NOT NULL CHECK (state IN
        ('sent', 'cannot-notify', 'undeliverable', 'yes', 'no', 'expired', 'withdrawn')),
    asked_on TEXT NOT NULL,
    deadline TEXT NOT NULL,
    answered_on TEXT,
    by_adviser INTEGER NOT NULL,
    reminded INTEGER NOT NULL,
    asked_by INTEGER,
    changed_by INTEGER,
    created_at INTEGER NOT NULL,
    CHECK (deadline > asked_on),
    CHECK (state NOT IN ('yes', 'no') OR answered_on IS NOT NULL)
) STRICT;
CREATE INDEX share_request_person ON share_request (person_id, need_id, id);
CREATE INDEX share_request_referral ON share_request (referral_id, id);
-- One open question for one person and need, whoever asks.
CREATE UNIQUE INDEX share_request_open ON share_request (person_id, need_id)
    WHERE state IN ('sent', 'cannot-notify', 'undeliverable');

CREATE TABLE hire (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    person_id INTEGER REFERENCES person (id), -- NULL: an employer reported it without a posted need, and named nobody
    referral_id INTEGER REFERENCES referral (id),
    need_id INTEGER REFERENCES need (id),
    employer_id INTEGER NOT NULL REFERENCES employer (id), -- the legal unit on the day of the start
    workplace_id INTEGER NOT NULL REFERENCES workplace (id),
    agency_id INTEGER REFERENCES agency (id),
    occupation TEXT NOT NULL,
    area TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reported', 'confirmed', 'taken-back')),
    evidence TEXT NOT NULL CHECK (evidence IN ('', 'employer', 'document')),
    start_day TEXT NOT NULL,
    agreed_to TEXT,
    form TEXT NOT NULL CHECK (form IN ('permanent', 'temporary', 'substitute', 'seasonal', 'apprentice')),
    share INTEGER NOT NULL CHECK (share BETWEEN 1 AND 100),
    registered_by INTEGER,
    confirmed_by INTEGER,
    changed_by INTEGER,
    created_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    taken_back_at INTEGER,
    ended_on TEXT,
    sealed BLOB, -- why it ended, why it was corrected
    CHECK (state <> 'confirmed' OR (evidence <> '' AND confirmed_at IS NOT NULL)),
    CHECK ((state = 'taken-back') = (taken_back_at IS NOT NULL)),
    CHECK (ended_on IS NULL OR ended_on >= start_day),
    CHECK ((form = 'permanent') = (agreed_to IS NULL))
) STRICT;
CREATE INDEX hire_person ON hire (person_id, id);
CREATE INDEX hire_need ON hire (need_id, id);
CREATE INDEX hire_employer ON hire (employer_id, id);
-- One referral leads to one hire.
CREATE UNIQUE INDEX hire_referral ON hire (referral_id) WHERE state <> 'taken-back' AND referral_id IS NOT NULL;
CREATE UNIQUE INDEX hire_once ON hire (person_id, workplace_id, start_day) WHERE state <> 'taken-back' AND person_id IS NOT NULL;

CREATE TABLE checkin (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    hire_id INTEGER NOT NULL REFERENCES hire (id),
    months INTEGER NOT NULL CHECK (months IN (3, 6, 12, 24)),
    side TEXT NOT NULL CHECK (side IN ('person', 'employer')),
    due_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('scheduled', 'asked', 'chased', 'answered', 'unobserved', 'cancelled')),
    employed INTEGER,
    answered_on TEXT,
    answered_by INTEGER,
    by_adviser INTEGER NOT NULL,
    sealed BLOB, -- rating and level of Norwegian
    UNIQUE (hire_id, months, side),
    CHECK ((state = 'answered') = (employed IS NOT NULL AND answered_on IS NOT NULL))
) STRICT;
CREATE INDEX checkin_due ON checkin (state, due_on);

-- Given by the person alone, read by the counting job alone.
CREATE TABLE background (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    version INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

-- Persons who counted toward the goal and are deleted: how many by the month of the hire that counted, and no more.
CREATE TABLE goal_kept (
    month TEXT PRIMARY KEY, -- '2016-02'
    persons INTEGER NOT NULL
) STRICT;

-- What is told to whom, written together with what causes it. The text follows from the kind alone.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    person_id INTEGER REFERENCES person (id),
    user_id INTEGER,
    cause_id INTEGER NOT NULL, -- the row that it is about, so that nothing is told twice
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'no-address', 'returned')),
    created_at INTEGER NOT NULL,
    handled_at INTEGER,
    CHECK ((person_id IS NULL) <> (user_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX outbox_once ON outbox (kind, cause_id, coalesce(person_id, 0), coalesce(user_id, 0));
CREATE INDEX outbox_state ON outbox (state, id);

CREATE TRIGGER referral_never_less BEFORE DELETE ON referral
BEGIN
    SELECT RAISE(ABORT, 'referrals stay');
END;
CREATE TRIGGER hire_never_less BEFORE DELETE ON hire
BEGIN
    SELECT RAISE(ABORT, 'hires stay: one that was a mistake is taken back');
END;
