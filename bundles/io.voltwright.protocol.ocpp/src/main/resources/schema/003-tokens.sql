-- What each back end said about tokens. Times are milliseconds since 1970, UTC.
-- place: L in its local authorisation list, C in the cache of its answers.
-- token_index: keyed hash of the idTag in upper case. sealed: idTag and parentIdTag, encrypted.
-- heard_ms: when it was said; the oldest goes first where the cache is full.
CREATE TABLE OCPP.KNOWN_TOKEN (
  back_end VARCHAR(64) NOT NULL,
  place CHAR(1) NOT NULL,
  token_index CHAR(64) NOT NULL,
  sealed VARCHAR(400) NOT NULL,
  status VARCHAR(20) NOT NULL,
  expires_ms BIGINT,
  heard_ms BIGINT NOT NULL,
  PRIMARY KEY (back_end, place, token_index)
);

CREATE INDEX OCPP.KNOWN_TOKEN_AGE ON OCPP.KNOWN_TOKEN (back_end, place, heard_ms);

-- Version of the local authorisation list; no row: 0.
CREATE TABLE OCPP.LIST_VERSION (
  back_end VARCHAR(64) NOT NULL PRIMARY KEY,
  list_version INTEGER NOT NULL
);

-- Open sessions as a back end sees them, where its role does not follow from who bills.
-- authoriser: the back end that authorised, where another one or the station bills.
-- refused: the authoriser took that back after the start, and the session goes on without energy.
CREATE TABLE OCPP.AUTHORISED (
  back_end VARCHAR(64) NOT NULL,
  session_id CHAR(36) NOT NULL,
  authoriser VARCHAR(64) NOT NULL,
  refused BOOLEAN NOT NULL,
  PRIMARY KEY (back_end, session_id)
);
