/** The query client and its link to main's notices. */
import { QueryClient } from '@tanstack/react-query'
import type { Answer, Notice, Topic } from '../../preload/contract/channels.ts'
import type { DeskStatus } from '../../preload/contract/views.ts'
import { assertNever } from '../../domain/vocabulary.ts'
import { isStale } from './topics.ts'
import { keyOf } from './use-desk.ts'

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // 'always': the browser's online flag says nothing about a bridge to our own main process.
      // A rejected call is a bug in the bridge, not a refusal: it goes to the error boundary.
      queries: {
        networkMode: 'always',
        staleTime: Infinity,
        retry: false,
        refetchOnWindowFocus: false,
        throwOnError: true,
      },
      mutations: { networkMode: 'always', retry: false, throwOnError: true },
    },
  })
}

/** Makes stale what a notice names. Answers a function that stops listening. */
export function followNotices(client: QueryClient): () => void {
  return window.desk.onNotice((notice) => applyNotice(client, notice))
}

export function applyNotice(client: QueryClient, notice: Notice): void {
  switch (notice.kind) {
    case 'changed':
      makeStale(client, notice.topics)
      return
    case 'reader':
      makeStale(client, ['issuance'])
      return
    case 'locked':
      makeStale(client, ['status'])
      return
    case 'progress':
      return
    default:
      assertNever(notice)
  }
}

function makeStale(client: QueryClient, topics: readonly Topic[]): void {
  // Behind the lock main refuses everything else: asking would replace what a screen shows by refusals.
  // Unlocking reads everything again (`shell/session.tsx`).
  const asked = phaseOf(client) === 'locked' ? topics.filter((topic) => topic === 'status') : topics
  void client.invalidateQueries({ predicate: ({ queryKey }) => isStale(String(queryKey[0]), asked) })
}

function phaseOf(client: QueryClient): DeskStatus['phase'] | null {
  const answer = client.getQueryData<Answer<DeskStatus>>(keyOf('desk.status', {}))
  return answer?.ok ? answer.value.phase : null
}
