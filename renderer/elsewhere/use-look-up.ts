/** What is looked up, what was found, and the one customer whose details came. */
import { useState } from 'react'
import type { ElsewhereQuery } from '../../domain/elsewhere.ts'
import type { ElsewhereFound, RefusalView } from '../../preload/contract/views.ts'
import { useCall } from '../desk/index.ts'
import { useNow } from '../ui/index.ts'
import { queryOf, ungrouped } from './query-of.ts'

type Hit = ElsewhereFound['hits'][number]
/** A hit that came alone: with its users and fobs. */
export type ElsewhereCustomer = Hit & { readonly detail: NonNullable<Hit['detail']> }

export interface LookUp {
  readonly text: string
  readonly by: ElsewhereQuery
  readonly found: ElsewhereFound | null
  /** null: none is opened. */
  readonly customer: ElsewhereCustomer | null
  readonly pending: boolean
  readonly refusal: RefusalView | null
  readonly type: (text: string) => void
  /** Instead of what the text looks like. */
  readonly choose: (by: ElsewhereQuery) => void
  readonly run: (by: ElsewhereQuery, text: string) => Promise<void>
  readonly scan: (serial: string) => void
  /** Back to what was found. */
  readonly leave: () => void
  readonly startOver: () => void
}

/** @param initial a text to begin with: typed in another search */
export function useLookUp(initial: string): LookUp {
  const [text, setText] = useState(initial)
  const [chosen, setChosen] = useState<ElsewhereQuery | null>(null)
  const [found, setFound] = useState<ElsewhereFound | null>(null)
  const [customer, setCustomer] = useState<ElsewhereCustomer | null>(null)
  const ask = useCall('elsewhere.lookUp')
  const now = useNow()
  const by = chosen ?? queryOf(text, now)
  const type = (typed: string): void => {
    setText(typed)
    // What was found answers another question: "nobody" must not stand under one that was never answered.
    setFound(null)
    if (typed === '') setChosen(null)
  }
  const run = async (what: ElsewhereQuery, asked: string): Promise<void> => {
    if (ask.pending || asked.trim() === '') return
    const answer = await ask.run({ by: what, text: what === 'serial' ? ungrouped(asked) : asked.trim() })
    if (!answer.ok) return
    const only = answer.value.hits.length === 1 ? answer.value.hits[0] : undefined
    if (only === undefined || only.detail === null) setFound(answer.value)
    else setCustomer({ ...only, detail: only.detail })
  }
  return {
    text,
    by,
    found,
    customer,
    pending: ask.pending,
    refusal: ask.refusal,
    type,
    choose: (what) => {
      setChosen(what)
      setFound(null)
    },
    run,
    scan: (serial) => {
      setCustomer(null)
      setChosen(null)
      type(serial)
      void run('serial', serial)
    },
    leave: () => setCustomer(null),
    startOver: () => {
      setCustomer(null)
      type('')
    },
  }
}
