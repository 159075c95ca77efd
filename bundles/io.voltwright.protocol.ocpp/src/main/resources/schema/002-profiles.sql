-- Charging profiles that a back end has set. Times are milliseconds since 1970, UTC.
-- evse: empty for the station as a whole. session_id: empty but for profiles of one transaction.
-- kind: ABSOLUTE, RELATIVE, DAILY or WEEKLY. rate_unit: A per phase, or W in total.
CREATE TABLE OCPP.PROFILE (
  back_end VARCHAR(64) NOT NULL,
  profile_id INTEGER NOT NULL,
  evse VARCHAR(36) NOT NULL,
  purpose VARCHAR(30) NOT NULL,
  stack_level INTEGER NOT NULL,
  session_id VARCHAR(36) NOT NULL,
  installed_ms BIGINT NOT NULL,
  valid_from_ms BIGINT,
  valid_to_ms BIGINT,
  kind VARCHAR(10) NOT NULL,
  start_ms BIGINT,
  duration_s BIGINT,
  rate_unit CHAR(1) NOT NULL,
  least_rate DECIMAL(20, 4),
  PRIMARY KEY (back_end, profile_id)
);

CREATE TABLE OCPP.PROFILE_PERIOD (
  back_end VARCHAR(64) NOT NULL,
  profile_id INTEGER NOT NULL,
  start_s BIGINT NOT NULL,
  rate DECIMAL(20, 4) NOT NULL,
  phases INTEGER,
  PRIMARY KEY (back_end, profile_id, start_s)
);
