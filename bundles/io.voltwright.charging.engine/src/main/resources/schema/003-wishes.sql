-- What was said of open sessions: when the car leaves, what it needs, and how.

CREATE TABLE CHARGING.WISH (
  SESSION_ID CHAR(36) NOT NULL PRIMARY KEY,
  DEPARTURE_UTC VARCHAR(40),
  ENERGY_MWH BIGINT,
  PRIORITY INTEGER,
  MODE VARCHAR(20)
);
