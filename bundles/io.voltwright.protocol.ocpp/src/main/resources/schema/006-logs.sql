-- The log that each back end has asked for and that is not sent yet; the file lies in the folder of files on their way.
-- request_id is there for GetLog only. The row goes when the upload has ended.
CREATE TABLE OCPP.LOG_ORDER (
  back_end VARCHAR(64) NOT NULL PRIMARY KEY,
  request_id INTEGER,
  location VARCHAR(2000) NOT NULL,
  file_name VARCHAR(200) NOT NULL,
  retries INTEGER NOT NULL,
  retry_interval_s BIGINT NOT NULL
);
