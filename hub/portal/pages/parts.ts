/** Pieces that several pages share. */
import { html, type Content, type Html } from '../html.ts'
import type { Frame } from './layout.ts'
import { common } from '../words/common.ts'

/** A field that must be entered, as the manual marks it. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly type?: 'text' | 'password'
  readonly value?: string
  readonly autocomplete: string
  readonly numeric?: boolean
  readonly maxlength: number
}

/** What is wrong, by the field's name; '' is about the whole form. */
export type Problems = Readonly<Record<string, string>>

export function field({ type = 'text', value = '', ...asked }: Field, problems: Problems): Html {
  const problem = problems[asked.name]
  const { name, hint } = asked
  const described = [hint === undefined ? '' : `${name}-hint`, problem === undefined ? '' : `${name}-problem`]
  return html`<div class="field" ${problem !== undefined && html`data-refused="true"`}>
    <label for="${name}">${asked.label}</label>
    ${hint !== undefined && html`<span class="hint" id="${name}-hint">${hint}</span>`}
    ${problem !== undefined && html`<p class="problem" id="${name}-problem">${problem}</p>`}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      maxlength="${asked.maxlength}"
      autocomplete="${asked.autocomplete}"
      autocapitalize="none"
      spellcheck="false"
      ${asked.numeric === true && html`inputmode="numeric"`}
      ${described.some(Boolean) && html`aria-describedby="${described.filter(Boolean).join(' ')}"`}
      ${problem !== undefined && html`aria-invalid="true"`}
      aria-required="true"
    />
  </div>`
}

/** Names every problem with a link to its field; the reader starts here after a refusal. */
export function problemSummary({ t }: Frame, problems: Problems): Content {
  const found = Object.entries(problems)
  if (found.length === 0) return null
  return html`<div class="summary" role="alert" tabindex="-1" autofocus>
    <h2>${t(common.errorSummary)}</h2>
    <ul>
      ${found.map(
        ([name, problem]) =>
          html`<li>${name === '' ? problem : html`<a href="#${name}">${problem}</a>`}</li>`,
      )}
    </ul>
  </div>`
}

/** A form that is sent back to its own address with the session's token. Not validated by the browser: its
 *  messages come in the browser's language, ours in the page's. */
export function form({ base, path, token }: Frame, content: Content, hidden: Problems = {}): Html {
  return html`<form class="work" method="post" action="${base}${path}" novalidate>
    <input type="hidden" name="token" value="${token}" />
    ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    ${content}
  </form>`
}

/** 利用者管理 > … */
export function breadcrumb({ base, t }: Frame, trail: readonly { name: string; path?: string }[]): Html {
  return html`<nav class="trail" aria-label="${t(common.breadcrumb)}">
    <ol>
      ${trail.map(
        ({ name, path }) =>
          html`<li>
            ${
              path === undefined
                ? html`<span aria-current="page">${name}</span>`
                : html`<a href="${base}${path}">${name}</a>`
            }
          </li>`,
      )}
    </ol>
  </nav>`
}

/** The manual's two tabs: which of them is shown. */
export function steps({ t }: Frame, names: readonly [string, string], at: 0 | 1): Html {
  return html`<ol class="steps" aria-label="${t(common.steps)}">
    ${names.map((name, index) => html`<li ${index === at && html`aria-current="step"`}>${name}</li>`)}
  </ol>`
}

/** One paragraph a line, as the manual breaks them. */
export function explanation(lines: readonly Content[]): Html {
  return html`<div class="explanation">${lines.map((line) => html`<p>${line}</p>`)}</div>`
}

export type Tone = 'info' | 'good' | 'warn' | 'bad'

export function notice(tone: Tone, content: Content): Html {
  const role = tone === 'bad' ? 'alert' : 'status'
  return html`<div class="notice" data-tone="${tone}" role="${role}">${content}</div>`
}

/** A link that looks like a button. */
export function linkButton({ base }: Frame, path: string, name: string): Html {
  return html`<a class="button" href="${base}${path}">${name}</a>`
}
