/** Markup that is safe as it stands: made by a template alone. */
export interface Markup {
  readonly kind: 'markup'
  readonly text: string
}

/** What a template takes: texts and numbers are escaped, markup is put in, nothing is left out. */
export type Part = string | number | Markup | null | false | readonly Part[]

type Template = (texts: TemplateStringsArray, ...parts: readonly Part[]) => Markup

const controls = '\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F'

/** What no XML 1.0 document may hold, even escaped, and no HTML should. */
const forbidden = new RegExp(
  `[${controls}\\u007F-\\u009F\\uFFFE\\uFFFF]|[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])|(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]`,
  'g',
)

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters as the signs that picture them, what else is forbidden as the sign of what cannot be shown. */
const pictured = (sign: string): string => {
  const code = sign.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\uFFFD'
}

const escaped = (text: string): string =>
  text
    .replace(forbidden, pictured)
    .replace(/[&<>"']/g, sign => entities[sign]!)
    .replace(/\r/g, '&#13;')

const written = (part: Part, ofText: (text: string) => string): string => {
  if (part === null || part === false) return ''
  if (typeof part === 'string') return ofText(part)
  if (typeof part === 'number') return String(part)
  return 'kind' in part ? part.text : part.map(each => written(each, ofText)).join('')
}

const template =
  (ofText: (text: string) => string): Template =>
  (texts, ...parts) => ({
    kind: 'markup',
    text: texts.map((text, i) => text + (i < parts.length ? written(parts[i]!, ofText) : '')).join(''),
  })

/** HTML, or SVG within it. */
export const html: Template = template(escaped)

/** XML 1.0; a line end in an attribute stays one. */
export const xml: Template = template(text => escaped(text).replace(/\n/g, '&#10;').replace(/\t/g, '&#9;'))

/** A text that is markup already: for what this program itself wrote. */
export const trusted = (text: string): Markup => ({ kind: 'markup', text })
