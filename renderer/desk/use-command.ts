/** Acting on the desk: one call at a time, its refusal kept for `<Refused>`. */
import { useMutation } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ScreenCommandType } from '../../domain/commands.ts'
import type { Answer, Channel, ChannelInput, ChannelOutput } from '../../preload/contract/channels.ts'
import type { RefusalView } from '../../preload/contract/views.ts'
import { callDesk } from './bridge.ts'

export interface Call<I, O> {
  /** Answers when main has answered; a refusal is a value and stays in `refusal` until the next call. */
  readonly run: (input: I) => Promise<Answer<O>>
  readonly pending: boolean
  readonly refusal: RefusalView | null
  readonly forget: () => void
}

/** Any channel that acts: `useCall('import.choose')`. */
export function useCall<C extends Channel>(channel: C): Call<ChannelInput<C>, ChannelOutput<C>> {
  const mutation = useMutation<Answer<ChannelOutput<C>>, Error, ChannelInput<C>>({
    mutationFn: (input) => callDesk(channel, input),
  })
  const answer = mutation.data
  // One object for one answer: the wait after a wrong password counts from its identity.
  const refusal = useMemo(
    () => (answer !== undefined && !answer.ok ? { code: answer.code, detail: answer.detail } : null),
    [answer],
  )
  return {
    run: mutation.mutateAsync,
    pending: mutation.isPending,
    refusal,
    forget: mutation.reset,
  }
}

/**
 * A command of the rules: `useCommand('saveDraft').run({ command: form })`. The answer's `unreflected` says
 * 本部未反映. What changed is read again by itself (notices).
 */
export function useCommand<T extends ScreenCommandType>(
  type: T,
): Call<ChannelInput<`command.${T}`>, ChannelOutput<`command.${T}`>> {
  return useCall<`command.${T}`>(`command.${type}`)
}
