/** Plays the tour outside of the test runner: `npm start` without a display. */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { launchDesk } from '../support/launch.ts'
import { steps } from './steps.ts'
import { Tour } from './tour.ts'

/**
 * Plays every step and says so line by line. `folder` is emptied first; afterwards it holds `pictures/`,
 * `papers/` and the imported `files/`. Throws when the screen does not show what it must.
 */
export async function playTour(folder: string, say: (line: string) => void): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  const userData = path.join(folder, 'desk')
  mkdirSync(userData, { recursive: true })
  const desk = await launchDesk(userData)
  const tour = new Tour(desk, folder, (file) => say(`      ${file}`))
  try {
    for (const [at, { title, play }] of steps.entries()) {
      say(`${String(at + 1).padStart(4)}  ${title}`)
      await play(tour)
    }
    for (const note of tour.notes) say(`      ${note}`)
  } catch (error) {
    await tour.picture('failed')
    throw error
  } finally {
    await desk.app.close()
  }
}
