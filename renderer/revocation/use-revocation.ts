/** What is chosen on the revocation screen, what it will affect, and why it cannot be done yet. */
import { useEffect, useRef, useState } from 'react'
import type { RevocationReason } from '../../domain/vocabulary.ts'
import type { UserRow } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/index.ts'

export interface RevocationChoice {
  readonly reason: RevocationReason | null
  readonly memo: string
  readonly password: string
}

const nothing: RevocationChoice = { reason: null, memo: '', password: '' }

/** `rows`: 利用者一覧; `first`: the user whom another screen sent here. */
export function useRevocation(rows: readonly UserRow[], first: string | undefined) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(first === undefined ? [] : [first]))
  const [choice, setChoice] = useState(nothing)
  const loginIds = rows
    .filter((row) => row.refusal === null && chosen.has(row.loginId))
    .map((row) => row.loginId)
  const { reason } = choice
  const reading = useDesk(
    'revocation.preview',
    { loginIds, reason: reason ?? 'other' },
    { when: reason !== null && loginIds.length > 0, keepPrevious: true },
  )
  const asked = reason !== null && loginIds.length > 0
  const preview = asked ? reading.value : undefined
  const settled = preview !== undefined && !reading.stale

  // 紛失・盗難: the others on the fob are selected too, once; who is then taken out stays out.
  const offered = useRef(new Set<string>())
  const [added, setAdded] = useState<readonly string[]>([])
  useEffect(() => {
    if (!settled || reason === null) return
    const fresh = preview.preselect.filter(
      (loginId) => !loginIds.includes(loginId) && !offered.current.has(`${reason} ${loginId}`),
    )
    if (fresh.length === 0) return
    for (const loginId of fresh) offered.current.add(`${reason} ${loginId}`)
    setAdded(fresh)
    setChosen((before) => new Set([...before, ...fresh]))
  }, [settled, preview, reason, loginIds])

  /** Whom one reason selected, another does not keep: the colleague of a lost fob may go on using a worn one. */
  const change = (part: Partial<RevocationChoice>): void => {
    if (part.reason !== undefined && part.reason !== reason) {
      offered.current.clear()
      setAdded([])
      setChosen((before) => new Set([...before].filter((loginId) => !added.includes(loginId))))
    }
    setChoice((before) => ({ ...before, ...part }))
  }

  const toggle = (loginId: string): void =>
    setChosen((before) => {
      const next = new Set(before)
      if (!next.delete(loginId)) next.add(loginId)
      return next
    })

  return {
    chosen: new Set(loginIds),
    loginIds,
    toggle,
    choice,
    change,
    preview,
    settled,
    refusal: asked ? (reading.refusal ?? preview?.refusal ?? null) : null,
    /** Those whom the reason selected, as far as they still are. */
    added: added.filter((loginId) => loginIds.includes(loginId)),
  }
}
