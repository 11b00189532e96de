CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" ("version_num") VALUES ('0002');
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
INSERT INTO "drafts" ("number", "id", "procedure", "edition", "as_of", "state", "created_at", "saved_at", "version", "place", "answers", "surname", "given_names", "name_zh", "nationality", "answered", "total", "due", "expires_at", "hold_until", "hold_reason") VALUES (1, 'chan', 'residence-permit', '2024-12-01', '2026-11-20', 'draft', '2026-11-20 01:00:03.000000', '2026-11-20 01:00:03.000000', 1, 'person.birth_date', '{"typed": {"person.surname": "CHAN", "person.given_names": "Tai Man", "person.name_zh": "\u9673\u5927\u6587", "person.nationality": "CHN", "passport.number": "KJ0123456", "contact.address_china": "\u6df1\u5733\u5e02\u524d\u6d77\u6df1\u6e2f\u5408\u4f5c\u533a\u68a6\u6d77\u5927\u9053\u4e00\u53f7\r\n\t''\";--", "family[0].name": "\u9673\u5c0f\u6587"}, "declined": ["person.former_names"], "sources": {"person.surname": "mrz"}, "seen": ["passport:original"]}', 'CHAN', 'Tai Man', '陳大文', 'CHN', 12, 40, '2026-12-24', '2026-12-20 01:00:03.000000', '2030-01-01', 'asked for');
INSERT INTO "drafts" ("number", "id", "procedure", "edition", "as_of", "state", "created_at", "saved_at", "version", "place", "answers", "surname", "given_names", "name_zh", "nationality", "answered", "total", "due", "expires_at", "hold_until", "hold_reason") VALUES (2, 'ferreira', 'residence-permit', '2024-12-01', '2026-11-20', 'draft', '2026-11-20 01:00:04.000000', '2026-11-20 01:00:04.000000', 1, 'person.birth_date', '{"typed": {"person.surname": "FERREIRA DA SILVA", "person.given_names": "Ana Lu\u00edsa", "person.birth_date": "1990-02-3", "residency.bir": "1234567(8)", "person.name_zh": "\uf9d1\ud842\udfb7\u35ce"}, "declined": ["person.former_names"], "sources": {"person.surname": "mrz"}, "seen": ["passport:original"]}', 'FERREIRA DA SILVA', 'Ana Luísa', '六𠮷㗎', '', 12, 40, '2026-12-24', '2026-12-20 01:00:04.000000', NULL, '');
INSERT INTO "drafts" ("number", "id", "procedure", "edition", "as_of", "state", "created_at", "saved_at", "version", "place", "answers", "surname", "given_names", "name_zh", "nationality", "answered", "total", "due", "expires_at", "hold_until", "hold_reason") VALUES (3, 'odd', 'residence-permit', '2024-12-01', '2026-11-20', 'draft', '2026-11-20 01:00:05.000000', '2026-11-20 01:00:05.000000', 1, 'person.birth_date', '{"typed": {"person.surname": "  Ng\u0000\u202e\u200d ", "job.title": "\ud800 half a character", "family[0].name": ""}, "declined": ["person.former_names"], "sources": {"person.surname": "mrz"}, "seen": ["passport:original"]}', '  Ng ‮‍ ', '', '', '', 12, 40, '2026-12-24', '2026-12-20 01:00:05.000000', NULL, '');
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
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (1, '2026-11-20 01:00:02.000000', '', 'open', '', '', '', 'ok', 'dfefb0fb8699a6a6cd565da94c12fba0b7f1d3358b04a13951f50fabddaa8855');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (2, '2026-11-20 01:00:08.000000', '', 'erase', '390e985208200cac', '', '', 'ok', '7659d769107f201ff95c09cef0de85c133b2d12eff1194c82b4f6e84e1243d9e');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (3, '2026-11-20 01:00:10.000000', '', 'hold', '50d5cd2cae855277', '', '', 'ok', '00c5d330673ff7ab0b578f49ee55b0ea8878f3fd1422f6ee1fcff24a562629a8');
CREATE INDEX ix_drafts_saved_at_number ON drafts (saved_at, number);
CREATE INDEX ix_drafts_expires_at ON drafts (expires_at);
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('drafts', 4);
