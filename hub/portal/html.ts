/**
 * HTML by construction: whatever is put into `html` is escaped, unless it is itself `Html`. There is no way to
 * make `Html` from a string at run time, so nothing a person typed can become markup.
 */
export type Content = string | number | Html | null | undefined | false | readonly Content[]

export class Html {
  readonly #markup: string

  // Private, and `html` below the only caller: a constructor for everybody would be the hole in the wall.
  private constructor(markup: string) {
    this.#markup = markup
  }

  static readonly template = (literals: TemplateStringsArray, ...values: readonly Content[]): Html => {
    checkOnce(literals)
    const pieces = literals.flatMap((literal, index) => [literal, index < values.length ? render(values[index]) : ''])
    return new Html(pieces.join(''))
  }

  toString(): string {
    return this.#markup
  }
}

/**
 * `html\`<p title="${title}">${text}</p>\``: text and quoted attribute values are escaped, lists are joined,
 * null, undefined and false are nothing.
 * @throws Error for a template with a value where escaping would not hold
 */
export const html = Html.template

function render(value: Content): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.toString()
  if (typeof value === 'object') return value.map(render).join('')
  return escapeText(String(value))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

function escapeText(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => entities[character] ?? '')
}

const checked = new WeakSet<TemplateStringsArray>()

/** Escaping protects text and quoted attribute values, not a bare attribute value, a script or a style. */
function checkOnce(literals: TemplateStringsArray): void {
  if (checked.has(literals)) return
  const before = literals.slice(0, -1)
  if (before.some((literal) => /=\s*$/.test(literal))) throw new Error('a value in an unquoted attribute')
  if (literals.some((literal) => /<\s*style|<\s*script(?![^>]*\ssrc=)|\son[a-z]+\s*=/i.test(literal))) {
    throw new Error('inline script or style, which the content security policy refuses')
  }
  checked.add(literals)
}
