-- SPDX-License-Identifier: EUPL-1.2
-- Who talked with which employer or agency, and what comes next.

-- Within how many days of another agency's contact with an employer one is warned.
ALTER TABLE programme ADD COLUMN contact_days INTEGER NOT NULL DEFAULT 14;

CREATE TABLE activity (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('meeting', 'call', 'visit', 'presentation', 'email', 'note')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
    outcome TEXT NOT NULL,
    at INTEGER NOT NULL,
    all_day INTEGER NOT NULL,
    minutes INTEGER,
    place TEXT NOT NULL,
    note TEXT NOT NULL,
    name_reason TEXT NOT NULL,  -- why the note may stand though it seemed to name a candidate
    network_id INTEGER REFERENCES network (id),
    agency_id INTEGER NOT NULL REFERENCES agency (id), -- the writer's
    invites INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    created_by INTEGER REFERENCES user_account (id),
    changed_by INTEGER REFERENCES user_account (id),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE INDEX activity_time ON activity (at, id) WHERE deleted_at IS NULL;
CREATE INDEX activity_planned ON activity (at, id) WHERE deleted_at IS NULL AND state = 'planned';
CREATE INDEX activity_kind ON activity (kind, at, id) WHERE deleted_at IS NULL;
CREATE INDEX activity_outcome ON activity (outcome, at, id) WHERE deleted_at IS NULL;
CREATE INDEX activity_kind_outcome ON activity (kind, outcome, at, id) WHERE deleted_at IS NULL;
CREATE INDEX activity_network ON activity (network_id, at, id) WHERE deleted_at IS NULL;
CREATE INDEX activity_agency ON activity (agency_id, at, id) WHERE deleted_at IS NULL;
CREATE INDEX activity_bin ON activity (deleted_at, id) WHERE deleted_at IS NOT NULL;

-- With whom: named one by one, or reached as a member of the activity's network. at is the activity's.
CREATE TABLE activity_party (
    activity_id INTEGER NOT NULL REFERENCES activity (id),
    employer_id INTEGER REFERENCES employer (id),
    agency_id INTEGER REFERENCES agency (id),
    by_network INTEGER NOT NULL,
    at INTEGER NOT NULL,
    CHECK ((employer_id IS NULL) <> (agency_id IS NULL))
) STRICT;
CREATE INDEX activity_party_activity ON activity_party (activity_id);
CREATE UNIQUE INDEX activity_party_employer ON activity_party (employer_id, at, activity_id) WHERE employer_id IS NOT NULL;
CREATE UNIQUE INDEX activity_party_agency ON activity_party (agency_id, at, activity_id) WHERE agency_id IS NOT NULL;

CREATE TABLE activity_participant (
    id INTEGER PRIMARY KEY,
    activity_id INTEGER NOT NULL REFERENCES activity (id),
    user_id INTEGER REFERENCES user_account (id),
    contact_id INTEGER REFERENCES contact (id),
    name TEXT NOT NULL,         -- of somebody who is neither
    at INTEGER NOT NULL,        -- the activity's
    answer TEXT NOT NULL CHECK (answer IN ('', 'accepted', 'declined', 'tentative')),
    answered_at INTEGER,
    answer_sequence INTEGER,
    CHECK ((user_id IS NOT NULL) + (contact_id IS NOT NULL) + (name <> '') = 1)
) STRICT;
CREATE INDEX activity_participant_activity ON activity_participant (activity_id, id);
CREATE INDEX activity_participant_user ON activity_participant (user_id, at, activity_id) WHERE user_id IS NOT NULL;
CREATE INDEX activity_participant_contact ON activity_participant (contact_id, activity_id) WHERE contact_id IS NOT NULL;

-- Each invitation or cancellation that was to go by mail; what it says follows from the activity.
CREATE TABLE activity_invite (
    id INTEGER PRIMARY KEY,
    activity_id INTEGER NOT NULL REFERENCES activity (id),
    user_id INTEGER REFERENCES user_account (id),
    contact_id INTEGER REFERENCES contact (id),
    sequence INTEGER NOT NULL,
    cancels INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (contact_id IS NULL))
) STRICT;
CREATE INDEX activity_invite_activity ON activity_invite (activity_id, id);

CREATE TABLE task (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    what TEXT NOT NULL,
    guidance TEXT NOT NULL,
    user_id INTEGER REFERENCES user_account (id),
    agency_id INTEGER NOT NULL REFERENCES agency (id),
    by_day TEXT,
    employer_id INTEGER REFERENCES employer (id),
    about_agency INTEGER REFERENCES agency (id),
    activity_id INTEGER REFERENCES activity (id),
    cause TEXT NOT NULL,        -- a noun, '' when somebody wrote it
    cause_row INTEGER NOT NULL,
    created_by INTEGER REFERENCES user_account (id),
    changed_by INTEGER REFERENCES user_account (id),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    closed_at INTEGER,
    CHECK ((closed_at IS NULL) = (state = 'open'))
) STRICT;
CREATE UNIQUE INDEX task_cause ON task (cause, cause_row) WHERE cause <> '';
CREATE INDEX task_open ON task (coalesce(by_day, '9999-12-31'), id) WHERE state = 'open';
CREATE INDEX task_open_user ON task (user_id, coalesce(by_day, '9999-12-31'), id) WHERE state = 'open';
CREATE INDEX task_open_agency ON task (agency_id, coalesce(by_day, '9999-12-31'), id) WHERE state = 'open';
CREATE INDEX task_closed ON task (closed_at, id) WHERE state <> 'open';
CREATE INDEX task_closed_agency ON task (agency_id, closed_at, id) WHERE state <> 'open';
CREATE INDEX task_employer ON task (employer_id, created_at, id) WHERE employer_id IS NOT NULL;
CREATE INDEX task_about_agency ON task (about_agency, created_at, id) WHERE about_agency IS NOT NULL;
CREATE INDEX task_activity ON task (activity_id, id) WHERE activity_id IS NOT NULL;

-- A user's private calendar feed; its secret follows from the row and the store's own key.
CREATE TABLE calendar_feed (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES user_account (id),
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX calendar_feed_user ON calendar_feed (user_id) WHERE ended_at IS NULL;

-- Lists of employers show when somebody last talked with them (employer_turn, see 0013).
CREATE TRIGGER activity_party_turn_made AFTER INSERT ON activity_party WHEN NEW.employer_id IS NOT NULL
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER activity_party_turn_changed AFTER UPDATE OF employer_id, at ON activity_party WHEN NEW.employer_id IS NOT NULL
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT OLD.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE OLD.employer_id IS NOT NULL
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
    INSERT INTO employer_turn (employer_id, turn)
        SELECT NEW.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER activity_party_turn_deleted AFTER DELETE ON activity_party WHEN OLD.employer_id IS NOT NULL
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT OLD.employer_id, coalesce((SELECT max(turn) FROM employer_turn), 0) + 1 WHERE true
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
CREATE TRIGGER activity_turn_changed AFTER UPDATE OF kind, state, deleted_at ON activity
BEGIN
    INSERT INTO employer_turn (employer_id, turn)
        SELECT p.employer_id, (SELECT coalesce(max(turn), 0) FROM employer_turn) + row_number() OVER (ORDER BY p.employer_id)
        FROM activity_party p WHERE p.activity_id = NEW.id AND p.employer_id IS NOT NULL
        ON CONFLICT (employer_id) DO UPDATE SET turn = excluded.turn;
END;
