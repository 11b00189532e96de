CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" ("version_num") VALUES ('0006');
CREATE VIRTUAL TABLE search USING fts5(words, tokenize = 'ascii', prefix = '6');
INSERT INTO search(search, rank) VALUES ('secure-delete', 1);
INSERT INTO "search" ("rowid", "words") VALUES (1, '000063000068 000068000061 00006100006e 00006e 000074000061 000061000069 000069 00006d000061 00006100006e 00006e 009673005927 005927006587 006587 00006b00006a 00006a000030 000030000031 000031000032 000032000033 000033000034 000034000035 000035000036 000036 009673005c0f 005c0f006587 006587 000031');
INSERT INTO "search" ("rowid", "words") VALUES (2, '000066000065 000065000072 000072000072 000072000065 000065000069 000069000072 000072000061 000061 000064000061 000061 000073000069 00006900006c 00006c000076 000076000061 000061 00006100006e 00006e000061 000061 00006c000075 000075000069 000069000073 000073000061 000061 000031000032 000032000033 000033000034 000034000035 000035000036 000036000037 000037000038 000038 00516d020bb7 020bb70035ce 0035ce 000032');
INSERT INTO "search" ("rowid", "words") VALUES (3, '00006e000067 000067 000033');
CREATE TABLE "drafts" (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(64) NOT NULL, 
	procedure VARCHAR(64) NOT NULL, 
	edition VARCHAR(16) NOT NULL, 
	as_of DATE NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	created_at DATETIME NOT NULL, 
	saved_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	place VARCHAR(128) NOT NULL, 
	answers JSON NOT NULL, 
	surname VARCHAR(200) NOT NULL, 
	given_names VARCHAR(200) NOT NULL, 
	name_zh VARCHAR(200) NOT NULL, 
	nationality VARCHAR(200) NOT NULL, 
	answered INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	due DATE, 
	expires_at DATETIME NOT NULL, 
	hold_until DATE, 
	hold_reason VARCHAR(200) NOT NULL, 
	CONSTRAINT uq_drafts_id UNIQUE (id)
);
INSERT INTO "drafts" ("number", "id", "procedure", "edition", "as_of", "state", "created_at", "saved_at", "version", "place", "answers", "surname", "given_names", "name_zh", "nationality", "answered", "total", "due", "expires_at", "hold_until", "hold_reason") VALUES (1, 'chan', 'residence-permit', '2024-12-01', '2026-11-20', 'draft', '2026-11-20 01:00:04.000000', '2026-11-20 01:00:04.000000', 1, 'person.birth_date', '{"typed": {"person.surname": "CHAN", "person.given_names": "Tai Man", "person.name_zh": "\u9673\u5927\u6587", "person.nationality": "CHN", "passport.number": "KJ0123456", "contact.address_china": "\u6df1\u5733\u5e02\u524d\u6d77\u6df1\u6e2f\u5408\u4f5c\u533a\u68a6\u6d77\u5927\u9053\u4e00\u53f7\r\n\t''\";--", "family[0].name": "\u9673\u5c0f\u6587"}, "declined": ["person.former_names"], "sources": {"person.surname": "mrz"}, "seen": ["passport:original"], "settled": {"name-zh:195f79701e14106c": "both documents are right"}}', 'CHAN', 'Tai Man', '陳大文', 'CHN', 12, 40, '2026-12-24', '2026-12-20 01:00:04.000000', '2030-01-01', 'asked for');
INSERT INTO "drafts" ("number", "id", "procedure", "edition", "as_of", "state", "created_at", "saved_at", "version", "place", "answers", "surname", "given_names", "name_zh", "nationality", "answered", "total", "due", "expires_at", "hold_until", "hold_reason") VALUES (2, 'ferreira', 'residence-permit', '2024-12-01', '2026-11-20', 'draft', '2026-11-20 01:00:05.000000', '2026-11-20 01:00:05.000000', 1, 'person.birth_date', '{"typed": {"person.surname": "FERREIRA DA SILVA", "person.given_names": "Ana Lu\u00edsa", "person.birth_date": "1990-02-3", "residency.bir": "1234567(8)", "person.name_zh": "\uf9d1\ud842\udfb7\u35ce"}, "declined": ["person.former_names"], "sources": {"person.surname": "mrz"}, "seen": ["passport:original"], "settled": {}}', 'FERREIRA DA SILVA', 'Ana Luísa', '六𠮷㗎', '', 12, 40, '2026-12-24', '2026-12-20 01:00:05.000000', NULL, '');
INSERT INTO "drafts" ("number", "id", "procedure", "edition", "as_of", "state", "created_at", "saved_at", "version", "place", "answers", "surname", "given_names", "name_zh", "nationality", "answered", "total", "due", "expires_at", "hold_until", "hold_reason") VALUES (3, 'odd', 'residence-permit', '2024-12-01', '2026-11-20', 'draft', '2026-11-20 01:00:06.000000', '2026-11-20 01:00:06.000000', 1, 'person.birth_date', '{"typed": {"person.surname": "  Ng\u0000\u202e\u200d ", "job.title": "\ud800 half a character", "family[0].name": ""}, "declined": ["person.former_names"], "sources": {"person.surname": "mrz"}, "seen": ["passport:original"], "settled": {}}', '  Ng ‮‍ ', '', '', '', 12, 40, '2026-12-24', '2026-12-20 01:00:06.000000', NULL, '');
CREATE TABLE marks (
	name VARCHAR(32) NOT NULL, 
	value VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_marks PRIMARY KEY (name)
);
INSERT INTO "marks" ("name", "value") VALUES ('ledger', '16');
CREATE TABLE audit (
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(32) NOT NULL, 
	action VARCHAR(32) NOT NULL, 
	subject VARCHAR(32) NOT NULL, 
	machine VARCHAR(16) NOT NULL, 
	program VARCHAR(16) NOT NULL, 
	result VARCHAR(32) NOT NULL, 
	mac VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (seq)
);
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (1, '2026-11-20 01:00:03.000000', '', 'open', '', '', '', 'ok', '8544c852b70d0ac22c9e5ecd24641d788f91428de615b87277662c0b479f4152');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (2, '2026-11-20 01:00:09.000000', '', 'erase', '390e985208200cac', '', '', 'ok', '705c45ec3f5dce17934afec9284dd14d314ca63d7ee8bbef69831b0a0597a2ec');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (3, '2026-11-20 01:00:11.000000', '', 'hold', '50d5cd2cae855277', '', '', 'ok', '2185c1dd5187c996a0bf3e493920aa3822ea0efec68c29ab2018744550ae1e6b');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (4, '2026-11-20 01:00:18.000000', '', 'consent', '50d5cd2cae855277', '', '', 'basic 2026-01', '6fd944e4d750debd8669c65a8cd6acc82dfeedd74d8b4e5d5c13ea9eefe1368d');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (5, '2026-11-20 01:00:20.000000', '', 'consent', '50d5cd2cae855277', '', '', 'handover 2026-01', '29ec001d6aa070da71daabc3f0f09ccf97516e7225e31063aa7745d22ba8b162');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (6, '2026-11-20 01:00:22.000000', '', 'staff', '', '', '', 'add counter', 'bbc8986748541a5080b9001756e1ebcd7470f3e8a17ba4b3c1fa3dd19eee0368');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (7, '2026-11-20 01:00:24.000000', '', 'staff', '', '', '', 'remove 820b337f5c4e4df3', '5b775aa66ebe3fcf3d8c508cc87b2225fa0e80c695f1101a340938ad42d41aa2');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (8, '2026-11-20 01:00:26.000000', '', 'staff', '', '', '', 'add supervisor', '6d163ad989599ebe89e01f0b8912715e3181c1f3068774eab558c600423ed726');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (9, '2026-11-20 01:00:29.000000', '', 'handover', '', '', '', 'left', '1b69e887a5bc99f18439102fa152ac18b7d6ff8e04e2e47e5a73471bdc976b87');
CREATE TABLE leases (
	number INTEGER NOT NULL, 
	owner VARCHAR(64) NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_leases PRIMARY KEY (number), 
	CONSTRAINT fk_leases_number_drafts FOREIGN KEY(number) REFERENCES drafts (number) ON DELETE CASCADE
);
INSERT INTO "leases" ("number", "owner", "until") VALUES (1, 'C3', '2026-11-20 01:30:13.000000');
CREATE TABLE prints (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	number INTEGER NOT NULL, 
	papers JSON NOT NULL, 
	languages JSON NOT NULL, 
	copies INTEGER NOT NULL, 
	two_sided BOOLEAN NOT NULL, 
	printer VARCHAR(128) NOT NULL, 
	tray VARCHAR(64) NOT NULL, 
	desk VARCHAR(16) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	reason VARCHAR(16) NOT NULL, 
	jobs JSON NOT NULL, 
	went_to VARCHAR(128) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT fk_prints_number_drafts FOREIGN KEY(number) REFERENCES drafts (number) ON DELETE CASCADE
);
INSERT INTO "prints" ("id", "number", "papers", "languages", "copies", "two_sided", "printer", "tray", "desk", "state", "reason", "jobs", "went_to", "at") VALUES (1, 1, '["application", "checklist"]', '["zh-Hans", "pt"]', 2, 1, '', 'tray-2', 'd1', 'ready', '', '[]', '', '2026-11-20 01:00:15.000000');
CREATE TABLE consents (
	seq INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	consent VARCHAR(32) NOT NULL, 
	version VARCHAR(16) NOT NULL, 
	language VARCHAR(16) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	recipient VARCHAR(128) NOT NULL, 
	purpose VARCHAR(32) NOT NULL, 
	given BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_consents PRIMARY KEY (seq), 
	CONSTRAINT fk_consents_number_drafts FOREIGN KEY(number) REFERENCES drafts (number) ON DELETE CASCADE
);
INSERT INTO "consents" ("seq", "number", "consent", "version", "language", "digest", "recipient", "purpose", "given", "at", "actor") VALUES (1, 1, 'basic', '2026-01', 'zh-Hant-HK', 'abababababababababababababababababababababababababababababababab', '', '', 1, '2026-11-20 01:00:17.000000', '');
INSERT INTO "consents" ("seq", "number", "consent", "version", "language", "digest", "recipient", "purpose", "given", "at", "actor") VALUES (2, 1, 'handover', '2026-01', 'pt', 'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd', 'Office of Macao', 'residence', 1, '2026-11-20 01:00:19.000000', '');
CREATE TABLE staff (
	id VARCHAR(16) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	since DATETIME NOT NULL, 
	left_at DATETIME, 
	CONSTRAINT pk_staff PRIMARY KEY (id)
);
INSERT INTO "staff" ("id", "name", "role", "since", "left_at") VALUES ('820b337f5c4e4df3', 'Wong Siu Ming', 'counter', '2026-11-20 01:00:21.000000', '2026-11-20 01:00:23.000000');
INSERT INTO "staff" ("id", "name", "role", "since", "left_at") VALUES ('9593d3b4ae3bbdda', 'Lurdes Dias', 'supervisor', '2026-11-20 01:00:25.000000', NULL);
CREATE TABLE handoffs (
	digest VARCHAR(64) NOT NULL, 
	procedure VARCHAR(64) NOT NULL, 
	edition VARCHAR(16) NOT NULL, 
	as_of DATE NOT NULL, 
	answers JSON NOT NULL, 
	left_at DATETIME NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_handoffs PRIMARY KEY (digest)
);
INSERT INTO "handoffs" ("digest", "procedure", "edition", "as_of", "answers", "left_at", "until") VALUES ('b7faae26415f53e5512d73cd8796a09454895066b0922ff5e4a2d2412c049686', 'residence-permit', '2024-12-01', '2026-11-20', '{"typed": {"person.surname": "FERREIRA DA SILVA", "person.given_names": "Ana Lu\u00edsa", "person.birth_date": "1990-02-3", "residency.bir": "1234567(8)", "person.name_zh": "\uf9d1\ud842\udfb7\u35ce"}, "declined": ["job.title"], "sources": {}, "consents": []}', '2026-11-20 01:00:28.000000', '2026-12-20 01:00:27.000000');
CREATE INDEX ix_drafts_saved_at_number ON drafts (saved_at, number);
CREATE INDEX ix_drafts_expires_at ON drafts (expires_at);
CREATE INDEX ix_prints_number ON prints (number);
CREATE INDEX ix_consents_number ON consents (number);
CREATE INDEX ix_handoffs_until ON handoffs (until);
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('drafts', 4);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('prints', 1);
