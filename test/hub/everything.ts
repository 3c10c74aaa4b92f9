import { serialize } from 'node:v8'
import { documentKinds, type DocumentKind } from '../../hub/store/documents.ts'
import type { HubReader, HubStore } from '../../hub/store/hub-store.ts'

const PAGE = 500

/** Every row that a hub's readers see: the order with its events, branches, devices, fobs, documents. */
export function everythingIn(store: HubStore): Promise<Buffer[]> {
  return store.read(async (reader) => {
    const branches = await reader.branches()
    const rows: unknown[] = [...branches]
    for (const { branchNo } of branches) rows.push(...(await reader.devicesOf(branchNo)))
    for (let from = 0, more = true; more; from += PAGE) {
      const page = await reader.entriesAfter(from, PAGE)
      rows.push(...page)
      more = page.length === PAGE
    }
    for (let after: string | undefined = ''; after !== undefined;) {
      const page: Awaited<ReturnType<HubReader['fobsAfter']>> = await reader.fobsAfter(after, PAGE)
      rows.push(...page)
      after = page.at(-1)?.serial
    }
    for (const kind of Object.keys(documentKinds) as DocumentKind[]) {
      rows.push(...(await reader.documents(kind, { limit: PAGE })))
    }
    return rows.map((row) => serialize(row))
  })
}
