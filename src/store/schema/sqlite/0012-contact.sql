-- SPDX-License-Identifier: EUPL-1.2
-- Whom to talk with at an employer or an agency, what employers belong to, how they came from stage to stage, and who
-- is introduced to whom.
CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    employer_id INTEGER REFERENCES employer (id),
    agency_id INTEGER REFERENCES agency (id),
    name TEXT NOT NULL,
    search TEXT NOT NULL,    -- as in employer
    role TEXT NOT NULL CHECK (role IN ('leader', 'hr', 'day-to-day', 'other', 'shared')),
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

-- How an employer came from stage to stage, and what it meant to hire: one row for each change, first to last.
CREATE TABLE stage_change (
    employer_id INTEGER NOT NULL REFERENCES employer (id),
    position INTEGER NOT NULL,
    at INTEGER NOT NULL,
    user_id INTEGER,         -- NULL: it came back by itself
    was TEXT NOT NULL,
    stage TEXT NOT NULL,
    paused_until TEXT,
    decline TEXT NOT NULL,
    declined_reason TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (employer_id, position)
) STRICT;
CREATE TABLE pledge_change (
    employer_id INTEGER NOT NULL REFERENCES employer (id),
    position INTEGER NOT NULL,
    at INTEGER NOT NULL,
    user_id INTEGER,
    pledged INTEGER NOT NULL,
    pledged_by TEXT,
    why TEXT NOT NULL,
    PRIMARY KEY (employer_id, position)
) STRICT;

-- A reference firm introduced to an employer that has not done it before.
CREATE TABLE introduction (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    reference_id INTEGER NOT NULL REFERENCES employer (id),
    newcomer_id INTEGER NOT NULL REFERENCES employer (id),
    on_day TEXT NOT NULL,
    by_user INTEGER,
    outcome TEXT NOT NULL CHECK (outcome IN ('', 'talked', 'visited', 'nothing')),
    outcome_on TEXT,
    words TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CHECK (reference_id <> newcomer_id),
    UNIQUE (reference_id, newcomer_id)
) STRICT;
CREATE INDEX introduction_newcomer ON introduction (newcomer_id);

ALTER TABLE employer ADD COLUMN decline TEXT NOT NULL DEFAULT ''
    CHECK (decline IN ('', 'no-need', 'no-time', 'own-way', 'cutting', 'not-wanted', 'other'));
ALTER TABLE employer ADD COLUMN reference TEXT NOT NULL DEFAULT '' CHECK (reference IN ('', 'asked', 'yes', 'no'));
ALTER TABLE employer ADD COLUMN reference_on TEXT;
ALTER TABLE employer ADD COLUMN estimate TEXT NOT NULL DEFAULT ''
    CHECK (estimate IN ('', 'kept-back', 'none', 'under-10', '10-24', '25-49', 'half'));
ALTER TABLE employer ADD COLUMN estimate_on TEXT;
ALTER TABLE employer ADD COLUMN estimate_by_employer INTEGER NOT NULL DEFAULT 0;
CREATE INDEX employer_paused ON employer (paused_until) WHERE stage = 'paused';
CREATE INDEX employer_reference ON employer (industry) WHERE reference = 'yes';
CREATE INDEX employer_owner ON employer (owner_id) WHERE owner_id IS NOT NULL;
UPDATE employer SET decline = 'other' WHERE stage = 'declined';

-- What the change log tells of stages and pledges so far.
INSERT INTO stage_change (employer_id, position, at, user_id, was, stage, paused_until, decline, declined_reason, why)
SELECT row_id, row_number() OVER (PARTITION BY row_id ORDER BY id), at, user_id, was, stage, until,
    CASE stage WHEN 'declined' THEN 'other' ELSE '' END, coalesce(reason, ''), ''
FROM (SELECT c.row_id, c.id, c.at, c.user_id, json_extract(CAST(c.body AS TEXT), '$.stage') AS stage,
        json_extract(CAST(c.body AS TEXT), '$.paused_until') AS until,
        json_extract(CAST(c.body AS TEXT), '$.declined_reason') AS reason,
        coalesce(lag(json_extract(CAST(c.body AS TEXT), '$.stage')) OVER (PARTITION BY c.row_id ORDER BY c.id), 'new') AS was,
        lag(json_extract(CAST(c.body AS TEXT), '$.paused_until')) OVER (PARTITION BY c.row_id ORDER BY c.id) AS until_before
    FROM change_log c JOIN employer e ON e.id = c.row_id WHERE c.noun = 'employer' AND c.verb IN ('insert', 'update'))
WHERE stage <> was OR (stage = 'paused' AND until IS NOT until_before);
INSERT INTO pledge_change (employer_id, position, at, user_id, pledged, pledged_by, why)
SELECT row_id, row_number() OVER (PARTITION BY row_id ORDER BY id), at, user_id, pledged, pledged_by, ''
FROM (SELECT c.row_id, c.id, c.at, c.user_id, json_extract(CAST(c.body AS TEXT), '$.pledged') AS pledged,
        json_extract(CAST(c.body AS TEXT), '$.pledged_by') AS pledged_by,
        coalesce(lag(json_extract(CAST(c.body AS TEXT), '$.pledged')) OVER (PARTITION BY c.row_id ORDER BY c.id), 0) AS was,
        lag(json_extract(CAST(c.body AS TEXT), '$.pledged_by')) OVER (PARTITION BY c.row_id ORDER BY c.id) AS by_before
    FROM change_log c JOIN employer e ON e.id = c.row_id WHERE c.noun = 'employer' AND c.verb IN ('insert', 'update'))
WHERE pledged <> was OR pledged_by IS NOT by_before;

-- The one contact that employers had so far becomes their first; an address without a name is a shared one.
INSERT INTO contact (id, version, employer_id, name, search, role, title, email, phone, lang, informed, informed_how, created_at)
SELECT id, 1, id, contact_name, search, CASE contact_name WHEN '' THEN 'shared' ELSE 'other' END, '', email, phone, 'nb',
    'not-asked', '', created_at
FROM employer WHERE contact_name <> '' OR email <> '' OR phone <> '';
INSERT INTO change_log (id, at, noun, verb, row_id, body)
SELECT (SELECT coalesce(max(id), 0) FROM change_log) + row_number() OVER (ORDER BY id), created_at, 'contact', 'insert', id,
    CAST(json_object('employer', employer_id, 'agency', 0, 'name', name, 'role', role, 'title', '', 'email', email, 'phone', phone,
        'lang', 'nb', 'informed', 'not-asked', 'informed_on', NULL, 'informed_how', '', 'left_on', NULL) AS BLOB)
FROM contact;
ALTER TABLE employer DROP COLUMN contact_name;
ALTER TABLE employer DROP COLUMN email;
ALTER TABLE employer DROP COLUMN phone;
