/**
 * The projection's tables. `record` is the state that decisions read; the others are what the screens filter, sort,
 * page and search, keys and sort columns only. Times over 2³¹ need INTEGER affinity, or sql.js stores them as REAL.
 */
export const tables = `
  CREATE TABLE record (kind INTEGER, id TEXT, value TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
  CREATE TABLE fob (
    serial TEXT PRIMARY KEY, model TEXT, lot TEXT, expires_at INTEGER, month TEXT, place INTEGER,
    place_since INTEGER, seed INTEGER, search TEXT, branch TEXT, contract_no TEXT, chip TEXT
  ) WITHOUT ROWID;
  CREATE TABLE contract (
    contract_no TEXT PRIMARY KEY, number TEXT, customer_no TEXT, account_no TEXT, phone TEXT, name TEXT, kana TEXT
  ) WITHOUT ROWID;
  CREATE TABLE user (
    login_id TEXT PRIMARY KEY, contract_no TEXT, stopped_at INTEGER, waiting_until INTEGER, login TEXT, name TEXT,
    kana TEXT
  ) WITHOUT ROWID;
  CREATE TABLE application (
    application_id TEXT PRIMARY KEY, status TEXT, contract_no TEXT, requested_at INTEGER, open INTEGER, search TEXT
  ) WITHOUT ROWID;
  CREATE TABLE approval (request_id TEXT PRIMARY KEY, waiting INTEGER, decided_at INTEGER) WITHOUT ROWID;
  CREATE TABLE issuance (issuance_id TEXT PRIMARY KEY, started INTEGER) WITHOUT ROWID;
  CREATE TABLE task (task_id TEXT PRIMARY KEY, raised_at INTEGER, open INTEGER) WITHOUT ROWID;
  CREATE TABLE link (subject TEXT, first INTEGER, numbers BLOB, PRIMARY KEY (subject, first)) WITHOUT ROWID;
  CREATE TABLE event_block (block INTEGER PRIMARY KEY, bytes BLOB);
  CREATE TABLE kept (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
`

/**
 * Each sort order of the inventory is an index that also holds what the filters test, so that a page far down is a
 * walk over one index. Made after a replay: five times faster than with every row of it.
 */
export const indexes: Readonly<Record<string, string>> = {
  fob_expires_at: 'fob (expires_at, serial, place, seed, model, month)',
  fob_place: 'fob (place, serial, seed, model, month, branch, expires_at)',
  fob_model: 'fob (model, serial, place, seed, month)',
  fob_lot: 'fob (lot, serial, place, seed, model, month)',
  fob_place_since: 'fob (place_since, serial, place, seed, model, month)',
  fob_contract: 'fob (contract_no) WHERE contract_no IS NOT NULL',
  fob_chip: 'fob (chip)',
  user_stopped: 'user (stopped_at) WHERE stopped_at IS NOT NULL',
  user_waiting: 'user (waiting_until) WHERE waiting_until IS NOT NULL',
  application_status: 'application (status, requested_at)',
  application_contract: 'application (contract_no, requested_at)',
  application_requested_at: 'application (requested_at)',
  application_open: 'application (open) WHERE open = 1',
  approval_waiting: 'approval (waiting) WHERE waiting = 1',
  approval_decided: 'approval (decided_at) WHERE decided_at IS NOT NULL',
  issuance_started: 'issuance (started) WHERE started = 1',
  task_open: 'task (open, raised_at)',
}
