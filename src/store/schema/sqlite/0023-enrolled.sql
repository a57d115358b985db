-- SPDX-License-Identifier: EUPL-1.2
-- What is read of everybody when the program starts stands in an index: who is enrolled where today, and who is deleted.

DROP INDEX enrolment_person;
CREATE INDEX enrolment_person ON enrolment (person_id, agency_id, from_day, to_day);
CREATE INDEX person_deleted ON person (id, deleted_at) WHERE deleted_at IS NOT NULL;
