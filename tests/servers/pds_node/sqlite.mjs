// Stands in for the compiled package better-sqlite3, over the SQLite that Node itself carries:
// nothing has to be compiled or downloaded. Only what the server uses.
import { DatabaseSync } from 'node:sqlite'

const NAMES = new Map([
  [5, 'SQLITE_BUSY'],
  [261, 'SQLITE_BUSY_RECOVERY'],
  [517, 'SQLITE_BUSY_SNAPSHOT'],
  [773, 'SQLITE_BUSY_TIMEOUT'],
  [1555, 'SQLITE_CONSTRAINT_PRIMARYKEY'],
  [2067, 'SQLITE_CONSTRAINT_UNIQUE'],
])

const named = (act) => {
  try {
    return act()
  } catch (error) {
    if (NAMES.has(error.errcode)) error.code = NAMES.get(error.errcode)
    throw error
  }
}

// Bytes come back as Uint8Array where the other package gives a Buffer.
const plain = (row) => {
  for (const [name, value] of Object.entries(row)) {
    if (value instanceof Uint8Array) row[name] = Buffer.from(value)
  }
  return row
}

class Statement {
  constructor(statement) {
    this.statement = statement
    this.reader = statement.columns().length > 0
  }

  all(values) {
    return named(() => this.statement.all(...values).map(plain))
  }

  run(values) {
    return named(() => this.statement.run(...values))
  }

  *iterate(values) {
    for (const row of named(() => this.statement.iterate(...values))) yield plain(row)
  }
}

export default class Database {
  constructor(location, { timeout = 0 } = {}) {
    this.db = new DatabaseSync(location, { timeout, enableForeignKeyConstraints: true })
  }

  prepare(sql) {
    return named(() => new Statement(this.db.prepare(sql)))
  }

  pragma(words) {
    return this.prepare(`PRAGMA ${words}`).all([])
  }

  close() {
    if (this.db.isOpen) this.db.close()
  }
}
