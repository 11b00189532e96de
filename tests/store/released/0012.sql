CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" ("version_num") VALUES ('0012');
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
	hold_reason VARCHAR(200) NOT NULL, code VARCHAR(12) DEFAULT '' NOT NULL, state_at DATETIME, remarks INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT uq_drafts_id UNIQUE (id)
);
INSERT INTO "drafts" ("number", "id", "procedure", "edition", "as_of", "state", "created_at", "saved_at", "version", "place", "answers", "surname", "given_names", "name_zh", "nationality", "answered", "total", "due", "expires_at", "hold_until", "hold_reason", "code", "state_at", "remarks") VALUES (1, 'chan', 'residence-permit', '2024-12-01', '2026-11-20', 'draft', '2026-11-20 01:00:04.000000', '2026-11-20 01:00:04.000000', 1, 'person.birth_date', '{"typed": {"person.surname": "CHAN", "person.given_names": "Tai Man", "person.name_zh": "\u9673\u5927\u6587", "person.nationality": "CHN", "passport.number": "KJ0123456", "contact.address_china": "\u6df1\u5733\u5e02\u524d\u6d77\u6df1\u6e2f\u5408\u4f5c\u533a\u68a6\u6d77\u5927\u9053\u4e00\u53f7\r\n\t''\";--", "family[0].name": "\u9673\u5c0f\u6587"}, "declined": ["person.former_names"], "sources": {"person.surname": "mrz"}, "seen": ["passport:original"], "comments": [["person.surname", "As in the passport", "2026-11-20T02:00:00+00:00", "counter 3", null]], "moves": [["2026-11-20T02:00:00+00:00", "counter 3", "draft", "review", 1]], "settled": {"name-zh:195f79701e14106c": "both documents are right"}}', 'CHAN', 'Tai Man', '陳大文', 'CHN', 12, 40, '2026-12-24', '2026-12-20 01:00:04.000000', '2030-01-01', 'asked for', 'Q5QYVW', '2026-11-20 02:00:00.000000', 1);
INSERT INTO "drafts" ("number", "id", "procedure", "edition", "as_of", "state", "created_at", "saved_at", "version", "place", "answers", "surname", "given_names", "name_zh", "nationality", "answered", "total", "due", "expires_at", "hold_until", "hold_reason", "code", "state_at", "remarks") VALUES (2, 'ferreira', 'residence-permit', '2024-12-01', '2026-11-20', 'draft', '2026-11-20 01:00:05.000000', '2026-11-20 01:00:05.000000', 1, 'person.birth_date', '{"typed": {"person.surname": "FERREIRA DA SILVA", "person.given_names": "Ana Lu\u00edsa", "person.birth_date": "1990-02-3", "residency.bir": "1234567(8)", "person.name_zh": "\uf9d1\ud842\udfb7\u35ce"}, "declined": ["person.former_names"], "sources": {"person.surname": "mrz"}, "seen": ["passport:original"], "settled": {}}', 'FERREIRA DA SILVA', 'Ana Luísa', '六𠮷㗎', '', 12, 40, '2026-12-24', '2026-12-20 01:00:05.000000', NULL, '', 'DSJVWS', NULL, 0);
INSERT INTO "drafts" ("number", "id", "procedure", "edition", "as_of", "state", "created_at", "saved_at", "version", "place", "answers", "surname", "given_names", "name_zh", "nationality", "answered", "total", "due", "expires_at", "hold_until", "hold_reason", "code", "state_at", "remarks") VALUES (3, 'odd', 'residence-permit', '2024-12-01', '2026-11-20', 'draft', '2026-11-20 01:00:06.000000', '2026-11-20 01:00:06.000000', 1, 'person.birth_date', '{"typed": {"person.surname": "  Ng\u0000\u202e\u200d ", "job.title": "\ud800 half a character", "family[0].name": ""}, "declined": ["person.former_names"], "sources": {"person.surname": "mrz"}, "seen": ["passport:original"], "settled": {}}', '  Ng ‮‍ ', '', '', '', 12, 40, '2026-12-24', '2026-12-20 01:00:06.000000', NULL, '', 'VTPF54', NULL, 0);
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
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (10, '2026-11-20 01:00:32.000000', '', 'person', '0af861d55c659d61', '', '', 'ok', 'ae5807ed4343a6daab64f35fe1c4660cb8014cdbb87660f23c250825e8fdb34b');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (11, '2026-11-20 01:00:33.000000', '', 'person_case', '50d5cd2cae855277', '', '', 'ok', 'cd365342f30daec1d96234260206b2d152f56e31c19987a453815eebff0400c4');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (12, '2026-11-20 01:00:35.000000', '', 'person', '8d242591ed91c64a', '', '', 'ok', '86a9a17834f5b8ec1ba87febf27c859b5a9dc25acaaa926acce2766da51cd646');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (13, '2026-11-20 01:00:36.000000', '', 'person_case', 'f9b891dcbe698a0a', '', '', 'ok', '1faa231e41e346c3e9c2a398c247d2befc7ce187fb5b784faac996bee8bce67f');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (14, '2026-11-20 01:00:38.000000', '', 'person', 'ddc15fcb33818d8d', '', '', 'ok', '25af88b2d1799f2b3b7c8ac7dc3bdbf1fff805e835afd245ac238d053e1da45b');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (15, '2026-11-20 01:00:39.000000', '', 'person_case', '9f50953f52bd67f8', '', '', 'ok', '169ddac94fdfa72aebd6d6f3090228468341614a37a2b6fcb11543b77ed2cd1f');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (16, '2026-11-20 01:00:41.000000', '', 'person_change', '0af861d55c659d61', '', '', 'ok', 'cdf4db682610dc064d6893f5d925d9714689d99b969889fb67b860dce06e0774');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (17, '2026-11-20 01:00:43.000000', '', 'merge', '0af861d55c659d61', '', '', 'ok', '86c575032d13ef27d8737014c702023ac398ce40366be96889b9f987e6417db4');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (18, '2026-11-20 01:00:45.000000', '', 'apart', '0af861d55c659d61', '', '', 'ok', 'a6a8578e5eba96dcb33cf0239b519e937ffc885efdcd3c33ecb4ee146aefeb82');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (2, '2026-11-20 01:00:09.000000', '', 'erase', '390e985208200cac', '', '', 'ok', '705c45ec3f5dce17934afec9284dd14d314ca63d7ee8bbef69831b0a0597a2ec');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (3, '2026-11-20 01:00:11.000000', '', 'hold', '50d5cd2cae855277', '', '', 'ok', '2185c1dd5187c996a0bf3e493920aa3822ea0efec68c29ab2018744550ae1e6b');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (4, '2026-11-20 01:00:18.000000', '', 'consent', '50d5cd2cae855277', '', '', 'basic 2026-01', '6fd944e4d750debd8669c65a8cd6acc82dfeedd74d8b4e5d5c13ea9eefe1368d');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (5, '2026-11-20 01:00:20.000000', '', 'consent', '50d5cd2cae855277', '', '', 'handover 2026-01', '29ec001d6aa070da71daabc3f0f09ccf97516e7225e31063aa7745d22ba8b162');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (6, '2026-11-20 01:00:22.000000', '', 'staff', '', '', '', 'add counter', 'bbc8986748541a5080b9001756e1ebcd7470f3e8a17ba4b3c1fa3dd19eee0368');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (7, '2026-11-20 01:00:24.000000', '', 'staff', '', '', '', 'remove 95acd00decda6c14', 'ae0b16c64985d465f914f51c5ae3d9e5de9bfa9726991fd6dfb765f138e62e0c');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (8, '2026-11-20 01:00:26.000000', '', 'staff', '', '', '', 'add supervisor', 'ce30fb4960b0b03dd975ea5a4bb2ab4f784e14edc6eb19c9840ca2ad4ec95b9f');
INSERT INTO "audit" ("seq", "at", "actor", "action", "subject", "machine", "program", "result", "mac") VALUES (9, '2026-11-20 01:00:29.000000', '', 'handover', '', '', '', 'left', '8b17c455e81c5157b4daecd2a4200ab9bf44b4dfaba069b5eead208a77d450f9');
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
INSERT INTO "staff" ("id", "name", "role", "since", "left_at") VALUES ('2cdb3b00507384ef', 'Lurdes Dias', 'supervisor', '2026-11-20 01:00:25.000000', NULL);
INSERT INTO "staff" ("id", "name", "role", "since", "left_at") VALUES ('95acd00decda6c14', 'Wong Siu Ming', 'counter', '2026-11-20 01:00:21.000000', '2026-11-20 01:00:23.000000');
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
CREATE TABLE changes (
	number INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(32) NOT NULL, 
	how VARCHAR(16) NOT NULL, 
	question VARCHAR(128) NOT NULL, 
	was JSON NOT NULL, 
	now JSON NOT NULL, 
	"of" INTEGER NOT NULL, 
	CONSTRAINT pk_changes PRIMARY KEY (number, seq), 
	CONSTRAINT fk_changes_number_drafts FOREIGN KEY(number) REFERENCES drafts (number) ON DELETE CASCADE
);
INSERT INTO "changes" ("number", "seq", "at", "who", "how", "question", "was", "now", "of") VALUES (1, 1, '2026-11-20 02:00:00.000000', 'counter 3', 'typed', 'person.surname', '[["person.surname", "CHEN", "", false]]', '[["person.surname", "CHAN", "", false]]', 0);
CREATE TABLE persons (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(64) NOT NULL, 
	root INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	saved_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	content JSON NOT NULL, 
	surname VARCHAR(200) NOT NULL, 
	given_names VARCHAR(200) NOT NULL, 
	name_zh VARCHAR(200) NOT NULL, 
	nationality VARCHAR(200) NOT NULL, 
	birth_date VARCHAR(32) NOT NULL, 
	CONSTRAINT uq_persons_id UNIQUE (id)
);
INSERT INTO "persons" ("number", "id", "root", "created_at", "saved_at", "expires_at", "content", "surname", "given_names", "name_zh", "nationality", "birth_date") VALUES (1, 'p-chan', 1, '2026-11-20 01:00:31.000000', '2026-11-20 01:00:42.000000', '2026-12-20 01:00:42.000000', '{"values": {"person.surname": {"text": "CHAN", "way": "", "document": "", "day": "", "at": ""}, "person.name_zh": {"text": "\u9673\u5927\u6587", "way": "", "document": "", "day": "", "at": ""}}}', 'CHAN', '', '陳大文', '', '');
INSERT INTO "persons" ("number", "id", "root", "created_at", "saved_at", "expires_at", "content", "surname", "given_names", "name_zh", "nationality", "birth_date") VALUES (2, 'p-chan-2', 1, '2026-11-20 01:00:34.000000', '2026-11-20 01:00:34.000000', '2026-12-20 01:00:34.000000', '{"values": {"person.surname": {"text": "CHAN", "way": "", "document": "", "day": "", "at": ""}, "person.name_zh": {"text": "\u9673\u5927\u6587", "way": "", "document": "", "day": "", "at": ""}}}', 'CHAN', '', '陳大文', '', '');
INSERT INTO "persons" ("number", "id", "root", "created_at", "saved_at", "expires_at", "content", "surname", "given_names", "name_zh", "nationality", "birth_date") VALUES (3, 'p-ferreira', 3, '2026-11-20 01:00:37.000000', '2026-11-20 01:00:37.000000', '2026-12-20 01:00:37.000000', '{"values": {"person.surname": {"text": "CHAN", "way": "", "document": "", "day": "", "at": ""}, "person.name_zh": {"text": "\u9673\u5927\u6587", "way": "", "document": "", "day": "", "at": ""}}}', 'CHAN', '', '陳大文', '', '');
CREATE TABLE person_documents (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(64) NOT NULL, 
	person INTEGER NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT uq_person_documents_id UNIQUE (id), 
	CONSTRAINT fk_person_documents_person_persons FOREIGN KEY(person) REFERENCES persons (number) ON DELETE CASCADE
);
INSERT INTO "person_documents" ("number", "id", "person", "content") VALUES (1, 'p-chan-d', 1, '{"kind": "passport", "number": "KJ0123456", "surname": "CHAN", "given_names": "Tai Man", "name_zh": "\u9673\u5927\u6587", "issuer": "CHN", "issued": "", "expires": "", "way": "", "read_at": ""}');
INSERT INTO "person_documents" ("number", "id", "person", "content") VALUES (2, 'p-chan-2-d', 2, '{"kind": "passport", "number": "KJ0123456", "surname": "CHAN", "given_names": "Tai Man", "name_zh": "\u9673\u5927\u6587", "issuer": "CHN", "issued": "", "expires": "", "way": "", "read_at": ""}');
INSERT INTO "person_documents" ("number", "id", "person", "content") VALUES (3, 'p-ferreira-d', 3, '{"kind": "passport", "number": "KJ0123456", "surname": "CHAN", "given_names": "Tai Man", "name_zh": "\u9673\u5927\u6587", "issuer": "CHN", "issued": "", "expires": "", "way": "", "read_at": ""}');
CREATE TABLE person_photos (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(64) NOT NULL, 
	person INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	media VARCHAR(64) NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	taken DATE, 
	background VARCHAR(32) NOT NULL, 
	added_at DATETIME NOT NULL, 
	size INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT uq_person_photos_id UNIQUE (id), 
	CONSTRAINT fk_person_photos_person_persons FOREIGN KEY(person) REFERENCES persons (number) ON DELETE CASCADE
);
INSERT INTO "person_photos" ("number", "id", "person", "digest", "media", "width", "height", "taken", "background", "added_at", "size", "content") VALUES (1, 'photo', 1, 'efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef', 'image/jpeg', 413, 531, '2026-10-01', 'white', '2026-11-20 01:00:40.000000', 2048, X'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF');
CREATE TABLE person_cases (
	"case" INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_person_cases PRIMARY KEY ("case"), 
	CONSTRAINT fk_person_cases_case_drafts FOREIGN KEY("case") REFERENCES drafts (number) ON DELETE CASCADE, 
	CONSTRAINT fk_person_cases_person_persons FOREIGN KEY(person) REFERENCES persons (number) ON DELETE CASCADE
);
INSERT INTO "person_cases" ("case", "person", "at") VALUES (1, 1, '2026-11-20 01:00:31.000000');
INSERT INTO "person_cases" ("case", "person", "at") VALUES (2, 3, '2026-11-20 01:00:37.000000');
INSERT INTO "person_cases" ("case", "person", "at") VALUES (3, 2, '2026-11-20 01:00:34.000000');
CREATE TABLE person_keys (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person INTEGER NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	CONSTRAINT fk_person_keys_person_persons FOREIGN KEY(person) REFERENCES persons (number) ON DELETE CASCADE
);
INSERT INTO "person_keys" ("number", "person", "key") VALUES (1, 1, 'h:陳大文');
INSERT INTO "person_keys" ("number", "person", "key") VALUES (2, 1, 'l:chan man tai');
INSERT INTO "person_keys" ("number", "person", "key") VALUES (3, 1, 'n:passport:kj0123456');
INSERT INTO "person_keys" ("number", "person", "key") VALUES (4, 2, 'h:陳大文');
INSERT INTO "person_keys" ("number", "person", "key") VALUES (5, 2, 'l:chan man tai');
INSERT INTO "person_keys" ("number", "person", "key") VALUES (6, 2, 'n:passport:kj0123456');
INSERT INTO "person_keys" ("number", "person", "key") VALUES (7, 3, 'h:陳大文');
INSERT INTO "person_keys" ("number", "person", "key") VALUES (8, 3, 'l:chan man tai');
INSERT INTO "person_keys" ("number", "person", "key") VALUES (9, 3, 'n:passport:kj0123456');
CREATE TABLE person_merges (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kept INTEGER NOT NULL, 
	gone INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(64) NOT NULL, 
	undone_at DATETIME, 
	undone_by VARCHAR(64) NOT NULL, 
	CONSTRAINT fk_person_merges_kept_persons FOREIGN KEY(kept) REFERENCES persons (number) ON DELETE CASCADE, 
	CONSTRAINT fk_person_merges_gone_persons FOREIGN KEY(gone) REFERENCES persons (number) ON DELETE CASCADE
);
INSERT INTO "person_merges" ("number", "kept", "gone", "at", "who", "undone_at", "undone_by") VALUES (1, 1, 2, '2026-11-20 01:00:42.000000', '', NULL, '');
CREATE TABLE person_apart (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	low INTEGER NOT NULL, 
	high INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(64) NOT NULL, 
	CONSTRAINT fk_person_apart_low_persons FOREIGN KEY(low) REFERENCES persons (number) ON DELETE CASCADE, 
	CONSTRAINT fk_person_apart_high_persons FOREIGN KEY(high) REFERENCES persons (number) ON DELETE CASCADE
);
INSERT INTO "person_apart" ("number", "low", "high", "at", "who") VALUES (1, 1, 3, '2026-11-20 01:00:44.000000', '');
CREATE TABLE person_history (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(64) NOT NULL, 
	act VARCHAR(32) NOT NULL, 
	details JSON NOT NULL, 
	CONSTRAINT fk_person_history_person_persons FOREIGN KEY(person) REFERENCES persons (number) ON DELETE CASCADE
);
INSERT INTO "person_history" ("number", "person", "at", "who", "act", "details") VALUES (1, 1, '2026-11-20 01:00:31.000000', '', 'made', '{}');
INSERT INTO "person_history" ("number", "person", "at", "who", "act", "details") VALUES (10, 1, '2026-11-20 01:00:44.000000', '', 'apart', '{"other": "P-0003", "kept": "P-0001"}');
INSERT INTO "person_history" ("number", "person", "at", "who", "act", "details") VALUES (11, 3, '2026-11-20 01:00:44.000000', '', 'apart', '{"other": "P-0001", "kept": "P-0001"}');
INSERT INTO "person_history" ("number", "person", "at", "who", "act", "details") VALUES (2, 1, '2026-11-20 01:00:31.000000', '', 'case', '{"case": "0001"}');
INSERT INTO "person_history" ("number", "person", "at", "who", "act", "details") VALUES (3, 2, '2026-11-20 01:00:34.000000', '', 'made', '{}');
INSERT INTO "person_history" ("number", "person", "at", "who", "act", "details") VALUES (4, 2, '2026-11-20 01:00:34.000000', '', 'case', '{"case": "0003"}');
INSERT INTO "person_history" ("number", "person", "at", "who", "act", "details") VALUES (5, 3, '2026-11-20 01:00:37.000000', '', 'made', '{}');
INSERT INTO "person_history" ("number", "person", "at", "who", "act", "details") VALUES (6, 3, '2026-11-20 01:00:37.000000', '', 'case', '{"case": "0002"}');
INSERT INTO "person_history" ("number", "person", "at", "who", "act", "details") VALUES (7, 1, '2026-11-20 01:00:40.000000', '', 'photo', '{"background": "white"}');
INSERT INTO "person_history" ("number", "person", "at", "who", "act", "details") VALUES (8, 1, '2026-11-20 01:00:42.000000', '', 'merge', '{"other": "P-0002", "kept": "P-0001"}');
INSERT INTO "person_history" ("number", "person", "at", "who", "act", "details") VALUES (9, 2, '2026-11-20 01:00:42.000000', '', 'merge', '{"other": "P-0001", "kept": "P-0001"}');
CREATE TABLE sheets (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	desk VARCHAR(16) NOT NULL, 
	procedure VARCHAR(64) NOT NULL, 
	as_of DATE NOT NULL, 
	head JSON NOT NULL, 
	saved_at DATETIME NOT NULL
);
INSERT INTO "sheets" ("id", "desk", "procedure", "as_of", "head", "saved_at") VALUES (1, 'd1', 'residence-permit', '2026-11-20', '{"name": "people.xlsx", "headings": ["Surname", "Given names"]}', '2026-11-20 01:00:47.000000');
CREATE TABLE sheet_lines (
	sheet INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	cells JSON NOT NULL, 
	fate JSON NOT NULL, 
	CONSTRAINT pk_sheet_lines PRIMARY KEY (sheet, number), 
	CONSTRAINT fk_sheet_lines_sheet_sheets FOREIGN KEY(sheet) REFERENCES sheets (id) ON DELETE CASCADE
);
INSERT INTO "sheet_lines" ("sheet", "number", "cells", "fate") VALUES (1, 1, '[["CHAN", ""], ["Tai Man", ""]]', '{"taken": true, "case": "", "number": 0, "paper": false, "printed": false}');
INSERT INTO "sheet_lines" ("sheet", "number", "cells", "fate") VALUES (1, 2, '[["", "empty"], ["x", ""]]', '{"taken": null, "case": "", "number": 0, "paper": false, "printed": false}');
CREATE TABLE problems (
	number INTEGER NOT NULL, 
	question VARCHAR(128) NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_problems PRIMARY KEY (number, question, code), 
	CONSTRAINT fk_problems_number_drafts FOREIGN KEY(number) REFERENCES drafts (number) ON DELETE CASCADE
);
INSERT INTO "problems" ("number", "question", "code") VALUES (1, 'passport.number', 'identifier.checksum');
INSERT INTO "problems" ("number", "question", "code") VALUES (2, 'passport.number', 'identifier.checksum');
INSERT INTO "problems" ("number", "question", "code") VALUES (3, 'passport.number', 'identifier.checksum');
CREATE TABLE search_late (number INTEGER PRIMARY KEY, words TEXT NOT NULL);
CREATE VIRTUAL TABLE search USING fts5(words, tokenize = 'ascii', prefix = '1 2', detail = none);
INSERT INTO search(search, rank) VALUES ('secure-delete', 1);
INSERT INTO "search" ("rowid", "words") VALUES (1, 'chan han an n tai ai i man an n 陳大文 大文 文 kj0123456 j0123456 0123456 123456 23456 3456 456 56 6 陳小文 小文 文 1');
INSERT INTO "search" ("rowid", "words") VALUES (2, 'ferreira erreira rreira reira eira ira ra a da a silva ilva lva va a ana na a luisa uisa isa sa a 12345678 2345678 345678 45678 5678 678 78 8 六𠮷㗎 𠮷㗎 㗎 2');
INSERT INTO "search" ("rowid", "words") VALUES (3, 'ng g 3');
CREATE VIRTUAL TABLE people_search USING fts5(words, tokenize = 'ascii', prefix = '1 2', detail = none);
INSERT INTO people_search(people_search, rank) VALUES ('secure-delete', 1);
INSERT INTO "people_search" ("rowid", "words") VALUES (1, 'chan han an n 陳大文 大文 文 tai ai i man an n kj0123456 j0123456 0123456 123456 23456 3456 456 56 6 p0001 0001 001 01 1 p0002 0002 002 02 2');
INSERT INTO "people_search" ("rowid", "words") VALUES (3, 'chan han an n 陳大文 大文 文 tai ai i man an n kj0123456 j0123456 0123456 123456 23456 3456 456 56 6 p0003 0003 003 03 3');
CREATE TABLE keyslots (
	name VARCHAR(16) NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT pk_keyslots PRIMARY KEY (name)
);
CREATE TABLE pin_tries (
	owner VARCHAR(16) NOT NULL, 
	wrong INTEGER NOT NULL, 
	last DATETIME NOT NULL, 
	CONSTRAINT pk_pin_tries PRIMARY KEY (owner)
);
CREATE INDEX ix_drafts_expires_at ON drafts (expires_at);
CREATE INDEX ix_prints_number ON prints (number);
CREATE INDEX ix_consents_number ON consents (number);
CREATE INDEX ix_handoffs_until ON handoffs (until);
CREATE INDEX ix_drafts_code ON drafts (code);
CREATE INDEX ix_drafts_saved_at_number_state_due ON drafts (saved_at, number, state, due);
CREATE INDEX ix_persons_saved_at_number ON persons (saved_at, number);
CREATE INDEX ix_persons_root ON persons (root);
CREATE INDEX ix_persons_expires_at ON persons (expires_at);
CREATE INDEX ix_person_documents_person ON person_documents (person);
CREATE INDEX ix_person_photos_person ON person_photos (person);
CREATE INDEX ix_person_cases_person ON person_cases (person);
CREATE INDEX ix_person_keys_person ON person_keys (person);
CREATE INDEX ix_person_keys_key_person ON person_keys ("key", person);
CREATE INDEX ix_person_merges_kept ON person_merges (kept);
CREATE INDEX ix_person_merges_gone ON person_merges (gone);
CREATE INDEX ix_person_apart_low ON person_apart (low);
CREATE INDEX ix_person_apart_high ON person_apart (high);
CREATE INDEX ix_person_history_person ON person_history (person);
CREATE INDEX ix_sheets_desk ON sheets (desk);
CREATE INDEX ix_sheets_saved_at ON sheets (saved_at);
CREATE INDEX ix_drafts_created_at_procedure_state_state_at ON drafts (created_at, procedure, state, state_at);
CREATE INDEX ix_drafts_state ON drafts (state);
CREATE INDEX ix_drafts_number_state ON drafts (number, state);
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('drafts', 4);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('person_apart', 1);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('person_documents', 3);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('person_history', 11);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('person_keys', 9);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('person_merges', 1);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('person_photos', 1);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('persons', 3);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('prints', 1);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('sheets', 1);
