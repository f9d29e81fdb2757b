import { html, type Markup } from '../markup.ts'

export interface BarPart {
  readonly name: string
  readonly of: number
}

/** A bar of parts of a whole; what is nothing has no part, and what is something can be seen. */
export const bar = (parts: readonly BarPart[], whole: number): Markup =>
  html`<div class="track">${parts.map(
    ({ name, of }) => of > 0 && whole > 0 && html`<i class="${name}" style="width:${share(of / whole)}%"></i>`,
  )}</div>`

const share = (of: number): string => String(Number((Math.min(of, 1) * 100).toFixed(3)))
