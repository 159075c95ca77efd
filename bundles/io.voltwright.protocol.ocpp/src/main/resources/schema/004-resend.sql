-- What is needed to say a message again that was given up, beside its fact in the journal.
-- transaction_id: what the back end had named, or -1. start_entry: the start of its session in the journal.
-- periodic, on_clock: which intervals a sample stands for.
-- A table of its own, so that the version of the bundle before can still write to OCPP.UNDELIVERED.
CREATE TABLE OCPP.RESENDABLE (
  back_end VARCHAR(64) NOT NULL,
  entry BIGINT NOT NULL,
  session_id CHAR(36) NOT NULL,
  connector INTEGER NOT NULL,
  transaction_id BIGINT NOT NULL,
  start_entry BIGINT NOT NULL,
  periodic BOOLEAN NOT NULL,
  on_clock BOOLEAN NOT NULL,
  PRIMARY KEY (back_end, entry)
);
