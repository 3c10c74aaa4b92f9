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
    const places = placesOf(literals)
    const pieces = values.map((value, index) => {
      if (places[index] === 'tag') checkAttribute(value)
      return render(value) + (literals[index + 1] ?? '')
    })
    return new Html((literals[0] ?? '') + pieces.join(''))
  }

  toString(): string {
    return this.#markup
  }
}

/**
 * `html\`<p title="${title}">${text}</p>\``: text and quoted attribute values are escaped, lists are joined,
 * null, undefined and false are nothing. Within a tag only `Html` goes in: `${chosen && html\`checked\`}`.
 * @throws Error for a template with a value where escaping would not hold
 */
export const html = Html.template

function render(value: Content): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.toString()
  if (Array.isArray(value)) return value.map(render).join('')
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

/** Where a value stands: between tags, in a quoted attribute value, or within a tag. */
type Place = 'text' | 'tag' | '"' | "'"

const known = new WeakMap<TemplateStringsArray, readonly Place[]>()

function placesOf(literals: TemplateStringsArray): readonly Place[] {
  const found = known.get(literals)
  if (found !== undefined) return found
  if (literals.some((literal) => /<\s*style|<\s*script(?![^>]*\ssrc=)|\son[a-z]+\s*=/i.test(literal))) {
    throw new Error('inline script or style, which the content security policy refuses')
  }
  let place: Place = 'text'
  const places = literals.slice(0, -1).map((literal) => {
    for (const character of literal) place = after(place, character)
    if (place === 'tag' && /=\s*$/.test(literal)) throw new Error('a value in an unquoted attribute')
    return place
  })
  known.set(literals, places)
  return places
}

function after(place: Place, character: string): Place {
  switch (place) {
    case 'text':
      return character === '<' ? 'tag' : 'text'
    case 'tag':
      return character === '>' ? 'text' : character === '"' || character === "'" ? character : 'tag'
    default:
      return character === place ? 'tag' : place
  }
}

/** Escaping leaves blanks and `=` alone: a text within a tag could bring an attribute of its own. */
function checkAttribute(value: Content): void {
  const nothing = value === null || value === undefined || value === false
  if (!nothing && !(value instanceof Html)) throw new Error('only Html goes into a tag')
}
