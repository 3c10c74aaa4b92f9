/** Moving on to the next field of a form from code (after a digit has chosen), as Enter does by hand. */
const fields =
  'input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), button:not([disabled])'

/** Focuses the first field of the surrounding `[data-form]` that comes after `group`. */
export function focusAfter(group: HTMLElement): void {
  const form = group.closest('[data-form]')
  if (form === null) return
  const next = [...form.querySelectorAll<HTMLElement>(fields)].find(
    (field) =>
      field.tabIndex >= 0 &&
      field.offsetParent !== null &&
      !group.contains(field) &&
      (group.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  )
  next?.focus()
  if (next instanceof HTMLInputElement && next.type === 'text') next.select()
}
