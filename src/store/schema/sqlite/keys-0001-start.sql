-- SPDX-License-Identifier: EUPL-1.2
-- The key store, keys.db: a database of its own, so that backups of what is known hold no keys.

CREATE TABLE key_store (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    mark BLOB NOT NULL, -- names the store; its database holds the same
    fit BLOB NOT NULL   -- the mark sealed under the master key: tells another master key at once
) STRICT;

CREATE TABLE person_key (
    person_id INTEGER PRIMARY KEY,
    sealed BLOB NOT NULL -- under a key derived from the master key
) STRICT;

-- Keys that a person had before somebody mistaken for that person was separated. What was written under one speaks of
-- all persons in old_key_of; it goes when the first of them is deleted.
CREATE TABLE old_key (
    id INTEGER PRIMARY KEY, -- random
    person_id INTEGER NOT NULL, -- under whose name the log holds what it opens
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE old_key_of (
    old_key_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    PRIMARY KEY (old_key_id, person_id)
) STRICT;

-- Persons who are deleted: their keys never come back, from whatever copy.
CREATE TABLE tombstone (
    person_id INTEGER PRIMARY KEY,
    destroyed_at INTEGER NOT NULL
) STRICT;

-- Copies that were made and have to be deleted when their time is over.
CREATE TABLE key_copy (
    file TEXT PRIMARY KEY,
    made_at INTEGER NOT NULL,
    lives_until INTEGER NOT NULL,
    making INTEGER NOT NULL -- a name for the time of making only: what stands there after a crash is removed
) STRICT;

-- One row in a copy, none in the key store itself.
CREATE TABLE copy_mark (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    made_at INTEGER NOT NULL,
    lives_until INTEGER NOT NULL,
    proof BLOB NOT NULL -- keyed hash of mark and times: the lifetime cannot be edited without the master key
) STRICT;
