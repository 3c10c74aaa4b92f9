/** The counter tour: what a step is, and what the steps share. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { expect } from '../support/expect.ts'
import type { RosterRow } from '../../../domain/commands.ts'
import { trainingStaff, type TrainingStaff } from '../../../domain/training-staff.ts'
import { writeImportFiles, type ImportFiles } from '../support/files.ts'
import { Keyboard } from '../support/keyboard.ts'
import type { Desk } from '../support/launch.ts'

export interface Step {
  readonly title: string
  readonly play: (tour: Tour) => Promise<void>
}

/** What earlier steps made and later ones use. */
export interface Facts {
  /** The fob issued to the customer's master, and the one that replaces it. */
  serial: string
  newSerial: string
  /** Keys of the teller for one application, up to the manager's own number and password. */
  applicationStrokes: number
  /** From the comparison to the proven fob, without the six digits. */
  issuanceStrokes: number
  /** Both, and the key between. */
  strokes: number
  /** The one-time password used last. */
  usedCode: string
}

/** Where pictures and papers of a tour go. */
export interface Output {
  readonly pictures: string
  readonly papers: string
  readonly files: string
}

export class Tour {
  readonly app: ElectronApplication
  readonly page: Page
  readonly keys: Keyboard
  readonly output: Output
  readonly files: ImportFiles
  /** The contract whose life is played, its users in roster order. */
  readonly customer: readonly RosterRow[]
  readonly facts: Facts = {
    serial: '',
    newSerial: '',
    applicationStrokes: 0,
    issuanceStrokes: 0,
    strokes: 0,
    usedCode: '',
  }
  /** Sentences worth telling: figures, names of papers. */
  readonly notes: string[] = []
  readonly #onPicture: (file: string) => void
  #pictures = 0

  constructor({ app, page }: Desk, folder: string, onPicture: (file: string) => void = () => undefined) {
    this.app = app
    this.page = page
    this.keys = new Keyboard(page)
    this.output = {
      pictures: path.join(folder, 'pictures'),
      papers: path.join(folder, 'papers'),
      files: path.join(folder, 'files'),
    }
    for (const made of Object.values(this.output)) mkdirSync(made, { recursive: true })
    this.files = writeImportFiles(this.output.files)
    this.customer = customerOf(this.files.rosterRows)
    this.#onPicture = onPicture
  }

  /** `01-start.png`, `02-…`: what is on screen now. */
  async picture(name: string): Promise<void> {
    this.#pictures += 1
    const file = `${String(this.#pictures).padStart(2, '0')}-${name}.png`
    await this.page.screenshot({ path: path.join(this.output.pictures, file) })
    this.#onPicture(file)
  }

  /** Waits until the text is on screen. */
  async see(text: string | RegExp): Promise<void> {
    await expect(this.page.getByText(text).filter({ visible: true }).first()).toBeVisible()
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name, exact: typeof name === 'string' })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  field(label: string | RegExp): Locator {
    return this.page.getByRole('textbox', { name: label })
  }

  password(label: string): Locator {
    return this.page.getByLabel(label).and(this.page.locator('input'))
  }

  /** A screen by its key (`Alt+2`). */
  async go(key: string, heading: string | RegExp): Promise<void> {
    await this.keys.press(`Alt+${key}`)
    await expect(this.heading(heading)).toBeVisible()
  }

  /** Waits until the focus is where the next key is meant to go. */
  async focused(control: Locator): Promise<void> {
    await expect(control).toBeFocused()
  }
}

export function staff(staffNo: string): TrainingStaff {
  const person = trainingStaff.find((each) => each.staffNo === staffNo)
  if (person === undefined) throw new Error(`the training branch has no ${staffNo}`)
  return person
}

/** A contract of the imported file with three users or more. */
function customerOf(rows: readonly RosterRow[]): readonly RosterRow[] {
  const contracts = Map.groupBy(rows, ({ contract }) => contract.contractNo)
  for (const users of [...contracts.values()].toReversed()) if (users.length >= 3) return users
  throw new Error('no contract of the roster has three users')
}
