-- SPDX-License-Identifier: EUPL-1.2
-- Whom to talk with at an employer or an agency, and what employers belong to.
CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    employer_id INTEGER REFERENCES employer (id),
    agency_id INTEGER REFERENCES agency (id),
    name TEXT NOT NULL,
    search TEXT NOT NULL,    -- as in employer
    role TEXT NOT NULL CHECK (role IN ('leader', 'hr', 'day-to-day', 'other')),
    title TEXT NOT NULL,     -- in their own words
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('nb', 'en')),
    informed TEXT NOT NULL CHECK (informed IN ('not-asked', 'yes', 'no')), -- may be sent informational mail
    informed_on TEXT,
    informed_how TEXT NOT NULL,  -- 'told', 'form', 'event', 'unsubscribed' …
    left_on TEXT,            -- no longer there: kept for history, gets no mail
    created_at INTEGER NOT NULL,
    CHECK ((employer_id IS NULL) <> (agency_id IS NULL))
) STRICT;
CREATE INDEX contact_employer ON contact (employer_id, id);
CREATE INDEX contact_agency ON contact (agency_id, id);
CREATE INDEX contact_email ON contact (email) WHERE email <> '';

-- A network, shopping centre, chain or business council.
CREATE TABLE network (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('network', 'centre', 'chain', 'council')),
    active INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE network_member (
    network_id INTEGER NOT NULL REFERENCES network (id),
    employer_id INTEGER NOT NULL REFERENCES employer (id),
    since TEXT NOT NULL,
    PRIMARY KEY (network_id, employer_id)
) STRICT;
CREATE INDEX network_member_employer ON network_member (employer_id);
