import { decodeCbor } from '../../protocol/cbor.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import type { Catalog } from './catalog.ts'
import type { CommitPosition } from './commit.ts'
import { JournalError } from './errors.ts'
import { openStored, type PageReader, type PlacedPiece } from './page-reader.ts'
import type { CommitAt } from './types.ts'

/** The commits `from` … `to`, read extent by extent. A file that is compacted meanwhile is looked up anew. */
export async function* readCommits(
  catalog: Catalog,
  pages: PageReader,
  from: number,
  to: number,
): AsyncGenerator<CommitAt> {
  let next = from
  while (next <= to) {
    const { revision } = catalog
    const assembly = new Assembly()
    let place = catalog.commit(next)
    while (place !== undefined && next <= to && catalog.revision === revision) {
      for (const placed of await pages.piecesOf(place)) {
        if (placed.piece.n < next || next > to) continue
        const commit = assembly.add(placed)
        if (commit === undefined) continue
        next += 1
        yield commit
      }
      place = catalog.after(place)
    }
    if (place === undefined && next <= to) {
      throw new JournalError('JOURNAL_TAMPERED', `commit ${next} is not there`)
    }
  }
}

/** Puts commits together from their pieces. */
class Assembly {
  #position: CommitPosition | undefined
  #events: OpenedEvent[] = []

  /** The commit, when this was its last piece. */
  add({ piece, file, offset, firstEvent }: PlacedPiece): CommitAt | undefined {
    const { n, origin, context } = piece
    this.#position ??= { commit: n, firstEvent, file, offset }
    for (const [index, event] of piece.events.entries())
      this.#events.push(openStored(event, firstEvent + index))
    if (piece.more === true) return undefined
    const position = this.#position
    const events = this.#events
    this.#position = undefined
    this.#events = []
    if (context === undefined) return { commit: { origin, events }, position }
    const decoded = decodeCbor(context)
    if (!decoded.ok) throw new JournalError('JOURNAL_TAMPERED', `context of commit ${n}: ${decoded.code}`)
    return { commit: { origin, events, context: decoded.value }, position }
  }
}
