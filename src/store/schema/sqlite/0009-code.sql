-- SPDX-License-Identifier: EUPL-1.2
-- One-time codes that let a person in without a password. The code follows from the row and the store's own key.
CREATE TABLE one_time_code (
    id INTEGER PRIMARY KEY,
    person_id INTEGER REFERENCES person (id), -- NULL: asked for with an address that nobody has; opens nothing
    made_by INTEGER,        -- the adviser who hands it over; NULL: the person asked for it, and it went by mail
    reference INTEGER UNIQUE, -- what a code that is handed over begins with, so that it is found without an address
    made_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    used_at INTEGER,
    CHECK (person_id IS NOT NULL OR (made_by IS NULL AND used_at IS NULL)),
    CHECK ((reference IS NULL) = (made_by IS NULL))
) STRICT;
CREATE INDEX one_time_code_person ON one_time_code (person_id, id);
CREATE INDEX one_time_code_end ON one_time_code (ends_at);
