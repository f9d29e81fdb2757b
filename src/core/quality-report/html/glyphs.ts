import { html, type Markup, trusted } from '../markup.ts'

/** Silhouettes that tell states apart without colour, on a grid of 16. */
const shapes = {
  good: '<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="m4.8 8.2 2.2 2.2 4.2-4.6" class="cut"/>',
  held: '<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="m5.2 8.2 2 2 3.6-4" fill="none" stroke="currentColor" stroke-width="1.5"/>',
  none: '<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2 2"/>',
  stopped: '<rect x="1" y="1" width="14" height="14" rx="2" fill="currentColor"/><path d="M6 5v6m4-6v6" class="cut"/>',
  bad: '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor"/><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" class="cut"/>',
  info: '<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5"/>',
  warning: '<path d="M8 1.5 15.2 14.5H.8z" fill="currentColor"/>',
  error: '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor"/>',
  critical: '<path d="M8 .5 15.5 8 8 15.5.5 8z" fill="currentColor"/>',
} as const

export type GlyphName = keyof typeof shapes

/** All shapes once, for `glyph` to point at. */
export const glyphSheet: Markup = trusted(
  `<svg width="0" height="0" style="position:absolute" aria-hidden="true"><style>.cut{fill:none;stroke:var(--card);stroke-width:1.75}</style>${Object.entries(
    shapes,
  )
    .map(([name, shape]) => `<symbol id="glyph-${name}" viewBox="0 0 16 16">${shape}</symbol>`)
    .join('')}</svg>`,
)

/** A shape with its meaning in words, for those who do not see it. */
export const glyph = (name: GlyphName, label: string): Markup =>
  html`<svg class="glyph ${name}" role="img" aria-label="${label}"><use href="#glyph-${name}"/></svg>`
