-- One row per back end that was ever configured.
-- since_entry: facts up to here were there before the back end and do not concern it.
-- accepted: the boot of the controller and the address that accepted it, so that a swap is no boot.
-- operative: whether the station as a whole (connector 0) is in service for it.
CREATE TABLE OCPP.BACK_END (
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  since_entry BIGINT NOT NULL,
  accepted VARCHAR(600) NOT NULL,
  operative BOOLEAN NOT NULL
);

CREATE TABLE OCPP.CONFIGURATION (
  back_end VARCHAR(64) NOT NULL,
  name VARCHAR(50) NOT NULL,
  setting VARCHAR(500) NOT NULL,
  PRIMARY KEY (back_end, name)
);

-- Transactions that a back end was told of and whose end it was not. Times are milliseconds since 1970, UTC.
-- acknowledged is false where the start was given up; the rest then goes under the id -1.
CREATE TABLE OCPP.OPEN_TRANSACTION (
  back_end VARCHAR(64) NOT NULL,
  session_id CHAR(36) NOT NULL,
  evse VARCHAR(36) NOT NULL,
  connector INTEGER NOT NULL,
  transaction_id BIGINT NOT NULL,
  acknowledged BOOLEAN NOT NULL,
  biller VARCHAR(80) NOT NULL,
  start_entry BIGINT NOT NULL,
  started_ms BIGINT NOT NULL,
  start_register_mwh BIGINT NOT NULL,
  sampled_ms BIGINT NOT NULL,
  clock_ms BIGINT NOT NULL,
  PRIMARY KEY (back_end, session_id)
);

-- Messages that were given up after the last attempt; the fact itself stands in the journal.
CREATE TABLE OCPP.UNDELIVERED (
  back_end VARCHAR(64) NOT NULL,
  entry BIGINT NOT NULL,
  action VARCHAR(50) NOT NULL,
  session_id CHAR(36) NOT NULL,
  evse VARCHAR(36) NOT NULL,
  happened_ms BIGINT NOT NULL,
  given_up_ms BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  reason VARCHAR(500) NOT NULL,
  PRIMARY KEY (back_end, entry)
);
