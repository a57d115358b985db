-- SPDX-License-Identifier: EUPL-1.2
-- Sending: a notice is marked as being sent before it goes, so that a stop in between never sends it twice.
CREATE TABLE outbox_next (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    person_id INTEGER REFERENCES person (id),
    user_id INTEGER,
    invite_id INTEGER,         -- who is invited is no user yet
    cause_id INTEGER NOT NULL, -- the row that it is about, so that nothing is told twice
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'unsure', 'refused', 'no-address', 'returned', 'past')),
    tries INTEGER NOT NULL,
    next_at INTEGER,           -- waiting: not before
    said TEXT NOT NULL,        -- the mail server's code and words about the last try, without addresses
    created_at INTEGER NOT NULL,
    handled_at INTEGER,
    CHECK ((person_id IS NOT NULL) + (user_id IS NOT NULL) + (invite_id IS NOT NULL) = 1)
) STRICT;
INSERT INTO outbox_next (id, version, kind, person_id, user_id, cause_id, state, tries, said, created_at, handled_at)
    SELECT id, version, kind, person_id, user_id, cause_id, state, 0, '', created_at, handled_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_next RENAME TO outbox;
CREATE UNIQUE INDEX outbox_once
    ON outbox (kind, cause_id, coalesce(person_id, 0), coalesce(user_id, 0), coalesce(invite_id, 0));
CREATE INDEX outbox_state ON outbox (state, id);
