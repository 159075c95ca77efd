-- What back ends last said is kept by those who speak to them.
DROP TABLE USERS.ANSWER;
