-- SPDX-License-Identifier: EUPL-1.2
-- One-time codes that let a person in without a password. The code follows from the row and the store's own key.
CREATE TABLE one_time_code (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    made_by INTEGER,        -- the adviser who hands it over; NULL: the person asked for it, and it went by mail
    made_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX one_time_code_person ON one_time_code (person_id, id);
