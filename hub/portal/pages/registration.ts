/** ワンタイムパスワード利用開始登録（ハードウェアトークン） BLG3020 (manual p. 3). */
import { html, type Html } from '../html.ts'
import { common } from '../words/common.ts'
import { registration as words } from '../words/registration.ts'
import { codeField } from './entrance.ts'
import type { Frame, Page } from './layout.ts'
import { field, form, problemSummary, type Problems } from './parts.ts'

export function registrationPage(frame: Frame, serial: string, problems: Problems): Page {
  const { t } = frame
  const body = html`
    ${problemSummary(frame, problems)}
    <p>${t(words.intro1)}<br />${t(words.intro2)}</p>
    <div class="beside">
      <section class="card">
        <h2>${t(words.heading)}</h2>
        <p>${t(words.text)}<br />${t(common.required)}</p>
        ${form(
          frame,
          html`<fieldset>
              <legend>${t(words.serialSection)}</legend>
              ${field(
                {
                  name: 'serial',
                  label: t(words.serial),
                  hint: t(words.serialHint),
                  value: serial,
                  autocomplete: 'off',
                  numeric: true,
                  maxlength: 20,
                },
                problems,
              )}
            </fieldset>
            <fieldset>
              <legend>${t(words.codeSection)}</legend>
              ${codeField('code', t(words.code), problems)}
            </fieldset>
            <p class="buttons">
              <button type="submit">${t(words.confirm)}<span aria-hidden="true">▶</span></button>
            </p>`,
        )}
      </section>
      <aside>${whereOnTheFob(frame)} ${sharing(frame)}</aside>
    </div>
  `
  return { title: t(words.title), screen: 'BLG3020', refused: Object.keys(problems).length > 0, body }
}

/** 【参考1】: where serial and expiry are printed. The drawing bears numbers, the words stand below it. */
export function whereOnTheFob({ base, t }: Frame): Html {
  return html`<section class="card">
    <h2>${t(words.reference1)}</h2>
    <p>${t(words.reference1Text)}</p>
    <img class="drawing" src="${base}/assets/fob.svg" width="520" height="200" alt="${t(words.drawing)}" />
    <ol class="legend">
      <li>${t(words.legendCode)}</li>
      <li>${t(words.legendSerial)}</li>
      <li>${t(words.legendExpiry)}</li>
    </ol>
  </section>`
}

/** 【参考2】. */
export function sharing({ t }: Frame): Html {
  return html`<section class="card">
    <h2>${t(words.reference2)}</h2>
    <p>${t(words.reference2Text)}</p>
    <p class="quiet">${t(words.reference2Application)}</p>
  </section>`
}
