/** Which phase of the desk is on screen: start, opening, sign-in, the desk itself, its lock cover, a failure. */
import { useQueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { assertNever } from '../../domain/vocabulary.ts'
import type { DeskStatus } from '../../preload/contract/views.ts'
import { useDesk } from '../desk/use-desk.ts'
import { ClockContext, StatusContext, useClockAhead } from '../desk/use-status.ts'
import { setLanguage, useWords } from '../i18n/index.ts'
import { loadScreensAhead, makeRouter } from '../router.tsx'
import { LockCover } from '../sign-in/lock-cover.tsx'
import { FirstPassword } from '../sign-in/first-password.tsx'
import type { Recovered } from '../sign-in/recover.tsx'
import { SignInPages } from '../sign-in/sign-in-pages.tsx'
import { words as signInWords } from '../sign-in/words.ts'
import { Failed } from '../start/failed.tsx'
import type { Enrolled } from '../start/enrolment.tsx'
import { Opening } from '../start/opening.tsx'
import { RecoveryCodePage } from '../start/recovery-code.tsx'
import { Start } from '../start/start.tsx'
import { words as startWords } from '../start/words.ts'
import { toastsGone } from '../ui/toast.ts'
import { Refused } from '../ui/refused.tsx'
import { SetAside } from './set-aside.tsx'
import { useActivity } from './use-activity.ts'

export function Session() {
  const { value: status, refusal } = useDesk('desk.status', {})
  const language = status?.language
  useEffect(() => {
    if (language !== undefined) setLanguage(language)
  }, [language])
  useEffect(() => void loadScreensAhead(), [])
  const ahead = useClockAhead(status)
  if (status === undefined) return <Refused refusal={refusal} />
  return (
    <StatusContext value={status}>
      <ClockContext value={ahead}>
        <Phase status={status} />
      </ClockContext>
    </StatusContext>
  )
}

function Phase({ status }: { readonly status: DeskStatus }) {
  useCacheOf(status)
  const t = useWords(startWords)
  const say = useWords(signInWords)
  // Main moves on to sign-in at once; the recovery code must be seen before.
  const [enrolled, setEnrolled] = useState<Enrolled | null>(null)
  const [recovered, setRecovered] = useState<Recovered | null>(null)
  if (enrolled !== null) {
    const { recoveryCode, branchName, what = '' } = enrolled
    const title = t('recoveryTitle', { branchName })
    return <RecoveryCodePage {...{ title, recoveryCode, what }} onDone={() => setEnrolled(null)} />
  }
  if (recovered !== null) {
    const { recoveryCode, branchName } = recovered
    const texts = { title: say('recoveredTitle', { branchName }), what: say('recoveredWhat') }
    return <RecoveryCodePage {...texts} recoveryCode={recoveryCode} onDone={() => setRecovered(null)} />
  }
  switch (status.phase) {
    case 'start':
      return <Start onEnrolled={setEnrolled} />
    case 'opening':
      return <Opening />
    case 'signIn':
      return <SignInPages onRecovered={setRecovered} />
    case 'signedIn':
    case 'locked':
      if (status.mustChangePassword) return status.phase === 'locked' ? <LockCover /> : <FirstPassword />
      return <SignedInDesk key={status.staff?.staffNo ?? ''} locked={status.phase === 'locked'} />
    case 'failed':
      return <Failed />
    default:
      return assertNever(status.phase)
  }
}

/** The screens live on beside the lock cover, out of the document, so that a half-entered form survives the lock. */
function SignedInDesk({ locked }: { readonly locked: boolean }) {
  const [router] = useState(makeRouter)
  useActivity(!locked)
  return (
    <>
      <SetAside aside={locked}>
        <RouterProvider router={router} />
      </SetAside>
      {locked && <LockCover />}
    </>
  )
}

/**
 * Nobody reads another's answers or comes out on another's screen: a change of person empties the cache and
 * leads back to the first screen, the end of a lock reads all again.
 */
function useCacheOf({ phase, staff }: DeskStatus): void {
  const client = useQueryClient()
  const staffNo = staff?.staffNo ?? null
  const before = useRef({ phase, staffNo })
  useEffect(() => {
    const last = before.current
    before.current = { phase, staffNo }
    if (last.staffNo !== staffNo) {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'desk.status' })
      toastsGone()
      if (last.staffNo !== null) window.history.replaceState(null, '', '#/')
    } else if (last.phase === 'locked' && phase === 'signedIn') {
      void client.invalidateQueries()
    }
  }, [client, phase, staffNo])
}
