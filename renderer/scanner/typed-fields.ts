/** Undoes what a scanner typed into a field that merely had the focus: value, caret, and what React knows of it. */

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

interface Before {
  readonly value: string
  readonly start: number | null
  readonly end: number | null
}

const notTyped = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'hidden',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
])

/** Fields whose value changes by typing; a select too, whose letters choose. */
export function isField(target: EventTarget | null): target is Field {
  if (target instanceof HTMLInputElement) return !notTyped.has(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

export interface TypedFields {
  /** Call it before the key takes effect; the first call for a field counts. */
  readonly remember: (field: Field) => void
  readonly some: () => boolean
  /** Forgets them; the answer undoes what was typed into them since. */
  readonly takeBack: () => () => void
  readonly forget: () => void
}

export function makeTypedFields(): TypedFields {
  const fields = new Map<Field, Before>()
  return {
    remember: (field) => {
      if (!fields.has(field)) fields.set(field, beforeOf(field))
    },
    some: () => fields.size > 0,
    takeBack: () => {
      const typed = [...fields]
      fields.clear()
      return () => {
        for (const [field, before] of typed) restore(field, before)
      }
    },
    forget: () => fields.clear(),
  }
}

function beforeOf(field: Field): Before {
  if (field instanceof HTMLSelectElement) return { value: field.value, start: null, end: null }
  return { value: field.value, start: field.selectionStart, end: field.selectionEnd }
}

function restore(field: Field, { value, start, end }: Before): void {
  if (field.value !== value) {
    setValue(field, value)
    const type = field instanceof HTMLSelectElement ? 'change' : 'input'
    field.dispatchEvent(new Event(type, { bubbles: true }))
  }
  // Number and e-mail fields have no caret to ask or to set.
  if (!(field instanceof HTMLSelectElement) && start !== null) field.setSelectionRange(start, end)
}

/** Past React's own setter on the element, which would take the change for one of its own and stay silent. */
function setValue(field: Field, value: string): void {
  const { prototype } =
    field instanceof HTMLInputElement
      ? HTMLInputElement
      : field instanceof HTMLTextAreaElement
        ? HTMLTextAreaElement
        : HTMLSelectElement
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
}
