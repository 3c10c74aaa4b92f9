/** 業務選択 and 作業内容選択 (manual pp. 4 and 6, 手順2 and 3). */
import { html, type Html } from '../html.ts'
import type { Both } from '../language.ts'
import { common } from '../words/common.ts'
import { management as words } from '../words/management.ts'
import type { Frame, Page } from './layout.ts'
import { breadcrumb, linkButton } from './parts.ts'

export function businessPage(frame: Frame): Page {
  const { t } = frame
  const body = html`<p>${t(words.businessText)}</p>
    <ul class="choices">
      ${choice(frame, '/management/users', words.userManagement, words.userManagementText)}
    </ul>`
  return { title: t(words.businessTitle), menu: 'management', body }
}

export function workPage(frame: Frame): Page {
  const { t } = frame
  const body = html`${breadcrumb(frame, [{ name: t(words.userManagement) }])}
    <p>${t(words.workText)}</p>
    <ul class="choices">
      ${choice(frame, '/management/users/unlock', words.unlockWork, words.unlockWorkText)}
      ${choice(frame, '/management/users/revocation', words.revocationWork, words.revocationWorkText)}
    </ul>
    <p class="buttons">${linkButton(frame, '/management', t(common.back))}</p>`
  return { title: t(words.workTitle), menu: 'management', body }
}

function choice({ base, t }: Frame, path: string, name: Both, text: Both): Html {
  return html`<li>
    <a class="button" href="${base}${path}">${t(name)}</a>
    <span>${t(text)}</span>
  </li>`
}
