-- SPDX-License-Identifier: EUPL-1.2
-- One file, or one directory of files, that somebody has imported or means to. See app/imports.h.
CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('reading', 'ready', 'refused', 'cancelled', 'applying', 'applied', 'reverting', 'reverted')),
    mode TEXT NOT NULL CHECK (mode IN ('both', 'create', 'update')),
    file TEXT NOT NULL,    -- its name, for people
    digest BLOB,           -- of its bytes: whether it has been imported before
    mapping TEXT NOT NULL, -- JSON: the kind's field by the file's column, '' as the headers tell
    options TEXT NOT NULL, -- JSON of the kind's own options
    problem TEXT NOT NULL, -- why it was refused: JSON of the issues
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    outside INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    read_bytes INTEGER NOT NULL,
    total_bytes INTEGER NOT NULL,
    done INTEGER NOT NULL, -- rows applied, or taken back, so far
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    applied_at INTEGER,
    reverted_at INTEGER
) STRICT;

-- What is to be done, in the order of judging. Rows of a reverted or long applied import go.
CREATE TABLE import_row (
    import_id INTEGER NOT NULL REFERENCES import (id),
    position INTEGER NOT NULL,
    part INTEGER NOT NULL,
    line INTEGER NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('create', 'update')),
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    target_id INTEGER NOT NULL,
    after TEXT NOT NULL,
    before TEXT,   -- what update changes, as it stood when it was judged
    undo TEXT,     -- what apply gave for undoing it
    notes TEXT NOT NULL, -- JSON of issues that did not hinder it
    done INTEGER NOT NULL,
    PRIMARY KEY (import_id, position)
) STRICT;

-- Lines that were not taken, and why; one line for each thing wrong with it.
CREATE TABLE import_reject (
    import_id INTEGER NOT NULL REFERENCES import (id),
    number INTEGER NOT NULL,
    part INTEGER NOT NULL,
    line INTEGER NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    message TEXT NOT NULL, -- msgid
    arg TEXT NOT NULL,
    PRIMARY KEY (import_id, number)
) STRICT;

-- How many lines were not the programme's, by the reason.
CREATE TABLE import_outside (
    import_id INTEGER NOT NULL REFERENCES import (id),
    reason TEXT NOT NULL, -- msgid
    count INTEGER NOT NULL,
    PRIMARY KEY (import_id, reason)
) STRICT;
