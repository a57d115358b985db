-- SPDX-License-Identifier: EUPL-1.2
-- What a CV proposes for a person's profile, until somebody has said yes or no to it. One row for each CV; it goes on
-- its last day, and with the person.
CREATE TABLE cv (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    expires_on TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX cv_person ON cv (person_id, id);
CREATE INDEX cv_expires ON cv (expires_on);
