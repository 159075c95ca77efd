-- How many events of an open transaction a back end was told, and so the sequence number of the next one.
-- Tables of their own, so that the version of the bundle before can still write to those of the transactions and messages.
CREATE TABLE OCPP.EVENTS_TOLD (
  back_end VARCHAR(64) NOT NULL,
  session_id CHAR(36) NOT NULL,
  told INTEGER NOT NULL,
  PRIMARY KEY (back_end, session_id)
);

-- The sequence number of a message that was given up, which it keeps when it is said again.
CREATE TABLE OCPP.GIVEN_UP_NUMBER (
  back_end VARCHAR(64) NOT NULL,
  entry BIGINT NOT NULL,
  sequence_number INTEGER NOT NULL,
  PRIMARY KEY (back_end, entry)
);
