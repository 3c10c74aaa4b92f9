import type { z } from 'zod'
import type { Answer, Channel, ChannelOutput, channels } from '../../preload/contract/channels.ts'

/** One handler per channel: a missing or superfluous one is a type error where they are composed. */
export type Handlers = { readonly [C in Channel]: Handler<C> }
export type Handler<C extends Channel> = (
  input: z.output<(typeof channels)[C]['input']>,
) => Promise<Answer<ChannelOutput<C>>>
