-- Least rights for the hub on PostgreSQL, run once by whoever runs the server, in the hub's database, after
-- `kiosk hub retain` has made the tables as their owner. Run again after an update that brings new tables.
--
--   pasti_owner  owns the tables: opens them the first time, and each night (retain, backup, verify, rebuild)
--   pasti_serve  what `kiosk hub serve` and the operator's commands are: no tables made or dropped, no event changed
--   pasti_read   for who only reads figures: no people, no audit, no keys
--
-- CREATE ROLE pasti_owner LOGIN PASSWORD '…'; CREATE DATABASE pasti OWNER pasti_owner; come before it.

DO $$ BEGIN
    IF to_regrole('pasti_serve') IS NULL THEN CREATE ROLE pasti_serve LOGIN CONNECTION LIMIT 60; END IF;
    IF to_regrole('pasti_read') IS NULL THEN CREATE ROLE pasti_read LOGIN CONNECTION LIMIT 10; END IF;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO pasti_serve, pasti_read;

GRANT SELECT, INSERT ON event, audit TO pasti_serve;
GRANT SELECT, INSERT, UPDATE ON hub_meta, branch, enrolment, stream_cursor, contact, parked, alarm, pack, person,
    attempt, projection, kiosk_fact, hour_tally, day_tally, month_tally TO pasti_serve;
GRANT SELECT, INSERT, UPDATE, DELETE ON enrol_request TO pasti_serve;

GRANT SELECT ON hub_meta, branch, stream_cursor, contact, parked, alarm, projection, kiosk_fact, hour_tally, day_tally,
    month_tally TO pasti_read;
