/** Reading from the desk: cached answers that main's notices make stale. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Answer, ChannelInput, ChannelOutput } from '../../preload/contract/channels.ts'
import type { RefusalView } from '../../preload/contract/views.ts'
import { callDesk } from './bridge.ts'
import type { ReadChannel } from './topics.ts'

export interface Reading<T> {
  /** undefined until the first answer, or when it was refused. */
  readonly value: T | undefined
  readonly refusal: RefusalView | null
  /** No answer yet. */
  readonly loading: boolean
  /** `value` belongs to the previous input while the next is on its way. */
  readonly stale: boolean
  readonly readAgain: () => void
}

interface Options {
  /** Not asked while false (an input is still missing). */
  readonly when?: boolean
  /** Show the previous input's answer until the next one is there: no flicker in lists and previews. */
  readonly keepPrevious?: boolean
  /** Ask again every so many milliseconds (the training reader's display). */
  readonly every?: number
}

/** The cache key of an answer. */
export const keyOf = <C extends ReadChannel>(channel: C, input: ChannelInput<C>) => [channel, input] as const

/**
 * Asks `channel` and keeps the answer current: it is asked again when a `changed` notice names its topic
 * (`topics.ts`). Refusals are values; show them with `<Refused>`.
 */
export function useDesk<C extends ReadChannel>(
  channel: C,
  input: ChannelInput<C>,
  { when = true, keepPrevious = false, every }: Options = {},
): Reading<ChannelOutput<C>> {
  const query = useQuery<Answer<ChannelOutput<C>>>({
    queryKey: keyOf(channel, input),
    queryFn: () => callDesk(channel, input),
    enabled: when,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(every === undefined ? {} : { refetchInterval: every }),
  })
  const answer = query.data
  return {
    value: answer?.ok ? answer.value : undefined,
    refusal: answer !== undefined && !answer.ok ? { code: answer.code, detail: answer.detail } : null,
    loading: query.isPending && when,
    stale: query.isPlaceholderData,
    readAgain: () => void query.refetch(),
  }
}
