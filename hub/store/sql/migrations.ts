/**
 * The tables, step by step. A migration that has been released is never changed. Kysely runs what is missing
 * under PostgreSQL's advisory lock, so any number of hub processes may start at once, and refuses a database
 * that a newer program has migrated further.
 */
import { sql, type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import type { HubTables } from './schema.ts'

const first: Migration = {
  async up(db) {
    await db.schema
      .createTable('entry')
      .addColumn('place', 'int8', (column) => column.primaryKey())
      .addColumn('branch_no', sql`text collate "C"`, (column) => column.notNull())
      .addColumn('device', sql`text collate "C"`, (column) => column.notNull())
      .addColumn('seq', 'int8', (column) => column.notNull())
      .addColumn('hash', 'bytea', (column) => column.notNull())
      .addColumn('bytes', 'bytea', (column) => column.notNull())
      .addColumn('parts', 'bytea', (column) => column.notNull())
      .addColumn('refusal', 'text')
      .addUniqueConstraint('entry_chain', ['branch_no', 'device', 'seq'])
      .execute()
    await db.schema
      .createTable('order_head')
      .addColumn('only_row', 'boolean', (column) => column.primaryKey().check(sql`only_row`))
      .addColumn('place', 'int8', (column) => column.notNull())
      .execute()
    await sql`insert into order_head (only_row, place) values (true, 0)`.execute(db)
    await db.schema
      .createTable('branch')
      .addColumn('branch_no', sql`text collate "C"`, (column) => column.primaryKey())
      .addColumn('body', 'bytea', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('device')
      .addColumn('device', sql`text collate "C"`, (column) => column.primaryKey())
      .addColumn('branch_no', sql`text collate "C"`, (column) => column.notNull())
      .addColumn('body', 'bytea', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('device_branch').on('device').columns(['branch_no', 'device']).execute()
    await db.schema
      .createTable('enrolment_code')
      .addColumn('code_hash', sql`text collate "C"`, (column) => column.primaryKey())
      .addColumn('body', 'bytea', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('fob')
      .addColumn('serial', sql`text collate "C"`, (column) => column.primaryKey())
      .addColumn('version', 'int8', (column) => column.notNull().defaultTo(0))
      .addColumn('last_step', 'int8', (column) => column.notNull())
      .addColumn('drift_steps', 'int4', (column) => column.notNull())
      .addColumn('wrong_in_row', 'int4', (column) => column.notNull())
      .addColumn('long_run', sql`int8[]`, (column) => column.notNull())
      .addColumn('reserved_id', 'text')
      .addColumn('reserved_at', 'int8')
      .addColumn('half_step', 'int8')
      .addColumn('recent', 'text', (column) => column.notNull())
      .addColumn('body', 'bytea', (column) => column.notNull())
      // No index over what an attempt changes, and room in each page: its updates stay within the page.
      .modifyEnd(sql`with (fillfactor = 50)`)
      .execute()
    await db.schema
      .createTable('wrong_code')
      .addColumn('at', 'int8', (column) => column.notNull())
      .addColumn('serial', sql`text collate "C"`, (column) => column.notNull())
      .execute()
    await db.schema.createIndex('wrong_code_at').on('wrong_code').column('at').execute()
    await db.schema
      .createTable('document')
      .addColumn('kind', sql`text collate "C"`, (column) => column.notNull())
      .addColumn('id', sql`text collate "C"`, (column) => column.notNull())
      .addColumn('body', 'bytea', (column) => column.notNull())
      .addColumn('expires_at', 'int8')
      .addPrimaryKeyConstraint('document_key', ['kind', 'id'])
      .execute()
    await db.schema
      .createIndex('document_expiry')
      .on('document')
      .column('expires_at')
      .where('expires_at', 'is not', null)
      .execute()
  },
}

const migrations: Readonly<Record<string, Migration>> = { '001-first': first }

/** Brings the tables up to this program. @throws Error when it cannot, e.g. for a newer program's database */
export async function migrate(db: Kysely<HubTables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}
