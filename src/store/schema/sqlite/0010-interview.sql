-- SPDX-License-Identifier: EUPL-1.2
-- Times for an interview, offered by the employer to somebody who has been presented.
CREATE TABLE interview (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    referral_id INTEGER NOT NULL REFERENCES referral (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('offered', 'accepted', 'declined', 'cancelled')),
    starts_at INTEGER NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 480),
    sequence INTEGER NOT NULL, -- of the calendar file (RFC 5545): counts up at each change of it
    offered_by INTEGER,
    changed_by INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    by_adviser INTEGER NOT NULL, -- answered on the person's behalf
    sealed BLOB             -- place and what to bring
) STRICT;
CREATE INDEX interview_referral ON interview (referral_id, id);
CREATE INDEX interview_person ON interview (person_id, id);
-- One agreed time for one referral at a time; one that was held stays agreed, and a second one may follow.
CREATE UNIQUE INDEX interview_agreed ON interview (referral_id, starts_at) WHERE state = 'accepted';
