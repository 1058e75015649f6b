/** The element of an id; the page has all that are asked for. */
export function element<T extends HTMLElement = HTMLElement>(
  id: string,
  type: new () => T = HTMLElement as new () => T,
): T {
  const found = document.getElementById(id)
  if (!(found instanceof type)) throw new Error(`no ${id} in the page`)
  return found
}

/** A new element with a class and a text; the text is shown as it is. */
export function made(name: string, className: string, text = ''): HTMLElement {
  const one = document.createElement(name)
  one.className = className
  one.textContent = text
  return one
}
