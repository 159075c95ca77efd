-- Times are milliseconds since 1970 UTC. A row outlives its ban for a day, so that the next one is longer.
CREATE TABLE SECURITY.BAN (
  ADDRESS VARCHAR(64) NOT NULL PRIMARY KEY,
  REASON VARCHAR(200) NOT NULL,
  BANNED_MS BIGINT NOT NULL,
  UNTIL_MS BIGINT NOT NULL,
  TIMES INTEGER NOT NULL
);
