-- SPDX-License-Identifier: EUPL-1.2
-- Tasks and activities for many employers at once.
CREATE TABLE bulk_next (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('stage', 'owner', 'join', 'leave', 'task', 'activity')),
    change TEXT NOT NULL, -- JSON: what to set or make
    state TEXT NOT NULL CHECK (state IN ('doing', 'done', 'undoing', 'undone')),
    total INTEGER NOT NULL,
    done INTEGER NOT NULL,    -- dealt with, of total
    changed INTEGER NOT NULL, -- of these, how many were otherwise before, or got what was made
    undone INTEGER NOT NULL,  -- of changed, how many the taking back has dealt with
    kept INTEGER NOT NULL,    -- of these, how many somebody had changed since, and so stay
    user_id INTEGER NOT NULL REFERENCES user_account (id),
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO bulk_next (id, kind, change, state, total, done, changed, undone, kept, user_id, created_at)
    SELECT id, kind, change, state, total, done, changed, undone, kept, user_id, created_at FROM bulk;

CREATE TABLE bulk_row_next (
    bulk_id INTEGER NOT NULL REFERENCES bulk_next (id),
    position INTEGER NOT NULL,
    employer_id INTEGER NOT NULL REFERENCES employer (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'same', 'changed', 'undone', 'kept')),
    before TEXT NOT NULL, -- JSON: what of it the change has replaced, or which task or activity was made
    PRIMARY KEY (bulk_id, position)
) STRICT;
INSERT INTO bulk_row_next (bulk_id, position, employer_id, state, before)
    SELECT bulk_id, position, employer_id, state, before FROM bulk_row;

DROP TABLE bulk_row;
DROP TABLE bulk;
ALTER TABLE bulk_next RENAME TO bulk;
ALTER TABLE bulk_row_next RENAME TO bulk_row;
CREATE INDEX bulk_state ON bulk (state, id) WHERE state IN ('doing', 'undoing');
