-- SPDX-License-Identifier: EUPL-1.2
-- One file, or several that belong together, that somebody has imported or means to. See app/imports.h. The rows of an
-- import are not in the change log one by one: they are a plan. What becomes of it is.
CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('new', 'reading', 'ready', 'refused', 'cancelled', 'applying', 'applied', 'reverting', 'reverted')),
    mode TEXT NOT NULL CHECK (mode IN ('both', 'create', 'update')),
    name TEXT NOT NULL,    -- of the file or directory, for people
    digest BLOB NOT NULL,  -- of the files' bytes: whether they have been imported before, and are still the same
    mapping TEXT NOT NULL, -- JSON: the file's column by the kind's field, of what was chosen
    options TEXT NOT NULL, -- JSON
    unasked INTEGER NOT NULL, -- goes on from reading to applying without asking
    problem TEXT NOT NULL, -- JSON of issues: why it was refused, or remarks on the files
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    outside INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    notes INTEGER NOT NULL,   -- rows with a remark
    faults INTEGER NOT NULL,  -- rows of import_reject
    kept INTEGER NOT NULL,    -- rows that could not be taken back
    scanned INTEGER NOT NULL, -- 1 when all files have been seen once, for kinds that ask for it
    file_at INTEGER NOT NULL, -- the file being read, and how many of its records are dealt with
    record_at INTEGER NOT NULL,
    read_bytes INTEGER NOT NULL,
    total_bytes INTEGER NOT NULL,
    done INTEGER NOT NULL,  -- rows applied, or taken back, so far
    to_do INTEGER NOT NULL, -- of so many
    target_id INTEGER NOT NULL, -- of kinds that stage by themselves: what apply gave
    undo TEXT,
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    applied_at INTEGER,
    reverted_at INTEGER
) STRICT;

CREATE TABLE import_file (
    import_id INTEGER NOT NULL REFERENCES import (id),
    number INTEGER NOT NULL, -- 0, 1 … in the order of reading
    part INTEGER NOT NULL,   -- which of the kind's
    name TEXT NOT NULL,
    path TEXT NOT NULL,      -- '' an upload, in the import's own folder
    size INTEGER NOT NULL,
    PRIMARY KEY (import_id, number)
) STRICT;

-- What is to be done, in the order of judging.
CREATE TABLE import_row (
    import_id INTEGER NOT NULL REFERENCES import (id),
    position INTEGER NOT NULL,
    file INTEGER NOT NULL,
    line INTEGER NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('create', 'update')),
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    target_id INTEGER NOT NULL,
    after TEXT NOT NULL,
    before TEXT,         -- what update changes, as it stood when it was judged
    undo TEXT,           -- what apply gave for undoing it
    notes TEXT NOT NULL, -- JSON of issues that did not hinder it, '' none
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'passed', 'undone', 'kept')),
    PRIMARY KEY (import_id, position)
) STRICT;

-- Lines that were not taken, and why; one row for each thing wrong with it.
CREATE TABLE import_reject (
    import_id INTEGER NOT NULL REFERENCES import (id),
    number INTEGER NOT NULL,
    file INTEGER NOT NULL,
    line INTEGER NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    message TEXT NOT NULL, -- msgid
    arg TEXT,
    record TEXT,           -- JSON of the line's own columns and values, with the first fault of it
    PRIMARY KEY (import_id, number)
) STRICT;

-- How many lines were not the programme's, by the reason.
CREATE TABLE import_outside (
    import_id INTEGER NOT NULL REFERENCES import (id),
    reason TEXT NOT NULL, -- msgid
    count INTEGER NOT NULL,
    PRIMARY KEY (import_id, reason)
) STRICT;

-- What the business register has said of an employer or workplace. No row: nothing yet, so that it is not verified.
CREATE TABLE register_unit (
    noun TEXT NOT NULL CHECK (noun IN ('employer', 'workplace')),
    row_id INTEGER NOT NULL,
    given TEXT NOT NULL, -- JSON: the fields as the register gave them last; a field that stands otherwise is somebody's here
    seen_on TEXT,        -- the day on which that was so
    refetch INTEGER NOT NULL,
    named_by_workplace INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    winding_up INTEGER NOT NULL,
    closed_on TEXT,
    PRIMARY KEY (noun, row_id)
) STRICT;

-- The body that a unit is part of, on each day, by its number: it may be none of the programme's.
CREATE TABLE employer_parent (
    employer_id INTEGER NOT NULL,
    parent_orgnr TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT,
    PRIMARY KEY (employer_id, from_day)
) STRICT;
CREATE INDEX employer_parent_parent ON employer_parent (parent_orgnr);

-- What the register says otherwise than somebody here has written.
CREATE TABLE register_offer (
    id INTEGER PRIMARY KEY,
    noun TEXT NOT NULL CHECK (noun IN ('employer', 'workplace')),
    row_id INTEGER NOT NULL,
    employer_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    offered TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'left', 'past')),
    import_id INTEGER NOT NULL,
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    decided_at INTEGER
) STRICT;
CREATE UNIQUE INDEX register_offer_open ON register_offer (noun, row_id, field) WHERE state = 'open';
CREATE INDEX register_offer_employer ON register_offer (employer_id) WHERE state = 'open';
