/** The work of somebody signed in, as tests look into it, and what the desk does by itself when nobody works. */
import type { Workplace } from '../../../main/desk/workplace.ts'
import { until, type World } from './world.ts'

export function workplace({ desk }: World): Workplace {
  const { phase } = desk.session
  if (phase.name !== 'signedIn') throw new Error(`the desk is ${phase.name}`)
  return phase.work
}

/** The upkeep that is due. Beside a synchronisation, which begins by itself, it would do nothing. */
export async function upkeep(world: World): Promise<void> {
  const work = workplace(world)
  await until('nobody to work', () => !work.busy)
  await work.upkeep.run()
}
