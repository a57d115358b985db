-- SPDX-License-Identifier: EUPL-1.2
-- Saved views of lists, what lists are kept in memory by, bulk changes, and employers that are one.

CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('employers', 'needs', 'hires', 'activities')),
    name TEXT NOT NULL,
    query TEXT NOT NULL, -- of the list's address, without paging
    owner_id INTEGER NOT NULL REFERENCES user_account (id),
    shared INTEGER NOT NULL, -- with the staff
    created_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;
CREATE INDEX saved_view_owner ON saved_view (owner_id, kind, id);
CREATE INDEX saved_view_shared ON saved_view (kind, id) WHERE shared = 1;

-- Two rows that were one employer: the row that is gone stays for its history and says into which it went.
ALTER TABLE employer ADD COLUMN merged_into_id INTEGER REFERENCES employer (id);
CREATE INDEX employer_merged ON employer (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE employer_merge (
    id INTEGER PRIMARY KEY,
    kept_id INTEGER NOT NULL REFERENCES employer (id),
    gone_id INTEGER NOT NULL REFERENCES employer (id),
    kept_version INTEGER NOT NULL, -- as the merge left it: another one means that somebody has gone on with it
    before TEXT NOT NULL,          -- JSON: the fields of the one that stays, as they stood
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;
CREATE INDEX employer_merge_kept ON employer_merge (kept_id, id);
CREATE UNIQUE INDEX employer_merge_gone ON employer_merge (gone_id) WHERE undone_at IS NULL;

-- What a merge has moved, so that it can be moved back.
CREATE TABLE employer_merge_row (
    merge_id INTEGER NOT NULL REFERENCES employer_merge (id),
    place TEXT NOT NULL,     -- table.column
    row_id INTEGER NOT NULL, -- its key, or the first part of it
    more TEXT NOT NULL,      -- the second part, '' none
    PRIMARY KEY (merge_id, place, row_id, more)
) STRICT;

-- Pairs that somebody has said are two.
CREATE TABLE employer_not_same (
    one_id INTEGER NOT NULL REFERENCES employer (id),
    other_id INTEGER NOT NULL REFERENCES employer (id),
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (one_id, other_id),
    CHECK (one_id < other_id)
) STRICT;

-- One change of many employers at once, done in batches; and what each was before, so that it can be taken back.
CREATE TABLE bulk (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('stage', 'owner', 'join', 'leave')),
    change TEXT NOT NULL, -- JSON: what to set
    state TEXT NOT NULL CHECK (state IN ('doing', 'done', 'undoing', 'undone')),
    total INTEGER NOT NULL,
    done INTEGER NOT NULL,    -- dealt with, of total
    changed INTEGER NOT NULL, -- of these, how many were otherwise before
    undone INTEGER NOT NULL,  -- of changed, how many the taking back has dealt with
    kept INTEGER NOT NULL,    -- of these, how many somebody had changed since, and so stay
    user_id INTEGER NOT NULL REFERENCES user_account (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX bulk_state ON bulk (state, id) WHERE state IN ('doing', 'undoing');

CREATE TABLE bulk_row (
    bulk_id INTEGER NOT NULL REFERENCES bulk (id),
    position INTEGER NOT NULL,
    employer_id INTEGER NOT NULL REFERENCES employer (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'same', 'changed', 'undone', 'kept')),
    before TEXT NOT NULL, -- JSON: what of it the change has replaced
    PRIMARY KEY (bulk_id, position)
) STRICT;

-- The order in which employers, or what their line in a list shows, last changed: lists are kept in memory (their order
-- is that of people's language, which no index here may have), and learn by it what to read again.
CREATE TABLE employer_turn (
    employer_id INTEGER PRIMARY KEY,
    turn INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX employer_turn_turn ON employer_turn (turn);

CREATE TRIGGER employer_turn_made AFTER INSERT ON employer
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER employer_turn_changed AFTER UPDATE ON employer
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER employer_turn_deleted AFTER DELETE ON employer
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT OLD.id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER workplace_turn_made AFTER INSERT ON workplace
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER workplace_turn_changed AFTER UPDATE OF employer_id, area, closed ON workplace
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT OLD.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER workplace_turn_deleted AFTER DELETE ON workplace
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT OLD.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER need_turn_made AFTER INSERT ON need
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER need_turn_changed AFTER UPDATE OF employer_id, state, positions ON need
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT OLD.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER need_turn_deleted AFTER DELETE ON need
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT OLD.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER contact_turn_made AFTER INSERT ON contact
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE NEW.employer_id IS NOT NULL
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER contact_turn_changed AFTER UPDATE OF employer_id, email, left_on ON contact
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT OLD.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE OLD.employer_id IS NOT NULL
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE NEW.employer_id IS NOT NULL
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER contact_turn_deleted AFTER DELETE ON contact
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT OLD.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE OLD.employer_id IS NOT NULL
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER member_turn_made AFTER INSERT ON network_member
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER member_turn_changed AFTER UPDATE OF network_id, employer_id ON network_member
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT OLD.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER member_turn_deleted AFTER DELETE ON network_member
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT OLD.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
