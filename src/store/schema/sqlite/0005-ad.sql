-- SPDX-License-Identifier: EUPL-1.2
-- Job ads that needs were drafted from.

CREATE TABLE need_ad (
    ad TEXT PRIMARY KEY, -- its uuid
    need_id INTEGER NOT NULL UNIQUE REFERENCES need (id),
    active INTEGER NOT NULL,
    updated TEXT NOT NULL,         -- as the ad says it, to tell whether it has changed
    need_version INTEGER NOT NULL, -- the need as the import wrote it: another one means that a person has taken over
    changed_at INTEGER,            -- when the ad last changed after a person had taken over
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    published TEXT,
    expires TEXT
) STRICT;

-- What the ad seems to ask for, until a person has said yes or no.
CREATE TABLE need_proposed (
    need_id INTEGER NOT NULL REFERENCES need (id),
    position INTEGER NOT NULL,
    requirement TEXT NOT NULL, -- a list of one, as need.requirements
    excerpt TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'left')),
    PRIMARY KEY (need_id, position)
) STRICT;
