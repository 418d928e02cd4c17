-- A reason that is given is no empty text, whoever writes it, as it is of calls.
ALTER TABLE activity ADD CHECK (reason <> '');
ALTER TABLE admission ADD CHECK (reason <> '');
ALTER TABLE assignment ADD CHECK (reason <> '');
ALTER TABLE dual_report ADD CHECK (reason <> '');
ALTER TABLE micro_wish ADD CHECK (reason <> '');
ALTER TABLE opinion ADD CHECK (reason <> '');
ALTER TABLE sign_up ADD CHECK (reason <> '');
ALTER TABLE team ADD CHECK (reason <> '');
ALTER TABLE yearly_report ADD CHECK (reason <> '');
ALTER TABLE mobilization ADD CHECK (cancel_reason <> '');
