-- SPDX-License-Identifier: EUPL-1.2
-- Official classifications, in versions side by side. See store/class_store.h.

-- A version that is not in use is inert: it may be half loaded, and dropped without a trace.
CREATE TABLE class_version (
    id INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL, -- which import brought it
    subject TEXT NOT NULL,  -- "styrk", "esco", "industry" …
    slot TEXT NOT NULL,     -- of one slot one version is in use: the subject, for dated ones with its first day
    name TEXT NOT NULL,     -- its maker's: "Næringsgruppering 2009"
    valid_from TEXT,
    valid_to TEXT,
    file TEXT NOT NULL,
    digest BLOB,            -- of the file's bytes
    attribution TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('loading', 'ready', 'in-use', 'former')),
    former_id INTEGER,      -- which one it took the place of
    created_at INTEGER NOT NULL,
    taken_at INTEGER
) STRICT;
CREATE UNIQUE INDEX class_version_in_use ON class_version (slot) WHERE state = 'in-use';
CREATE INDEX class_version_import ON class_version (import_id);

CREATE TABLE class_item (
    version_id INTEGER NOT NULL REFERENCES class_version (id),
    key TEXT NOT NULL,  -- what recognises it from version to version: its code, a URI, a title and its code
    type TEXT NOT NULL, -- ESCO: 'isco', 'occupation', 'skill', 'skill-group'; otherwise ''
    code TEXT NOT NULL,
    parent TEXT NOT NULL,
    level INTEGER NOT NULL,
    name_nb TEXT NOT NULL,
    name_nn TEXT NOT NULL,
    name_en TEXT NOT NULL,
    labels_nb TEXT NOT NULL, -- other names, one a line
    labels_en TEXT NOT NULL,
    note TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    PRIMARY KEY (version_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX class_item_code ON class_item (version_id, code);
CREATE INDEX class_item_parent ON class_item (version_id, parent);

-- Names that come apart from the items, from files of another language.
CREATE TABLE class_label (
    version_id INTEGER NOT NULL REFERENCES class_version (id),
    code TEXT NOT NULL,
    lang TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,   -- the preferred one, or ''
    labels TEXT NOT NULL, -- others, one a line
    PRIMARY KEY (version_id, code, lang, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE class_relation (
    version_id INTEGER NOT NULL REFERENCES class_version (id),
    from_code TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('essential', 'optional', 'broader')),
    to_code TEXT NOT NULL,
    PRIMARY KEY (version_id, from_code, kind, to_code)
) STRICT, WITHOUT ROWID;

-- What became of a code on a day: many to one and one to many.
CREATE TABLE class_change (
    version_id INTEGER NOT NULL REFERENCES class_version (id),
    old_code TEXT NOT NULL,
    new_code TEXT NOT NULL,
    on_day TEXT NOT NULL,
    old_name TEXT NOT NULL,
    new_name TEXT NOT NULL,
    PRIMARY KEY (version_id, old_code, new_code, on_day)
) STRICT, WITHOUT ROWID;

-- The short code of a concept that is known by a URI. It outlives all versions: facts and requirements hold it.
CREATE TABLE class_code (
    uri TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
