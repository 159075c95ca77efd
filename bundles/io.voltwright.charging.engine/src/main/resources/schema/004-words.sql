-- What charging has to remember of an EVSE beside its session: a latched fault, its opening hours, its phases.

CREATE TABLE CHARGING.EVSE_WORD (
  EVSE VARCHAR(36) NOT NULL,
  NAME VARCHAR(40) NOT NULL,
  WORD VARCHAR(400) NOT NULL,
  PRIMARY KEY (EVSE, NAME)
);
