-- What each back end ordered last to be installed, and how far that is. Times are milliseconds since 1970, UTC.
-- request_id, certificate and signature are there for signed orders only. The location is emptied when the order is settled.
CREATE TABLE OCPP.FIRMWARE_ORDER (
  back_end VARCHAR(64) NOT NULL PRIMARY KEY,
  request_id INTEGER,
  location VARCHAR(2000) NOT NULL,
  retries INTEGER NOT NULL,
  retry_interval_s BIGINT NOT NULL,
  retrieve_ms BIGINT NOT NULL,
  install_ms BIGINT,
  certificate VARCHAR(5500) NOT NULL,
  signature VARCHAR(800) NOT NULL,
  status VARCHAR(40) NOT NULL,
  version VARCHAR(100) NOT NULL
);
