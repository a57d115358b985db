-- SPDX-License-Identifier: EUPL-1.2
-- One agency asks another whether it has somebody for a need.
CREATE TABLE agency_ask (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    need_id INTEGER NOT NULL REFERENCES need (id),
    from_agency INTEGER NOT NULL REFERENCES agency (id),
    to_agency INTEGER NOT NULL REFERENCES agency (id),
    asked_by INTEGER,
    asked_at INTEGER NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('', 'will-look', 'nobody', 'started')),
    answered_by INTEGER,
    answered_at INTEGER,
    CHECK (from_agency <> to_agency),
    UNIQUE (need_id, from_agency, to_agency)
) STRICT;
CREATE INDEX agency_ask_to ON agency_ask (to_agency, id);
