/** Documents that exist for one reading only (a paper to be printed), under addresses nobody can guess. */
import { randomUUID } from 'node:crypto'
import { ownOrigin } from './pages.ts'

export class Documents {
  readonly #documents = new Map<string, string>()

  publish(document: string): { readonly url: string; readonly withdraw: () => void } {
    const path = `/paper/${randomUUID()}.html`
    this.#documents.set(path, document)
    return { url: ownOrigin + path, withdraw: () => void this.#documents.delete(path) }
  }

  at(path: string): string | undefined {
    return this.#documents.get(path)
  }
}
