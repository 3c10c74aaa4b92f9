/**
 * Statements that run thousands of times a second: written out, and prepared once on each connection under their name,
 * so that PostgreSQL does not plan them and nothing builds their text again.
 */
import { CompiledQuery, type Kysely } from 'kysely'

export interface Prepared<Row> {
  /** Another text has another name. */
  readonly name: string
  readonly text: string
  /** Says which rows it answers; there is no value of it. */
  readonly row?: Row
}

/** Null, or the text of a value: lists as PostgreSQL writes arrays (`numbers`, `texts`). */
export type Parameter = string | number | null

export type RunPrepared = <Row>(
  statement: Prepared<Row>,
  parameters: readonly Parameter[],
) => Promise<readonly Row[]>

/** Runs them in the transaction, or on the connection, that Kysely has. They are not prepared then. */
export function throughKysely(db: Pick<Kysely<unknown>, 'executeQuery'>): RunPrepared {
  return async <Row>({ text }: Prepared<Row>, parameters: readonly Parameter[]) =>
    (await db.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))).rows
}

export function numbers(list: readonly (number | null)[]): string {
  return `{${list.map((number) => number ?? 'null').join()}}`
}

export function texts(list: readonly (string | null)[]): string {
  return `{${list.map((text) => (text === null ? 'null' : `"${text.replace(/["\\]/g, '\\$&')}"`)).join()}}`
}
