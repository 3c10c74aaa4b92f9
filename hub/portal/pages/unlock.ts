/** ワンタイムパスワードの利用停止解除, 手順4 and 5 (manual pp. 4, 5). */
import type { ListedUser } from '../bank.ts'
import { html } from '../html.ts'
import { actSentence } from '../sentences.ts'
import type { ActResult } from '../rows.ts'
import { management as words } from '../words/management.ts'
import { actForm, actFrame, names, resultFrame, type ActState } from './act.ts'
import type { Frame, Page } from './layout.ts'
import { resultList, unlockColumns } from './user-list.ts'

export function unlockPage(frame: Frame, users: readonly ListedUser[], state: ActState): Page {
  const { t } = frame
  const body = actForm(frame, users, state, {
    columns: unlockColumns,
    button: words.unlockButton,
    obstacle: ({ unlockObstacle }) => (unlockObstacle === null ? null : t(actSentence(unlockObstacle))),
    consequence: ({ unlockedTogether }) =>
      unlockedTogether.length === 0
        ? null
        : t(words.unlockedTogether, { names: names(frame, unlockedTogether) }),
  })
  const lines = [t(words.unlockText1), t(words.unlockText2), t(words.unlockText3)]
  return actFrame(
    frame,
    state,
    { title: words.unlockTitle, step: words.unlockStep, lines, help: 'unlock' },
    body,
  )
}

export function unlockResultPage(frame: Frame, { users }: ActResult): Page {
  const { t } = frame
  const body = html`<h2>${t(words.resultUsers)}</h2>
    ${resultList(frame, unlockColumns, users, t(words.resultUsers))}`
  const texts = { title: words.unlockResultTitle, step: words.unlockStep, lines: [t(words.unlockResult)] }
  return resultFrame(frame, { ...texts, help: 'unlock' }, body)
}
