/** One channel per command of the screens: all alike, so made from the list of commands. */
import { commandSchemas, type ScreenCommand, type ScreenCommandType } from '../../../domain/commands.ts'
import type { Answer, CommandInput } from '../../../preload/contract/channels.ts'
import type { CommandAnswer } from '../../../preload/contract/views.ts'
import { execute } from '../execute.ts'
import { guarded, type HandlerContext, type HandlersOf } from './handler-context.ts'

type CommandChannel = `command.${ScreenCommandType}`

export function commandHandlers(context: HandlerContext): HandlersOf<CommandChannel> {
  const handlers = Object.keys(commandSchemas).map((type) => [
    `command.${type}`,
    (input: CommandInput<ScreenCommandType>): Promise<Answer<CommandAnswer>> => {
      const { command, ...credentials } = input
      // The channel's schema parsed exactly this command's fields; its name is the type they lack.
      const named = { type, ...command } as ScreenCommand
      return guarded(context, () => execute(context.session, named, credentials))
    },
  ])
  return Object.fromEntries(handlers) as HandlersOf<CommandChannel> // what fromEntries loses: the keys
}
