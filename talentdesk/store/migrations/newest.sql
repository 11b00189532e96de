-- 0013
--
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)
--
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
)
--
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
)
--
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
)
--
CREATE TABLE counters (
	owner VARCHAR(64) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_counters PRIMARY KEY (owner)
)
--
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
)
--
CREATE TABLE handoffs (
	digest VARCHAR(64) NOT NULL, 
	procedure VARCHAR(64) NOT NULL, 
	edition VARCHAR(16) NOT NULL, 
	as_of DATE NOT NULL, 
	answers JSON NOT NULL, 
	left_at DATETIME NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_handoffs PRIMARY KEY (digest)
)
--
CREATE TABLE keyslots (
	name VARCHAR(16) NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT pk_keyslots PRIMARY KEY (name)
)
--
CREATE TABLE leases (
	number INTEGER NOT NULL, 
	owner VARCHAR(64) NOT NULL, 
	until DATETIME NOT NULL, name VARCHAR(80) DEFAULT '' NOT NULL, since DATETIME DEFAULT '2000-01-01 00:00:00' NOT NULL, giver VARCHAR(80) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_leases PRIMARY KEY (number), 
	CONSTRAINT fk_leases_number_drafts FOREIGN KEY(number) REFERENCES drafts (number) ON DELETE CASCADE
)
--
CREATE TABLE marks (
	name VARCHAR(32) NOT NULL, 
	value VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_marks PRIMARY KEY (name)
)
--
CREATE VIRTUAL TABLE people_search USING fts5(words, tokenize = 'ascii', prefix = '1 2', detail = none)
--
CREATE TABLE person_apart (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	low INTEGER NOT NULL, 
	high INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(64) NOT NULL, 
	CONSTRAINT fk_person_apart_low_persons FOREIGN KEY(low) REFERENCES persons (number) ON DELETE CASCADE, 
	CONSTRAINT fk_person_apart_high_persons FOREIGN KEY(high) REFERENCES persons (number) ON DELETE CASCADE
)
--
CREATE TABLE person_cases (
	"case" INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_person_cases PRIMARY KEY ("case"), 
	CONSTRAINT fk_person_cases_case_drafts FOREIGN KEY("case") REFERENCES drafts (number) ON DELETE CASCADE, 
	CONSTRAINT fk_person_cases_person_persons FOREIGN KEY(person) REFERENCES persons (number) ON DELETE CASCADE
)
--
CREATE TABLE person_documents (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(64) NOT NULL, 
	person INTEGER NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT uq_person_documents_id UNIQUE (id), 
	CONSTRAINT fk_person_documents_person_persons FOREIGN KEY(person) REFERENCES persons (number) ON DELETE CASCADE
)
--
CREATE TABLE person_history (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(64) NOT NULL, 
	act VARCHAR(32) NOT NULL, 
	details JSON NOT NULL, 
	CONSTRAINT fk_person_history_person_persons FOREIGN KEY(person) REFERENCES persons (number) ON DELETE CASCADE
)
--
CREATE TABLE person_keys (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person INTEGER NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	CONSTRAINT fk_person_keys_person_persons FOREIGN KEY(person) REFERENCES persons (number) ON DELETE CASCADE
)
--
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
)
--
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
)
--
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
)
--
CREATE TABLE pin_tries (
	owner VARCHAR(16) NOT NULL, 
	wrong INTEGER NOT NULL, 
	last DATETIME NOT NULL, 
	CONSTRAINT pk_pin_tries PRIMARY KEY (owner)
)
--
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
)
--
CREATE TABLE problems (
	number INTEGER NOT NULL, 
	question VARCHAR(128) NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_problems PRIMARY KEY (number, question, code), 
	CONSTRAINT fk_problems_number_drafts FOREIGN KEY(number) REFERENCES drafts (number) ON DELETE CASCADE
)
--
CREATE VIRTUAL TABLE search USING fts5(words, tokenize = 'ascii', prefix = '1 2', detail = none)
--
CREATE TABLE search_late (number INTEGER PRIMARY KEY, words TEXT NOT NULL)
--
CREATE TABLE sheet_lines (
	sheet INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	cells JSON NOT NULL, 
	fate JSON NOT NULL, 
	CONSTRAINT pk_sheet_lines PRIMARY KEY (sheet, number), 
	CONSTRAINT fk_sheet_lines_sheet_sheets FOREIGN KEY(sheet) REFERENCES sheets (id) ON DELETE CASCADE
)
--
CREATE TABLE sheets (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	desk VARCHAR(16) NOT NULL, 
	procedure VARCHAR(64) NOT NULL, 
	as_of DATE NOT NULL, 
	head JSON NOT NULL, 
	saved_at DATETIME NOT NULL
)
--
CREATE TABLE staff (
	id VARCHAR(16) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	since DATETIME NOT NULL, 
	left_at DATETIME, 
	CONSTRAINT pk_staff PRIMARY KEY (id)
)
--
CREATE INDEX ix_consents_number ON consents (number)
--
CREATE INDEX ix_drafts_code ON drafts (code)
--
CREATE INDEX ix_drafts_created_at_procedure_state_state_at ON drafts (created_at, procedure, state, state_at)
--
CREATE INDEX ix_drafts_expires_at ON drafts (expires_at)
--
CREATE INDEX ix_drafts_number_state ON drafts (number, state)
--
CREATE INDEX ix_drafts_saved_at_number_state_due ON drafts (saved_at, number, state, due)
--
CREATE INDEX ix_drafts_state ON drafts (state)
--
CREATE INDEX ix_handoffs_until ON handoffs (until)
--
CREATE INDEX ix_person_apart_high ON person_apart (high)
--
CREATE INDEX ix_person_apart_low ON person_apart (low)
--
CREATE INDEX ix_person_cases_person ON person_cases (person)
--
CREATE INDEX ix_person_documents_person ON person_documents (person)
--
CREATE INDEX ix_person_history_person ON person_history (person)
--
CREATE INDEX ix_person_keys_key_person ON person_keys ("key", person)
--
CREATE INDEX ix_person_keys_person ON person_keys (person)
--
CREATE INDEX ix_person_merges_gone ON person_merges (gone)
--
CREATE INDEX ix_person_merges_kept ON person_merges (kept)
--
CREATE INDEX ix_person_photos_person ON person_photos (person)
--
CREATE INDEX ix_persons_expires_at ON persons (expires_at)
--
CREATE INDEX ix_persons_root ON persons (root)
--
CREATE INDEX ix_persons_saved_at_number ON persons (saved_at, number)
--
CREATE INDEX ix_prints_number ON prints (number)
--
CREATE INDEX ix_sheets_desk ON sheets (desk)
--
CREATE INDEX ix_sheets_saved_at ON sheets (saved_at)
--
INSERT INTO people_search (people_search, rank) VALUES ('secure-delete', 1)
--
INSERT INTO search (search, rank) VALUES ('secure-delete', 1)
--
INSERT INTO alembic_version VALUES ('0013')
--
INSERT INTO sqlite_sequence VALUES ('drafts', 0)
